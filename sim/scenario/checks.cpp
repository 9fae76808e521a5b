// SPDX-License-Identifier: MIT
// Rules of envelope.md and MQTT over one variant, and of a scenario as a whole.
#include "sim/scenario/checks.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "sim/base/units.h"
#include "sim/scenario/attack_rules.h"
#include "sim/scenario/cipher_rules.h"
#include "sim/scenario/envelope_config.h"
#include "sim/scenario/sealing_rules.h"
#include "sim/scenario/traffic_rules.h"

namespace mqseal::scenario {
namespace {

constexpr std::size_t max_clients = 100'000;
constexpr std::size_t label_bytes = 12;        // sim/fleet: sender and sequence
constexpr std::size_t max_topic_bytes = 1024;  // of the text in the file, before {client}

std::string path_of(std::size_t group, std::string_view key) {
  return fmt::format("groups.{}.{}", group, key);
}

std::string tag_list(const CipherRules& rules) {
  std::string text;
  for (const std::size_t tag : rules.tags) {
    text += (text.empty() ? "" : ", ") + base::format_bytes(tag);
  }
  return text;
}

std::string word_list(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::optional<Issue> check_topic(std::size_t index, const Group& group) {
  std::string fault = group.topic.size() > max_topic_bytes
                          ? fmt::format("it is longer than {} bytes", max_topic_bytes)
                          : "";
  if (fault.empty()) {
    const std::string topic = expand_topic(group.topic, group.name, group.clients - 1);
    fault = group.role == Role::publisher ? topic_name_fault(topic) : topic_filter_fault(topic);
  }
  if (fault.empty() && group.topic.find_first_of("{}") != std::string::npos) {
    const std::string rest = expand_topic(group.topic, "", 0);
    if (rest.find_first_of("{}") != std::string::npos) {
      fault = "the only placeholders are {group} and {client}";
    }
  }
  if (fault.empty()) {
    return std::nullopt;
  }
  return Issue{path_of(index, "topic"),
               fmt::format("\"{}\" is not a topic {}: {}",
                           group.topic.substr(0, 100),
                           group.role == Role::publisher ? "to publish to" : "filter",
                           fault)};
}

std::optional<Issue> check_tag(std::size_t index, const Group& group, const CipherRules& rules) {
  if (group.tag_bytes == 0 || std::ranges::find(rules.tags, group.tag_bytes) != rules.tags.end()) {
    return std::nullopt;
  }
  if (rules.none) {
    return Issue{path_of(index, "tag_bytes"), "cipher none has no tag; allowed: default"};
  }
  return Issue{path_of(index, "tag_bytes"),
               fmt::format("a tag of {} does not go with {}; allowed: {}, or default ({})",
                           base::format_bytes(group.tag_bytes),
                           rules.id,
                           tag_list(rules),
                           base::format_bytes(rules.tag_default))};
}

std::optional<Issue> check_implementation(std::size_t index,
                                          const Group& group,
                                          const CipherRules& rules) {
  const auto& known = rules.implementations;
  if (group.implementation.empty()) {
    return std::nullopt;
  }
  if (rules.none) {
    return Issue{path_of(index, "implementation"),
                 "cipher none has no implementation to choose; allowed: auto"};
  }
  if (std::ranges::find(known, group.implementation) == known.end()) {
    return Issue{path_of(index, "implementation"),
                 fmt::format("{} has no implementation {}; allowed: auto, {}",
                             rules.id,
                             group.implementation,
                             word_list(known))};
  }
  return std::nullopt;
}

/// What the envelope itself has against a combination that is right otherwise.
std::optional<Issue> check_format(std::size_t index, const Group& group) {
  envelope::Config config = envelope_of(group, 1);
  config.implementation.clear();  // which of them this CPU has is check_cpu()'s question
  try {
    envelope::validate(config);
    const std::size_t longest = envelope::longest_plaintext(config);
    if (group.payload_bytes.largest() > longest) {
      return Issue{path_of(index, "payload_bytes"),
                   fmt::format("format {} with {} takes at most {}",
                               group.format,
                               group.cipher,
                               base::format_bytes(longest))};
    }
  } catch (const std::invalid_argument& error) {
    const std::string_view what = error.what();
    return Issue{path_of(index, what.substr(0, what.find(':'))), std::string(what)};
  }
  return std::nullopt;
}

std::optional<Issue> check_envelope(const Scenario& scenario,
                                    std::size_t index,
                                    const Group& group) {
  const CipherRules* rules = find_rules(group.cipher);
  if (rules == nullptr) {
    return Issue{
        path_of(index, "cipher"),
        fmt::format(
            "there is no cipher \"{}\"; allowed: {}", group.cipher, word_list(cipher_ids()))};
  }
  if (group.format == "raw" && !rules->none) {
    return Issue{path_of(index, "format"),
                 fmt::format("format raw carries the payload alone, so it does not go with cipher "
                             "{}; allowed: cipher none, or format compact",
                             group.cipher)};
  }
  const bool labelled = group.format == "raw" || group.format == "lab";
  if (labelled && group.payload_bytes.smallest() < label_bytes) {
    return Issue{path_of(index, "payload_bytes"),
                 fmt::format("in format {} the payload itself says who sent what, which takes {}; "
                             "allowed: {} and more",
                             group.format,
                             base::format_bytes(label_bytes),
                             base::format_bytes(label_bytes))};
  }
  if (group.nonce == "fixed" && !scenario.lab_mistakes) {
    return Issue{path_of(index, "nonce"),
                 "nonce fixed repeats keystream; allowed only with lab_mistakes: true"};
  }
  if (auto issue = check_tag(index, group, *rules)) {
    return issue;
  }
  if (auto issue = check_implementation(index, group, *rules)) {
    return issue;
  }
  auto issue = check_format(index, group);
  return issue ? issue : check_sealing(index, group);
}

std::optional<Issue> check_group(const Scenario& scenario, std::size_t index, const Group& group) {
  if (group.clients == 0) {
    return Issue{path_of(index, "clients"), "a group needs at least one client"};
  }
  if (group.keep_alive_s > 0 && group.keep_alive_s < 5) {
    return Issue{
        path_of(index, "keep_alive"),
        fmt::format("a keep alive of {}s does not go with libmosquitto; allowed: 0s (off), "
                    "or 5s and more",
                    group.keep_alive_s)};
  }
  if (auto issue = check_topic(index, group)) {
    return issue;
  }
  if (auto issue = check_traffic(scenario, index, group)) {
    return issue;
  }
  return group.role == Role::publisher ? check_envelope(scenario, index, group) : std::nullopt;
}

std::optional<Issue> check_thresholds(const Scenario& scenario,
                                      const std::vector<Variant>& variants) {
  std::set<std::string> ciphers;
  for (const Variant& variant : variants) {
    for (const Group& group : variant.groups) {
      if (group.role == Role::publisher) {
        ciphers.insert(group.cipher);
      }
    }
  }
  for (std::size_t i = 0; i < scenario.thresholds.size(); ++i) {
    const Threshold& threshold = scenario.thresholds[i];
    if (!threshold.max && !threshold.min) {
      return Issue{fmt::format("thresholds.{}", i), "a threshold needs max, min or both"};
    }
    if (threshold.max && threshold.min && *threshold.max < *threshold.min) {
      return Issue{fmt::format("thresholds.{}.min", i), "min is above max: nothing can pass"};
    }
    if (threshold.where != "*" && !ciphers.contains(threshold.where)) {
      return Issue{fmt::format("thresholds.{}.where", i),
                   fmt::format("no run has cipher \"{}\"; allowed: * (all runs), {}",
                               threshold.where,
                               fmt::join(ciphers, ", "))};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Issue> check(const Scenario& scenario, const std::vector<Variant>& variants) {
  std::set<std::string> names;
  bool publishes = false;
  for (std::size_t i = 0; i < scenario.groups.size(); ++i) {
    const Group& group = scenario.groups[i];
    if (!names.insert(group.name).second) {
      return Issue{path_of(i, "name"),
                   fmt::format("two groups have the name \"{}\"; names must differ", group.name)};
    }
    publishes = publishes || group.role == Role::publisher;
  }
  if (!publishes) {
    return Issue{"groups", "no group publishes; at least one needs role: publisher"};
  }
  const bool fleet = std::ranges::any_of(
      variants, [](const Variant& variant) { return !is_security(variant.attack); });
  if (fleet && scenario.phases.measure <= 0) {
    return Issue{"phases.measure", "the measured window must be longer than 0s"};
  }
  for (const auto& issue : {check_broker(scenario.broker),
                            check_faults(scenario),
                            check_attacks(scenario, variants),
                            check_flood(scenario)}) {
    if (issue) {
      return issue;
    }
  }
  return check_thresholds(scenario, variants);
}

std::optional<Issue> check_groups(const Scenario& scenario, const Variant& variant) {
  std::size_t clients = 0;
  for (std::size_t i = 0; i < variant.groups.size(); ++i) {
    if (auto issue = check_group(scenario, i, variant.groups[i])) {
      return issue;
    }
    clients += variant.groups[i].clients;
    if (clients > max_clients) {
      return Issue{path_of(i, "clients"),
                   fmt::format("more than {} clients in one run", max_clients)};
    }
  }
  return std::nullopt;
}

std::optional<Issue> check_flows(const Variant& variant) {
  for (std::size_t to = 0; to < variant.groups.size(); ++to) {
    const Group* first = nullptr;
    for (const FlowShape& flow : variant.flows) {
      if (flow.to != to) {
        continue;
      }
      const Group& from = variant.groups[flow.from];
      const auto envelope = [](const Group& group) {
        return std::tie(group.cipher,
                        group.implementation,
                        group.format,
                        group.cose_private,
                        group.nonce,
                        group.tag_bytes,
                        group.keys,
                        group.limits);
      };
      if (first != nullptr && envelope(*first) != envelope(from)) {
        return Issue{path_of(to, "topic"),
                     fmt::format("group \"{}\" hears \"{}\" and \"{}\", which seal differently; "
                                 "give each its own topic and its own subscribers",
                                 variant.groups[to].name,
                                 first->name,
                                 from.name)};
      }
      first = &from;
    }
    if (first == nullptr && variant.groups[to].role == Role::subscriber) {
      return Issue{path_of(to, "topic"),
                   fmt::format("the filter \"{}\" of group \"{}\" matches no publisher's topic; "
                               "{{group}} stands for the subscriber's own name here",
                               variant.groups[to].topic,
                               variant.groups[to].name)};
    }
  }
  return std::nullopt;
}

}  // namespace mqseal::scenario
