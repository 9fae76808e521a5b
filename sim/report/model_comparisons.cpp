// SPDX-License-Identifier: MIT
#include "sim/report/model_comparisons.h"

#include <algorithm>
#include <set>

#include "sim/report/stats/inversion.h"

namespace mqseal::report {
namespace {

using ByRound = std::map<int, const Observation*>;

/// All runs at one combination of the other factors.
struct Cell {
  Levels at;
  std::map<std::string, ByRound> levels;
  std::map<std::string, ByRound> controls;
};

Levels others(const Observation& observation,
              const std::vector<std::string>& varied,
              const std::string& factor) {
  Levels at;
  for (const std::string& key : varied) {
    if (key != factor) {
      at[key] = observation.level(key);
    }
  }
  return at;
}

std::vector<Cell> cells_of(const std::vector<Observation>& observations,
                           const std::vector<std::string>& varied,
                           const std::string& factor) {
  std::map<Levels, Cell> cells;
  for (const Observation& observation : observations) {
    const Levels at = others(observation, varied, factor);
    Cell& cell = cells[at];
    cell.at = at;
    auto& side = observation.control ? cell.controls : cell.levels;
    side[observation.level(factor)][observation.round] = &observation;
  }
  std::vector<Cell> out;
  for (auto& [at, cell] : cells) {
    out.push_back(std::move(cell));
  }
  return out;
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string::npos;
}

/// The scenario's order; what it does not list comes after, by value.
std::vector<std::string> ordered(const Cell& cell,
                                 const std::string& factor,
                                 const Design& design) {
  std::vector<std::string> order;
  const auto known = design.matrix.find(factor);
  if (known != design.matrix.end()) {
    for (const std::string& level : known->second) {
      if (cell.levels.contains(level)) {
        order.push_back(level);
      }
    }
  }
  std::vector<std::string> rest;
  for (const auto& [level, rounds] : cell.levels) {
    if (std::find(order.begin(), order.end(), level) == order.end()) {
      rest.push_back(level);
    }
  }
  std::stable_sort(rest.begin(), rest.end(), [](const std::string& a, const std::string& b) {
    return is_number(a) && is_number(b) && std::stod(a) < std::stod(b);
  });
  order.insert(order.end(), rest.begin(), rest.end());
  return order;
}

std::string baseline_of(const std::vector<std::string>& order) {
  for (const char* natural : {"none", "plain"}) {
    if (std::find(order.begin(), order.end(), natural) != order.end()) {
      return natural;
    }
  }
  return order.front();
}

/// The reference cipher, or else the first cipher that is not plaintext; empty where none ran.
std::string reference_of(const std::vector<std::string>& order) {
  const std::string usual(reference_cipher);
  if (std::find(order.begin(), order.end(), usual) != order.end()) {
    return usual;
  }
  const auto first = std::find_if(
      order.begin(), order.end(), [](const std::string& level) { return level != "none"; });
  return first == order.end() ? std::string() : *first;
}

std::vector<Pair> pair_up(const ByRound& levels,
                          const ByRound& baselines,
                          const MetricRule& metric) {
  std::vector<Pair> pairs;
  for (const auto& [round, observation] : levels) {
    const auto other = baselines.find(round);
    if (other == baselines.end()) {
      continue;
    }
    const auto level = observation->value(metric), baseline = other->second->value(metric);
    if (level && baseline) {
      pairs.push_back({round, *level, *baseline});
    }
  }
  return pairs;
}

void add_implementations(Comparison& comparison, const ByRound& level, const ByRound& baseline) {
  const Observation &a = *level.begin()->second, &b = *baseline.begin()->second;
  comparison.level_implementation = a.implementation();
  comparison.baseline_implementation = b.implementation();
  comparison.aes_mixed = a.level("cipher") != "none" && b.level("cipher") != "none" &&
                         a.uses_aes_instructions() != b.uses_aes_instructions();
}

Comparison blank(const Cell& cell, const MetricRule& metric, const std::string& factor) {
  Comparison out;
  out.metric = metric;
  out.factor = factor;
  out.at = cell.at;
  out.of_flow = cell.levels.begin()->second.begin()->second->flow != nullptr;
  return out;
}

/// The A/A control of this cell, if it has one.
void add_control(std::vector<Comparison>& out,
                 const Cell& cell,
                 const Comparison& form,
                 const std::string& reference) {
  for (const auto& [level, rounds] : cell.controls) {
    const auto twin = cell.levels.find(level);
    if (twin == cell.levels.end()) {
      continue;
    }
    Comparison control = form;
    control.control = true;
    control.level = control.baseline = level;
    control.pairs = pair_up(rounds, twin->second, form.metric);
    add_implementations(control, rounds, twin->second);
    if (!reference.empty()) {
      std::vector<double> values;
      for (const auto& [round, observation] : cell.levels.at(reference)) {
        if (const auto value = observation->value(form.metric)) {
          values.push_back(*value);
        }
      }
      control.reference = reference;
      control.reference_value = values.empty() ? 0 : sample_median(values);
    }
    out.push_back(std::move(control));
  }
}

void compare_cell(std::vector<Comparison>& out,
                  const Cell& cell,
                  const MetricRule& metric,
                  const std::string& factor,
                  bool with_control,
                  const Design& design) {
  if (cell.levels.empty()) {
    return;
  }
  const std::vector<std::string> order = ordered(cell, factor, design);
  const std::string plain = baseline_of(order);
  const bool by_reference = metric.against_reference && factor == "cipher";
  const std::string reference = by_reference ? reference_of(order) : std::string();
  const Comparison form = blank(cell, metric, factor);
  if (with_control && !(metric.against_reference && reference.empty())) {
    add_control(out, cell, form, reference);
  }
  for (const std::string& level : order) {
    if (level == plain) {
      continue;
    }
    const ByRound& runs = cell.levels.at(level);
    const Observation& first = *runs.begin()->second;
    if (metric.against_reference && !by_reference && first.level("cipher") == "none") {
      continue;  // what plaintext takes to seal nothing is no result at any level
    }
    Comparison comparison = form;
    comparison.level = level;
    comparison.is_reference = by_reference && level == reference;
    comparison.baseline = by_reference && !comparison.is_reference ? reference : plain;
    const ByRound& baseline = cell.levels.at(comparison.baseline);
    add_implementations(comparison, runs, baseline);
    if (!comparison.is_reference) {
      comparison.pairs = pair_up(runs, baseline, metric);
    }
    if (by_reference && plain == "none") {
      comparison.to_plaintext = pair_up(runs, cell.levels.at(plain), metric);
    }
    out.push_back(std::move(comparison));
  }
}

/// A factor that takes one level for each cipher and differs between ciphers was not varied: it
/// comes with the cipher (its implementation, its tag).
bool follows_cipher(const std::vector<Observation>& observations, const std::string& factor) {
  std::map<std::string, std::set<std::string>> by_cipher;
  for (const Observation& observation : observations) {
    by_cipher[observation.level("cipher")].insert(observation.level(factor));
  }
  return by_cipher.size() > 1 &&
         std::all_of(by_cipher.begin(), by_cipher.end(), [](const auto& entry) {
           return entry.second.size() == 1;
         });
}

}  // namespace

std::vector<std::string> varied_factors(const std::vector<Observation>& observations,
                                        const Design& design) {
  std::map<std::string, std::set<std::string>> levels;
  bool flows = false;
  for (const Observation& observation : observations) {
    flows = flows || observation.flow != nullptr;
    for (const auto& [factor, level] : observation.factors) {
      levels[factor].insert(level);
    }
  }
  std::vector<std::string> varied;
  for (const auto& [factor, seen] : levels) {
    if (seen.size() < 2) {
      continue;
    }
    const bool wanted = design.matrix.empty()
                            ? factor == "cipher" || !follows_cipher(observations, factor)
                            : design.matrix.contains(factor);
    if (wanted || (flows && factor == "transport")) {
      varied.push_back(factor);
    }
  }
  return varied;
}

std::vector<Comparison> comparisons_of(const std::vector<Observation>& observations,
                                       const MetricRule& metric,
                                       const Design& design,
                                       const std::vector<std::string>& factors) {
  std::vector<std::string> varied = varied_factors(observations, design);
  const bool of_cipher = std::find(varied.begin(), varied.end(), "cipher") != varied.end();
  if (varied.empty()) {
    varied.emplace_back("cipher");  // one level, and perhaps its control
  }
  const std::string with_control = of_cipher ? "cipher" : varied.front();
  std::vector<Comparison> out;
  for (const std::string& factor : varied) {
    if (!factors.empty() && std::find(factors.begin(), factors.end(), factor) == factors.end()) {
      continue;
    }
    for (const Cell& cell : cells_of(observations, varied, factor)) {
      compare_cell(out, cell, metric, factor, factor == with_control, design);
    }
  }
  return out;
}

}  // namespace mqseal::report
