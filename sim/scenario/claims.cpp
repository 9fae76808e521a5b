// SPDX-License-Identifier: MIT
// The keys of `claims` and `evidence`, and what they must satisfy together.
#include "sim/scenario/claims.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/attack_rules.h"
#include "sim/scenario/factors.h"
#include "sim/scenario/key_builders.h"

namespace mqseal::scenario {
namespace {

KeyInfo bound(const char* name, const char* help) {
  return {.name = name, .kind = Kind::number, .help = help, .word = "none"};
}

/// What one piece of evidence lacks or has too much of; empty where nothing.
std::string fault_of(const Evidence& one) {
  const bool numeric = one.min || one.max;
  if (one.attack.empty() == one.fact.empty()) {
    return "evidence is of an attack or a fact: one of both";
  }
  if (!one.fact.empty() && (one.cipher.empty() || !numeric)) {
    return "a fact needs the cipher that it is about, and max, min or both";
  }
  if (one.fact.empty() && one.metric.empty() == one.expects.empty()) {
    return "evidence of an attack needs the verdict that the claim expects, or a metric";
  }
  if (numeric == one.metric.empty() && one.fact.empty()) {
    return "a metric needs max, min or both, and a verdict neither";
  }
  for (const auto& [key, level] : one.where) {
    if (find_factor(key) == nullptr) {
      return fmt::format("\"{}\" in where is no factor", key);
    }
  }
  return {};
}

}  // namespace

const Keys<Claim>& claim_keys() {
  static const Keys<Claim> keys{
      make::word<Claim>(
          {.name = "id", .kind = Kind::identifier, .help = "Short name.", .required = true},
          &Claim::id),
      make::text<Claim>(
          {.name = "sentence", .help = "The claim, as it was written.", .required = true},
          &Claim::sentence),
      make::text<Claim>({.name = "instead", .help = "What to write in its place."},
                        &Claim::instead),
      make::text<Claim>(
          {.name = "source", .help = "Where it stands, and what is known about it from outside."},
          &Claim::source)};
  return keys;
}

const Keys<Evidence>& evidence_keys() {
  static const Keys<Evidence> keys{
      make::word<Evidence>({.name = "claim",
                            .kind = Kind::identifier,
                            .help = "The claim that it is about.",
                            .required = true},
                           &Evidence::claim),
      make::text<Evidence>({.name = "shows", .help = "What is shown, in a few words."},
                           &Evidence::shows),
      make::text<Evidence>({.name = "attack", .help = "An attack of the scenario's runs."},
                           &Evidence::attack),
      make::text<Evidence>({.name = "case", .help = "One of its cases, instead of the whole."},
                           &Evidence::of_case),
      make::settings<Evidence>(
          {.name = "where", .help = "Factor levels of the runs that count; none: all of them."},
          &Evidence::where),
      make::text<Evidence>(
          {.name = "expects",
           .help = "The verdict that it would have if the claim were true: succeeded or blocked."},
          &Evidence::expects),
      make::text<Evidence>({.name = "metric", .help = "A number of the attack's, instead."},
                           &Evidence::metric),
      make::text<Evidence>(
          {.name = "fact", .help = "Instead of an attack: a number of ciphers.yaml, key_bits."},
          &Evidence::fact),
      make::text<Evidence>({.name = "cipher", .help = "The cipher that the fact is about."},
                           &Evidence::cipher),
      make::optional_number<Evidence>(
          bound("max", "The number would be at most this if the claim were true."), &Evidence::max),
      make::optional_number<Evidence>(
          bound("min", "The number would be at least this if the claim were true."),
          &Evidence::min)};
  return keys;
}

std::optional<Issue> check_claims(const Scenario& scenario) {
  for (std::size_t i = 0; i < scenario.evidence.size(); ++i) {
    const Evidence& one = scenario.evidence[i];
    const std::string path = fmt::format("evidence.{}", i);
    if (std::ranges::find(scenario.claims, one.claim, &Claim::id) == scenario.claims.end()) {
      return Issue{path, fmt::format("no element of \"claims\" has the id \"{}\"", one.claim)};
    }
    if (!one.attack.empty() && find_attack_name(one.attack) == nullptr) {
      return Issue{path, fmt::format("there is no attack \"{}\"", one.attack)};
    }
    if (!one.expects.empty() && one.expects != "succeeded" && one.expects != "blocked") {
      return Issue{path + ".expects", "a claim expects succeeded or blocked"};
    }
    if (std::string fault = fault_of(one); !fault.empty()) {
      return Issue{path, std::move(fault)};
    }
  }
  for (std::size_t i = 0; i < scenario.claims.size(); ++i) {
    const std::string& id = scenario.claims[i].id;
    if (std::ranges::count(scenario.claims, id, &Claim::id) > 1) {
      return Issue{fmt::format("claims.{}", i), fmt::format("two claims are called {}", id)};
    }
    if (std::ranges::find(scenario.evidence, id, &Evidence::claim) == scenario.evidence.end()) {
      return Issue{fmt::format("claims.{}", i),
                   fmt::format("no element of \"evidence\" is about {}", id)};
    }
  }
  return std::nullopt;
}

}  // namespace mqseal::scenario
