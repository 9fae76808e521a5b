// SPDX-License-Identifier: MIT
// Attacks and claims in a scenario: what is read, what a defence sets, what a plan makes of it,
// what is refused.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/scenario/load.h"
#include "sim/scenario/plan.h"

namespace mqseal::scenario {
namespace {

using testing::HasSubstr;

const std::string base_text = R"(schema: mqseal-scenario/1
name: s
rounds: 2
attacks: [eavesdrop, replay]
groups:
  - {name: device, role: publisher, topic: a/b, cipher: none, format: raw}
  - {name: application, role: subscriber, topic: "a/#"}
defences:
  - name: tls-only
    about: No plain port.
    broker: {listeners: tls, settings: {tls.tls_version: tlsv1.3}}
    groups: {transport: mtls, qos: 1}
    security: {expect: {eavesdrop: blocked}}
  - name: sealed
    groups: {cipher: aes-128-eax, format: compact}
    broker: {settings: {max_packet_size: "4096"}, files: {acl: "topic read a/#\ntopic write b\n"}}
)";

const std::string with_matrix =
    base_text + R"(broker: {settings: {max_packet_size: "100", max_queued_messages: "7"}}
matrix:
  defence: [none, tls-only, sealed]
  attacker: [outsider, insider]
)";

const Run& run_with(const Plan& plan, const std::string& defence, const std::string& attacker) {
  const auto found = std::ranges::find_if(plan.runs, [&](const Run& run) {
    return run.factors.at("defence") == defence && run.factors.at("attacker") == attacker;
  });
  EXPECT_NE(found, plan.runs.end());
  return *found;
}

TEST(Attacks, need_no_phases_and_get_no_control) {
  const Plan plan = make_plan(parse(with_matrix, "s.yaml"));
  EXPECT_EQ(plan.runs.size(), 12U);
  EXPECT_TRUE(std::ranges::none_of(plan.runs, &scenario::Run::control));
  for (const scenario::Run& run : plan.runs) {
    EXPECT_EQ(run.attack.attacks, (std::vector<std::string>{"eavesdrop", "replay"}));
    EXPECT_EQ(run.factors.at("attack"), "several");
  }
  EXPECT_THAT(describe(plan), HasSubstr("12 runs: 2 rounds of 6 combinations; seed"));
}

TEST(Attacks, a_defence_sets_what_it_names_and_merges_settings) {
  const Plan plan = make_plan(parse(with_matrix, "s.yaml"));
  const scenario::Run& none = run_with(plan, "none", "outsider");
  EXPECT_EQ(none.broker.listeners, Listeners::both);
  EXPECT_EQ(none.groups[0].transport, Transport::plain);
  EXPECT_TRUE(none.attack.security.expect.empty());
  const scenario::Run& tls = run_with(plan, "tls-only", "insider");
  EXPECT_EQ(tls.broker.listeners, Listeners::tls);
  EXPECT_EQ(tls.groups[0].transport, Transport::mtls);
  EXPECT_EQ(tls.groups[1].transport, Transport::mtls);
  EXPECT_EQ(tls.groups[1].qos, 1);
  EXPECT_EQ(tls.attack.security.attacker, Attacker::insider);
  EXPECT_EQ(tls.attack.security.expect.at("eavesdrop"), "blocked");
  EXPECT_EQ(tls.broker.settings.at("tls.tls_version"), "tlsv1.3");
  EXPECT_EQ(tls.broker.settings.at("max_packet_size"), "100");
  const scenario::Run& sealed = run_with(plan, "sealed", "outsider");
  EXPECT_EQ(sealed.groups[0].cipher, "aes-128-eax");
  EXPECT_EQ(sealed.groups[1].cipher, "aes-128-eax") << "subscribers hear the same envelope";
  EXPECT_EQ(sealed.broker.settings.at("max_packet_size"), "4096");
  EXPECT_EQ(sealed.broker.settings.at("max_queued_messages"), "7");
  EXPECT_EQ(sealed.broker.files.at("acl"), "topic read a/#\ntopic write b\n");
}

TEST(Attacks, the_resolved_text_says_the_same) {
  const Scenario first = parse(with_matrix, "s.yaml");
  const Scenario second = parse(first.resolved_yaml, "resolved.yaml");
  EXPECT_EQ(second.resolved_yaml, first.resolved_yaml);
  EXPECT_EQ(make_plan(second).runs.size(), make_plan(first).runs.size());
}

TEST(Attacks, one_at_a_time_is_a_factor) {
  const std::string text = base_text + "matrix: {attack: [eavesdrop, swap]}\n";
  const Plan plan = make_plan(parse(text, "s.yaml"));
  EXPECT_EQ(plan.runs.size(), 4U);
  for (const scenario::Run& run : plan.runs) {
    EXPECT_EQ(run.attack.attacks, std::vector{run.factors.at("attack")});
  }
}

std::string refusal(const std::string& text) {
  try {
    static_cast<void>(parse(text, "s.yaml"));
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::usage);
    return error.what();
  }
  return "";
}

