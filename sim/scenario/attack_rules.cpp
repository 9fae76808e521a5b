// SPDX-License-Identifier: MIT
#include "sim/scenario/attack_rules.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/base/text.h"

namespace mqseal::scenario {
namespace {

constexpr std::array<std::string_view, 4> verdicts = {
    "succeeded", "blocked", "inconclusive", "not_measured"};

std::optional<Issue> check_predictions(const std::string& path,
                                       const std::map<std::string, std::string>& predictions) {
  for (const auto& [id, verdict] : predictions) {
    if (find_attack_name(id) == nullptr) {
      std::vector<std::string_view> ids;
      for (const AttackName& name : attack_names()) {
        ids.push_back(name.id);
      }
      return Issue{path,
                   fmt::format("there is no attack \"{}\"; allowed: {}", id, base::join(ids))};
    }
    if (std::ranges::find(verdicts, verdict) == verdicts.end()) {
      return Issue{
          path,
          fmt::format(
              "\"{}\" is no verdict of {}; allowed: {}", verdict, id, base::join(verdicts))};
    }
  }
  return std::nullopt;
}

std::optional<Issue> check_defence_levels(const Scenario& scenario) {
  for (const Factor& factor : scenario.matrix) {
    for (std::size_t i = 0; factor.key == "defence" && i < factor.levels.size(); ++i) {
      const std::string& level = factor.levels[i];
      if (level != "none" &&
          std::ranges::find(scenario.defences, level, &Defence::name) == scenario.defences.end()) {
        return Issue{fmt::format("matrix.defence.{}", i),
                     fmt::format("no element of \"defences\" is called \"{}\"", level)};
      }
    }
  }
  return std::nullopt;
}

bool asks_for_certificates(const BrokerSettings& broker) {
  for (const char* key : {"tls.require_certificate", "require_certificate"}) {
    const auto found = broker.settings.find(key);
    if (found != broker.settings.end()) {
      return found->second != "false";
    }
  }
  return true;
}

std::optional<Issue> check_transport(const Variant& variant, std::size_t index) {
  const Transport transport = variant.groups[index].transport;
  const std::string path = fmt::format("groups.{}.transport", index);
  const Listeners missing = transport == Transport::plain ? Listeners::tls : Listeners::plain;
  if (variant.broker.listeners == missing) {
    return Issue{path,
                 fmt::format("transport {} has no port where broker.listeners is {}",
                             to_string(transport),
                             to_string(variant.broker.listeners))};
  }
  if (transport == Transport::tls && asks_for_certificates(variant.broker)) {
    return Issue{path,
                 "transport tls shows no certificate, and the broker asks for one; set "
                 "broker.settings {tls.require_certificate: false}, or use mtls"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Issue> check_attacks(const Scenario& scenario, const std::vector<Variant>& variants) {
  if (auto issue = check_defence_levels(scenario)) {
    return issue;
  }
  if (auto issue = check_claims(scenario)) {
    return issue;
  }
  for (const Variant& variant : variants) {
    const auto& attacks = variant.attack.attacks;
    const auto kind = [](const std::string& id) { return find_attack_name(id)->kind; };
    if (std::ranges::adjacent_find(attacks, std::ranges::not_equal_to{}, kind) != attacks.end()) {
      return Issue{"attacks",
                   "security attacks and denial of service do not go into one run; give each a "
                   "scenario of its own"};
    }
    for (const auto& [path, predictions] :
         {std::pair("security.expect", &variant.attack.security.expect),
          std::pair("security.expect_insider", &variant.attack.security.expect_insider)}) {
      if (auto issue = check_predictions(path, *predictions)) {
        return issue;
      }
    }
  }
  return std::nullopt;
}

std::optional<Issue> check_setup(const Variant& variant) {
  for (std::size_t i = 0; i < variant.groups.size(); ++i) {
    if (auto issue = check_transport(variant, i)) {
      return issue;
    }
  }
  if (!is_security(variant.attack)) {
    return std::nullopt;
  }
  for (const Role role : {Role::publisher, Role::subscriber}) {
    if (std::ranges::count(variant.groups, role, &Group::role) != 1) {
      return Issue{"groups",
                   "security attacks take their victims from one group of publishers and one of "
                   "subscribers"};
    }
  }
  return std::nullopt;
}

}  // namespace mqseal::scenario
