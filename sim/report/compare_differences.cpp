// SPDX-License-Identifier: MIT
// differences_of: what two results do not have in common.
#include <algorithm>
#include <array>
#include <set>

#include <nlohmann/json.hpp>

#include "sim/report/compare.h"
#include "sim/report/fields.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

struct Fact {
  const char *what, *path;
  bool refuses;
};

/// Those that refuse make other numbers by themselves, whatever the program does.
constexpr std::array<Fact, 20> facts{{
    {"processor", "host.cpu_model", true},
    {"processors", "host.cores", true},
    {"processors allowed", "host.cores_allowed", true},
    {"processor features", "host.cpu_flags", true},
    {"virtual machine", "host.virtualisation", true},
    {"clients and their traffic", "scenario.groups", true},
    {"length of the phases", "scenario.phases", true},
    {"factors and levels", "scenario.matrix", true},
    {"broker settings", "scenario.broker", true},
    {"sanitizers", "tool.sanitizers", true},
    {"build type", "tool.build_type", true},
    {"invented data", "invented", true},
    {"kernel", "host.kernel", false},
    {"libraries", "host.libraries", false},
    {"commit", "tool.git", false},
    {"compiler", "tool.compiler", false},
    {"flags", "tool.flags", false},
    {"rounds", "scenario.rounds", false},
    {"seed", "seed", false},
    {"declared metrics", "scenario.primary", false},
}};

std::string shown(const json& value) {
  return value.is_null() ? "–" : value.is_string() ? value.get<std::string>() : value.dump();
}

/// Where two values part: the path inside them and both sides. A key that only one side has is no
/// difference: another version of mqseal may record more.
struct Parting {
  std::string path, base, other;
};

std::optional<Parting> parting_of(const json& base, const json& other, const std::string& path) {
  if (base.is_object() && other.is_object()) {
    for (const auto& [key, value] : base.items()) {
      if (other.contains(key)) {
        if (auto parting = parting_of(value, other.at(key), path + "." + key)) {
          return parting;
        }
      }
    }
    return std::nullopt;
  }
  if (base.is_array() && other.is_array() && base.size() == other.size()) {
    for (std::size_t i = 0; i < base.size(); ++i) {
      if (auto parting = parting_of(base[i], other[i], path + "." + std::to_string(i))) {
        return parting;
      }
    }
    return std::nullopt;
  }
  return base == other ? std::nullopt : std::optional(Parting{path, shown(base), shown(other)});
}

/// "mosquitto 2.0.11", over all runs.
std::string brokers_of(const json& result) {
  std::set<std::string> seen;
  for (const json& run : rows(result, "runs")) {
    seen.insert(text(run, "broker.kind", "?") + " " + text(run, "broker.version", "?"));
  }
  std::string words;
  for (const std::string& broker : seen) {
    words += (words.empty() ? "" : ", ") + broker;
  }
  return words;
}

/// "aes-128-gcm botan, ...": which code ran for each cipher.
std::string implementations_of(const json& result) {
  std::set<std::string> seen;
  for (const json& run : rows(result, "runs")) {
    seen.insert(text(run, "factors.cipher", "none") + " " + text(run, "implementation"));
  }
  std::string words;
  for (const std::string& one : seen) {
    words += (words.empty() ? "" : ", ") + one;
  }
  return words;
}

}  // namespace

json differences_of(const json& base, const json& other) {
  json out = json::array();
  const auto add = [&](const char* what, const std::string& a, const std::string& b, bool refuses) {
    if (a != b) {
      out.push_back({{"what", what}, {"base", a}, {"new", b}, {"refuses", refuses}});
    }
  };
  add("broker", brokers_of(base), brokers_of(other), true);
  for (const Fact& fact : facts) {
    const json *a = find(base, fact.path), *b = find(other, fact.path);
    if (a == nullptr || b == nullptr) {
      add(fact.what, a == nullptr ? "–" : shown(*a), b == nullptr ? "–" : shown(*b), fact.refuses);
    } else if (const auto parting = parting_of(*a, *b, "")) {
      out.push_back(
          {{"what",
            fact.what + (parting->path.empty() ? "" : " (" + parting->path.substr(1) + ")")},
           {"base", parting->base},
           {"new", parting->other},
           {"refuses", fact.refuses}});
    }
  }
  add("implementations", implementations_of(base), implementations_of(other), false);
  return out;
}

}  // namespace mqseal::report
