// SPDX-License-Identifier: MIT
// The matrix as an odometer, and what follows from a combination.
#include "sim/scenario/variant.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/scenario/attack_rules.h"
#include "sim/scenario/checks.h"
#include "sim/scenario/factors.h"

namespace mqseal::scenario {
namespace {

constexpr std::size_t max_groups_of_a_plan = 200'000;

std::size_t count_variants(const Scenario& scenario) {
  const std::size_t groups = std::max<std::size_t>(scenario.groups.size(), 1);
  const auto rounds = static_cast<std::size_t>(std::max(scenario.rounds, 1));
  std::size_t count = 1;
  for (const Factor& factor : scenario.matrix) {
    count *= factor.levels.size();
    if ((count + 1) * rounds * groups > max_groups_of_a_plan) {
      throw base::Error(base::ExitCode::usage,
                        fmt::format("{}: the matrix makes too many runs ({} combinations or more, "
                                    "{} rounds, {} groups); at most {} groups over all runs",
                                    scenario.file,
                                    count,
                                    rounds,
                                    groups,
                                    max_groups_of_a_plan));
    }
  }
  return count;
}

/// `none` has neither implementation nor tag nor batches: those factors do not touch it.
void clear_settings_of_none(const Scenario& scenario, std::vector<Group>& groups) {
  const bool varied = std::ranges::any_of(scenario.matrix, [](const Factor& factor) {
    return factor.key == "cipher" || factor.key == "implementation" || factor.key == "tag_bytes" ||
           factor.key == "sealing";
  });
  for (Group& group : groups) {
    if (varied && group.cipher == "none") {
      group.implementation.clear();
      group.tag_bytes = 0;
      group.sealing = "single";
    }
  }
}

void defend(const FloodDefence& defence, BrokerSettings& broker) {
  for (const auto& [name, value] : defence.settings) {
    broker.settings[name] = value;
  }
  for (const auto& [name, text] : defence.files) {
    broker.files[name] = text;
  }
  if (defence.nofile != 0) {
    broker.nofile = defence.nofile;
  }
  if (!defence.key_type.empty()) {
    broker.key_type =
        defence.key_type == to_string(KeyType::rsa_2048) ? KeyType::rsa_2048 : KeyType::ecdsa_p256;
  }
}

void name_arm(Variant& variant) {
  const FloodSettings& flood = *variant.flood;
  const bool defended = flood.arm == Arm::defended;
  variant.factors["attack"] = flood.arm == Arm::none ? "none" : flood.id;
  variant.factors["defence"] = defended ? flood.defence.name : "none";
}

Variant make_variant(const Scenario& scenario, const std::vector<std::size_t>& levels) {
  Variant variant;
  variant.levels = levels;
  variant.groups = scenario.groups;
  variant.broker = scenario.broker;
  variant.faults = scenario.faults;
  variant.attack = scenario.attack;
  variant.flood = scenario.flood;
  const Settings settings{variant.groups,
                          variant.broker,
                          variant.faults,
                          variant.attack,
                          scenario.defences,
                          variant.flood};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const Factor& factor = scenario.matrix[i];
    const FactorInfo* info = find_factor(factor.key);
    if (info == nullptr || !info->planned.empty()) {
      throw base::Error(base::ExitCode::usage,
                        fmt::format("{}: the matrix has \"{}\", which is no factor of this version",
                                    scenario.file,
                                    factor.key));
    }
    apply_level(*info, factor.levels[levels[i]], settings);
  }
  if (variant.flood && variant.flood->arm == Arm::defended) {
    defend(variant.flood->defence, variant.broker);
  }
  clear_settings_of_none(scenario, variant.groups);
  for (const FactorInfo& info : factors()) {
    if (const auto level = uniform_level(info, settings)) {
      variant.factors[info.key] = *level;
    }
  }
  for (std::size_t i = 0; i < levels.size(); ++i) {
    variant.factors[scenario.matrix[i].key] = scenario.matrix[i].levels[levels[i]];
  }
  if (variant.flood) {
    name_arm(variant);
  }
  return variant;
}

void copy_envelope(const Group& from, Group& to) {
  to.cipher = from.cipher;
  to.implementation = from.implementation;
  to.format = from.format;
  to.cose_private = from.cose_private;
  to.nonce = from.nonce;
  to.tag_bytes = from.tag_bytes;
  to.keys = from.keys;
  to.limits = from.limits;
}

}  // namespace

std::vector<Variant> expand(const Scenario& scenario) {
  const std::size_t count = count_variants(scenario);
  std::vector<Variant> variants;
  variants.reserve(count);
  std::vector<std::size_t> levels(scenario.matrix.size(), 0);
  for (std::size_t n = 0; n < count; ++n) {
    variants.push_back(make_variant(scenario, levels));
    for (std::size_t i = levels.size(); i-- > 0;) {
      if (++levels[i] < scenario.matrix[i].levels.size()) {
        break;
      }
      levels[i] = 0;
    }
  }
  return variants;
}

std::size_t baseline_of(const Scenario& scenario, const std::vector<Variant>& variants) {
  std::vector<std::size_t> wanted(scenario.matrix.size(), 0);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto& levels = scenario.matrix[i].levels;
    const auto none = std::ranges::find(levels, "none");
    if (scenario.matrix[i].key == "cipher" && none != levels.end()) {
      wanted[i] = static_cast<std::size_t>(none - levels.begin());
    }
  }
  const auto found = std::ranges::find(variants, wanted, &Variant::levels);
  return static_cast<std::size_t>(found - variants.begin());
}

std::optional<Issue> settle(const Scenario& scenario, Variant& variant) {
  if (auto issue = check_groups(scenario, variant)) {
    return issue;
  }
  if (auto issue = check_setup(variant)) {
    return issue;
  }
  variant.flows = flows_between(variant.groups);
  if (auto issue = check_flows(variant)) {
    return issue;
  }
  std::uint32_t next_sender = 1;
  for (Group& group : variant.groups) {
    if (group.role == Role::publisher) {
      group.first_sender = next_sender;
      next_sender += static_cast<std::uint32_t>(group.clients);
    }
  }
  for (const FlowShape& flow : variant.flows) {
    copy_envelope(variant.groups[flow.from], variant.groups[flow.to]);
    variant.groups[flow.to].longest_heard = std::max(
        variant.groups[flow.to].longest_heard, variant.groups[flow.from].payload_bytes.largest());
  }
  return std::nullopt;
}

}  // namespace mqseal::scenario
