// SPDX-License-Identifier: MIT
// What loads, and as what: defaults, units, flags, quick, resolved text; and hostile bytes.
#include "sim/scenario/load.h"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/file.h"
#include "sim/base/rng.h"
#include "tests/scenario/refusal.h"

namespace mqseal::scenario {
namespace {

using testing::HasSubstr;
using testing_support::edited;
using testing_support::message_of;
using testing_support::mini;

TEST(Load, fills_in_every_default) {
  const Scenario scenario = parse(mini, "s.yaml");
  EXPECT_EQ(scenario.name, "mini");
  EXPECT_EQ(scenario.file, "s.yaml");
  EXPECT_EQ(scenario.rounds, 10);
  EXPECT_EQ(scenario.margin, 0.05);
  EXPECT_EQ(scenario.broker.kind, "mosquitto");
  EXPECT_EQ(scenario.phases.warm_up, 0);
  EXPECT_EQ(scenario.phases.measure, base::nanos_per_second);
  EXPECT_EQ(scenario.phases.drain, base::nanos_per_second / 2);
  ASSERT_EQ(scenario.groups.size(), 2U);
  EXPECT_EQ(scenario.groups[0].cipher, "aes-128-eax");
  EXPECT_EQ(scenario.groups[0].qos, 0);
  EXPECT_EQ(scenario.groups[0].mqtt_version, 4);
  EXPECT_EQ(scenario.groups[1].role, Role::subscriber);
  EXPECT_EQ(scenario.groups[1].replay_window, 2048U);
}

TEST(Load, reads_every_kind_of_value) {
  const std::string text =
      "schema: mqseal-scenario/1\n"
      "name: all\n"
      "about: \"two\\nlines, a \\\"quote\\\" and \\u20ac\"\n"
      "seed: 42\n"
      "rounds: 7\n"
      "margin: 2.5%\n"
      "primary: [cpu.seal_ns, latency_us.response.p99]\n"
      "quick_look: true\n"
      "lab_mistakes: true\n"
      "broker: {kind: mosquitto, plain_port: 1883, tls_port: 8883, key_type: rsa-2048, cpu: 1,\n"
      "         settings: {max_queued_messages: 0, memory_limit: \"1000\"}}\n"
      "groups:\n"
      "  - {name: p, role: publisher, clients: 3, transport: mtls, topic: \"{group}/{client}\",\n"
      "     qos: 2, mqtt_version: 5, keep_alive: 30s, payload_bytes: 1KiB, rate: 1/min,\n"
      "     schedule: poisson, retain: true, cipher: aes-128-ccm, nonce: fixed, tag_bytes: 6B,\n"
      "     keys: per-device, limits: off, format: compact, implementation: auto}\n"
      "  - {name: s, role: subscriber, topic: \"p/#\", replay_window: 0}\n"
      "phases: {warm_up: 1.5s, measure: 1min, drain: 0s}\n"
      "thresholds: [{metric: counts.lost, max: 0, where: aes-128-ccm}]\n";
  const Scenario scenario = parse(text, "s.yaml");
  EXPECT_EQ(scenario.about, "two\nlines, a \"quote\" and \u20ac");
  EXPECT_EQ(scenario.margin, 0.025);
  EXPECT_TRUE(scenario.quick_look);
  EXPECT_EQ(scenario.broker.tls_port, 8883);
  EXPECT_EQ(scenario.broker.key_type, KeyType::rsa_2048);
  EXPECT_EQ(scenario.broker.cpu, 1);
  EXPECT_EQ(scenario.broker.settings.at("max_queued_messages"), "0");
  const Group& group = scenario.groups[0];
  EXPECT_EQ(group.transport, Transport::mtls);
  EXPECT_EQ(group.mqtt_version, 5);
  EXPECT_EQ(group.keep_alive_s, 30);
  EXPECT_EQ(group.payload_bytes.sizes, std::vector<std::size_t>{1024});
  EXPECT_EQ(group.rate_msg_s, 1.0 / 60);
  EXPECT_EQ(group.schedule, Schedule::poisson);
  EXPECT_TRUE(group.retain);
  EXPECT_EQ(group.nonce, "fixed");
  EXPECT_EQ(group.tag_bytes, 6U);
  EXPECT_EQ(group.keys, "per-device");
  EXPECT_FALSE(group.limits);
  EXPECT_EQ(group.implementation, "");
  EXPECT_EQ(scenario.groups[1].replay_window, 0U);
  EXPECT_EQ(scenario.phases.warm_up, 1'500'000'000);
  ASSERT_EQ(scenario.thresholds.size(), 1U);
  EXPECT_EQ(scenario.thresholds[0].max, 0.0);
  EXPECT_FALSE(scenario.thresholds[0].min);
  EXPECT_EQ(parse(scenario.resolved_yaml, "again").resolved_yaml, scenario.resolved_yaml);
}

TEST(Load, resolved_text_loads_to_itself) {
  const std::string once = parse(mini, "s.yaml").resolved_yaml;
  EXPECT_EQ(parse(once, "once").resolved_yaml, once);
  EXPECT_THAT(once, HasSubstr("    rate: 1/s\n"));
}

TEST(Load, flags_change_values_and_are_held_to_the_same_rules) {
  Overrides overrides;
  overrides.set = {"groups.0.clients=10",
                   "groups.pub.rate=5/s",
                   "phases.measure=2s",
                   "broker.plain_port=2883",
                   "matrix.cipher=[none, aes-128-eax]",
                   "about=one, two"};
  const Scenario scenario = parse(mini, "s.yaml", overrides);
  EXPECT_EQ(scenario.groups[0].clients, 10U);
  EXPECT_EQ(scenario.groups[0].rate_msg_s, 5);
  EXPECT_EQ(scenario.phases.measure, 2 * base::nanos_per_second);
  EXPECT_EQ(scenario.broker.plain_port, 2883);
  ASSERT_EQ(scenario.matrix.size(), 1U);
  EXPECT_EQ(scenario.matrix[0].levels.size(), 2U);
  EXPECT_EQ(scenario.about, "one, two");
}

std::string message_of_flag(const std::string& flag) {
  Overrides overrides;
  overrides.set = {flag};
  return message_of(mini, overrides);
}

TEST(Load, wrong_flags_name_themselves) {
  EXPECT_EQ(message_of_flag("groups.0.clients=0"),
            "--set groups.0.clients=0: \"clients\" must be a whole number from 1 to 100000, not "
            "\"0\"");
  EXPECT_EQ(message_of_flag("groups.2.clients=1"),
            "--set groups.2.clients=1: there is no element 2; the list has 2");
  EXPECT_EQ(message_of_flag("groups.bup.clients=1"),
            "--set groups.bup.clients=1: no element is called \"bup\"; allowed: an index from 0, "
            "pub, sub");
  EXPECT_EQ(message_of_flag("phasis.measure=1s"),
            "--set phasis.measure=1s: unknown key \"phasis\"; allowed here: " +
                testing_support::allowed_names(scenario_keys()) + "; did you mean \"phases\"?");
  EXPECT_EQ(message_of_flag("name.first=a"),
            "--set name.first=a: \"mini\" has no keys, so \"first\" leads nowhere");
  for (const char* flag : {"name", "=a"}) {
    EXPECT_EQ(message_of_flag(flag),
              "--set " + std::string(flag) +
                  ": not of the form PATH=VALUE, as in --set groups.0.clients=10");
  }
  EXPECT_EQ(message_of_flag("groups..clients=1"),
            "--set groups..clients=1: the path has an empty step; write it as groups.0.clients");
  EXPECT_EQ(message_of_flag("name="), "--set name=: no value after =; write PATH=VALUE");
  EXPECT_EQ(message_of_flag("rounds=[1"),
            "--set rounds=[1: a key must be plain text, not a list or a map; is a bracket left "
            "open?");
  // The file's own value is at fault here, and its place is named.
  EXPECT_EQ(message_of_flag("groups.pub.tag_bytes=7B"), "accepted");
  EXPECT_EQ(message_of_flag("groups.pub.cipher=none"), "accepted");
}

TEST(Load, seed_and_rounds_come_last) {
  Overrides overrides;
  overrides.set = {"seed=1", "rounds=20"};
  overrides.seed = 9;
  overrides.rounds = 4;
  const Scenario scenario = parse(mini, "s.yaml", overrides);
  EXPECT_EQ(scenario.seed, 9U);
  EXPECT_EQ(scenario.rounds, 4);
  overrides.rounds = 0;
  EXPECT_EQ(message_of(mini, overrides), "--rounds 0: must be a whole number from 1 to 1000");
}

TEST(Load, quick_shortens_but_never_lengthens) {
  Overrides overrides;
  overrides.quick = true;
  const std::string slow =
      edited("measure: 1s, drain: 500ms", "warm_up: 5s, measure: 30s, drain: 2s");
  const Scenario quick = parse(slow, "s.yaml", overrides);
  EXPECT_TRUE(quick.quick_look);
  EXPECT_EQ(quick.rounds, 3);
  EXPECT_EQ(quick.phases.warm_up, 1 * base::nanos_per_second);
  EXPECT_EQ(quick.phases.measure, 6 * base::nanos_per_second);
  EXPECT_EQ(quick.phases.drain, 2 * base::nanos_per_second);
  const Scenario short_already = parse(edited("measure: 1s", "measure: 300ms"), "s", overrides);
  EXPECT_EQ(short_already.phases.measure, 300'000'000);
  EXPECT_EQ(short_already.phases.warm_up, 0);
}

TEST(Load, long_lists_of_what_is_allowed_are_complete) {
  EXPECT_THAT(message_of(edited("", "primary: [cpu.seal]\n")),
              testing::AllOf(HasSubstr("s.yaml:12:11: \"primary\" must be one of: cpu.seal_ns, "),
                             HasSubstr(", wire.publish_bytes, not \"cpu.seal\"; did you mean "
                                       "\"cpu.seal_ns\"?")));
  EXPECT_THAT(
      message_of(edited("    cipher: aes-128-eax",
                        "    cipher: aes-128-gcm\n    implementation: portable")),
      HasSubstr("s.yaml:8:21: aes-128-gcm has no implementation portable; allowed: auto, "));
  Overrides many;
  many.set = {"groups.0.clients=60000", "groups.1.clients=60000"};
  EXPECT_EQ(message_of(mini, many),
            "--set groups.1.clients=60000: more than 100000 clients in one run");
}

TEST(Load, bytes_that_are_not_utf8_are_refused) {
  EXPECT_EQ(message_of(edited("name: mini", "name: mini\nabout: \"\xff\xfe\"")),
            "s.yaml:3:8: \"about\" must be text in UTF-8, not \"\\xff\\xfe\"");
}

TEST(Load, a_missing_file_is_named) {
  try {
    static_cast<void>(load("no/such/file.yaml"));
    FAIL() << "loaded a file that does not exist";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::usage);
    EXPECT_STREQ(error.what(), "no/such/file.yaml: cannot open: No such file or directory");
  }
}

TEST(Load, hostile_texts_are_refused_and_nothing_else) {
  EXPECT_FALSE(accepts(""));
  EXPECT_FALSE(accepts(std::string(1, '\0')));
  EXPECT_FALSE(accepts(std::string(100'000, '[')));
  EXPECT_FALSE(accepts(std::string(100'000, '{')));
  EXPECT_FALSE(accepts("- " + std::string(1'000'000, '-')));
  EXPECT_FALSE(accepts(std::string(2'000'000, 'a')));
  std::string wide = "schema: mqseal-scenario/1\n";
  for (int i = 0; i < 1000; ++i) {
    wide += "k" + std::to_string(i) + ": 1\n";
  }
  EXPECT_FALSE(accepts(wide));
  EXPECT_TRUE(accepts(mini));
}

TEST(Load, damaged_texts_never_crash) {
  const std::string quickstart =
      base::read_file(std::filesystem::path(MQSEAL_SOURCE_DIR) / "scenarios" / "quickstart.yaml");
  base::Rng rng(1, "damage");
  int accepted = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string text = i % 2 == 0 ? mini : quickstart;
    const std::uint64_t edits = 1 + rng.below(4);
    for (std::uint64_t k = 0; k < edits; ++k) {
      const std::size_t at = rng.below(text.size());
      const std::size_t length = std::min<std::size_t>(rng.below(8), text.size() - at);
      constexpr std::string_view syntax = ":-{}[]\"'#&*!|>%@`\n\t ,0s\xff";
      switch (rng.below(3)) {
        case 0:
          text[at] = syntax[rng.below(syntax.size())];
          break;
        case 1:
          text.erase(at, length);
          break;
        default:
          text.insert(at, text.substr(rng.below(text.size()), 1 + rng.below(30)));
      }
    }
    accepted += accepts(text) ? 1 : 0;
  }
  EXPECT_GT(accepted, 0);  // edits inside comments and names leave a good scenario
}

}  // namespace
}  // namespace mqseal::scenario