std::string edited(const std::string& from, const std::string& to) {
  std::string text = base_text;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Attacks, are_refused_with_the_reason) {
  EXPECT_EQ(refusal(base_text), "");
  EXPECT_THAT(refusal(edited("[eavesdrop, replay]", "[eavesdrip]")),
              HasSubstr("did you mean \"eavesdrop\""));
  EXPECT_THAT(refusal(edited("eavesdrop: blocked", "eavesdrop: stopped")), testing::Eq(""))
      << "a defence that no run uses is not looked into";
  const std::string used = "matrix: {defence: [tls-only]}\n";
  EXPECT_THAT(refusal(edited("eavesdrop: blocked", "eavesdrop: stopped") + used),
              HasSubstr("\"stopped\" is no verdict of eavesdrop"));
  EXPECT_THAT(refusal(edited("eavesdrop: blocked", "nothing: blocked") + used),
              HasSubstr("there is no attack \"nothing\""));
  EXPECT_THAT(refusal(edited("listeners: tls", "listeners: plain") + used),
              HasSubstr("transport mtls has no port where broker.listeners is plain"));
  EXPECT_THAT(refusal(base_text + "matrix: {defence: [tls]}\n"),
              HasSubstr("s.yaml:17:20: no element of \"defences\" is called \"tls\""));
  EXPECT_THAT(refusal(edited("name: sealed", "name: tls-only")), HasSubstr("another's name"));
  EXPECT_THAT(refusal(edited("name: sealed", "name: none")), HasSubstr("no defence"));
  EXPECT_THAT(refusal(edited("qos: 1}", "name: x}")),
              HasSubstr("\"name\" is no key of groups that a defence can set"));
  EXPECT_THAT(refusal(edited("  - {name: application,",
                             "  - {name: second, role: publisher, topic: a/c}\n  - {name: "
                             "application,")),
              HasSubstr("one group of publishers and one of subscribers"));
  EXPECT_THAT(refusal(edited("attacks: [eavesdrop, replay]\n", "")),
              HasSubstr("needs the key \"phases\""));
}

TEST(Attacks, tls_without_client_certificates_needs_a_broker_that_wants_none) {
  const std::string tls =
      edited("transport: mtls", "transport: tls") + "matrix: {defence: [tls-only]}\n";
  EXPECT_THAT(refusal(tls), HasSubstr("transport tls shows no certificate"));
  const std::string settings = "tls.tls_version: tlsv1.3";
  std::string open = tls;
  open.replace(
      open.find(settings), settings.size(), settings + ", tls.require_certificate: \"false\"");
  EXPECT_EQ(refusal(open), "");
}

const std::string with_claim = base_text + R"(claims:
  - {id: c, sentence: "It \"holds\".", instead: Something else, source: "Somewhere, 1.2"}
evidence:
  - {claim: c, attack: replay, case: on the path, where: {defence: none, attacker: insider}, expects: blocked}
  - {claim: c, attack: replay, metric: years, max: 1}
  - {claim: c, fact: key_bits, cipher: present-80-eax, max: 111}
)";

TEST(Claims, are_read_and_written_back) {
  const Scenario scenario = parse(with_claim, "s.yaml");
  ASSERT_EQ(scenario.claims.size(), 1U);
  EXPECT_EQ(scenario.claims[0].sentence, "It \"holds\".");
  ASSERT_EQ(scenario.evidence.size(), 3U);
  EXPECT_EQ(scenario.evidence[0].of_case, "on the path");
  EXPECT_EQ(scenario.evidence[0].where.at("attacker"), "insider");
  EXPECT_EQ(scenario.evidence[1].max, 1);
  EXPECT_FALSE(scenario.evidence[1].min);
  const Scenario again = parse(scenario.resolved_yaml, "resolved.yaml");
  EXPECT_EQ(again.resolved_yaml, scenario.resolved_yaml);
  EXPECT_EQ(again.evidence[2].fact, "key_bits");
}

TEST(Claims, without_sense_are_refused) {
  const auto refused = [](const std::string& from, const std::string& to) {
    std::string text = with_claim;
    text.replace(text.find(from), from.size(), to);
    return refusal(text);
  };
  EXPECT_THAT(refused("claim: c, attack: replay, case", "claim: d, attack: replay, case"),
              HasSubstr("no element of \"claims\" has the id \"d\""));
  EXPECT_THAT(refused("attack: replay, metric", "attack: repaly, metric"),
              HasSubstr("no attack \"repaly\""));
  EXPECT_THAT(refused("expects: blocked", "expects: maybe"), HasSubstr("succeeded or blocked"));
  EXPECT_THAT(refused(", expects: blocked", ""), HasSubstr("needs the verdict"));
  EXPECT_THAT(refused("metric: years, max: 1", "metric: years"), HasSubstr("max, min or both"));
  EXPECT_THAT(refused("cipher: present-80-eax, max: 111", "max: 111"),
              HasSubstr("needs the cipher"));
  EXPECT_THAT(refused("defence: none, att", "defense: none, att"), HasSubstr("no factor"));
  EXPECT_THAT(refused("{id: c, sentence", "{id: e, sentence"), HasSubstr("no element"));
}

}  // namespace
}  // namespace mqseal::scenario
