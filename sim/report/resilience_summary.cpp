// SPDX-License-Identifier: MIT
// Attacks on a terminal: one line a figure, the arms side by side.
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/report/analyse_resilience.h"
#include "sim/report/fields.h"
#include "sim/report/harm_figures.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

std::string place_of(const json& entry) {
  const std::string where = text(entry, "where");
  return where.empty() ? text(entry, "title") : where + ": " + text(entry, "title");
}

const json* entry_of(const json& result,
                     const std::string& place,
                     const std::string& arm,
                     const char* metric) {
  for (const json& entry : rows(result, "resilience")) {
    if (place_of(entry) == place && text(entry, "arm") == arm && text(entry, "metric") == metric) {
      return &entry;
    }
  }
  return nullptr;
}

std::string value_text(const json* entry, const char* field, double scale) {
  const auto value = entry == nullptr ? std::nullopt : number(*entry, field);
  return value ? number_text(*value * scale) : "-";
}

std::string judged(const json* entry, double scale) {
  if (entry == nullptr) {
    return "-";
  }
  const std::string verdict = text(*entry, "verdict");
  const char* sign = verdict == "harm" ? "harm" : verdict == "no harm" ? "ok  " : "?   ";
  return value_text(entry, "value", scale) + " " + sign;
}

}  // namespace

std::string resilience_summary(const json& result) {
  std::vector<std::string> places;
  for (const json& entry : rows(result, "resilience")) {
    if (std::ranges::find(places, place_of(entry)) == places.end()) {
      places.push_back(place_of(entry));
    }
  }
  std::string out;
  for (const std::string& place : places) {
    out += fmt::format("{:<32}{:>12}{:>12}{:>16}{:>16}\n",
                       place.substr(0, 31),
                       "no attack",
                       "alone",
                       "attack",
                       "defended");
    for (const HarmFigure& line : harm_figures) {
      const json* attack = entry_of(result, place, "attack", line.metric);
      if (attack != nullptr) {
        out += fmt::format("  {:<30}{:>12}{:>12}{:>16}{:>16}\n",
                           fmt::format("{}, {}", line.name, line.unit),
                           value_text(attack, "none", line.scale),
                           value_text(attack, "sink", line.scale),
                           judged(attack, line.scale),
                           judged(entry_of(result, place, "defended", line.metric), line.scale));
      }
    }
  }
  return out.empty() ? out
                     : out +
                           "medians while the attack ran; alone: the attacker without a broker; "
                           "harm: beyond that\n\n";
}

}  // namespace mqseal::report
