// SPDX-License-Identifier: MIT
#include "sim/report/decide_values.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/stats/round_test.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

bool starts_with(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

bool is_latency(std::string_view path) {
  return starts_with(path, "latency_us.");
}

bool is_count(std::string_view path) {
  return starts_with(path, "counts.") || path == "connect.failed";
}

Reading exact(double value, std::string where = {}) {
  return {std::move(where), value, value, value, {}, 0};
}

/// Level of a metric over rounds, with its interval: of the logarithm where all are positive.
Reading level_of(std::map<int, double> by_round, std::string where) {
  std::vector<double> values;
  bool positive = true;
  for (const auto& [round, value] : by_round) {
    values.push_back(value);
    positive = positive && value > 0;
  }
  if (positive) {
    std::transform(
        values.begin(), values.end(), values.begin(), [](double v) { return std::log(v); });
  }
  const auto back = [&](double value) { return positive ? std::exp(value) : value; };
  const RoundTest test = RoundTest::paired(values);
  Reading reading{std::move(where), back(test.estimate), 0, HUGE_VAL, std::move(by_round), 0};
  reading.rounds = static_cast<int>(values.size());
  reading.low = positive ? 0 : -HUGE_VAL;
  if (test.method != "none") {
    const Interval interval = test.interval(significance);
    reading.low = back(interval.lower);
    reading.high = back(interval.upper);
  }
  return reading;
}

/// A count must hold in every run: its reading is the span over all runs.
Reading span_of(const std::map<int, double>& by_round, std::string where) {
  Reading reading{std::move(where), 0, HUGE_VAL, -HUGE_VAL, {}, 0};
  for (const auto& [round, value] : by_round) {
    reading.low = std::min(reading.low, value);
    reading.high = std::max(reading.high, value);
  }
  reading.value = reading.high;
  reading.rounds = static_cast<int>(by_round.size());
  return reading;
}

/// Values of an arm by round, of one flow where `flow` names one.
std::map<int, double> values_of(const Arm& arm, const MetricRule& metric, const std::string& flow) {
  std::map<int, double> values;
  for (const json* run : arm.runs) {
    Observation observation{
        run, nullptr, static_cast<int>(number(*run, "round").value_or(0)), false, {}};
    for (const json& part : rows(*run, "flows")) {
      if (!flow.empty() && flow_name(part).id == flow) {
        observation.flow = &part;
      }
    }
    const auto value =
        flow.empty() || observation.flow != nullptr ? observation.value(metric) : std::nullopt;
    if (value) {
      values[observation.round] = *value;
    }
  }
  return values;
}

Evidence measured(const Study& study, const Candidate& candidate, std::string_view path) {
  Evidence evidence;
  evidence.measured = true;
  evidence.host = !starts_with(path, "wire.") && !is_count(path);
  const MetricRule metric = metric_rule(path);
  const bool by_flow =
      is_latency(path) && study.flows.size() > 1 &&
      std::find(study.varied.begin(), study.varied.end(), "transport") == study.varied.end();
  for (const Arm* arm : candidate.arms) {
    for (const FlowName& flow : by_flow ? study.flows : std::vector<FlowName>{{}}) {
      const std::map<int, double> values = values_of(*arm, metric, flow.id);
      if (values.empty()) {
        evidence.missing =
            metric.messages_needed > 0 ? "too few messages in each run" : "not measured";
        continue;
      }
      std::string where = flow.label;
      where += where.empty() || arm->condition.empty() ? "" : ", ";
      where += arm->condition;
      evidence.readings.push_back(is_count(path) ? span_of(values, where)
                                                 : level_of(values, where));
    }
  }
  if (evidence.readings.empty() && evidence.missing.empty()) {
    evidence.missing = "not measured";
  }
  return evidence;
}

Evidence overhead(const Candidate& candidate) {
  Evidence evidence;
  for (const Arm* arm : candidate.arms) {
    const auto envelope = arm_median(*arm, "wire.envelope_bytes"),
               payload = arm_median(*arm, "wire.payload_bytes");
    if (envelope && payload) {
      evidence.readings.push_back(exact(*envelope - *payload, arm->condition));
    }
  }
  evidence.missing = evidence.readings.empty() ? "not measured" : "";
  return evidence;
}

Evidence fact(const json& row, std::string_view criterion) {
  Evidence evidence;
  const json* known = find(row, criterion);
  const auto value = known == nullptr ? std::nullopt : number(*known, "value");
  if (criterion == "block_bits" && !value) {
    evidence.text = "no blocks";
    evidence.passes = true;
  } else if (!value) {
    evidence.missing = "no figure known";
  } else {
    evidence.readings.push_back(exact(*value));
    evidence.confirmed = flag(*known, "confirmed");
  }
  return evidence;
}

/// Attacks of this result with at least one success against the cipher, faults outside its claim
/// left out.
Evidence attacks(const Study& study, const Candidate& candidate) {
  std::set<std::string> tried, succeeded;
  for (const json& run : rows(study.document(), "runs")) {
    if (text(run, "factors.cipher") != candidate.cipher) {
      continue;
    }
    for (const json& attack : rows(run, "attacks")) {
      const std::string verdict = text(attack, "verdict");
      if (text(attack, "scope", "claimed") != "claimed" || verdict == "not_measured") {
        continue;
      }
      tried.insert(text(attack, "id"));
      if (verdict == "succeeded") {
        succeeded.insert(text(attack, "id"));
      }
    }
  }
  Evidence evidence;
  if (tried.empty()) {
    evidence.missing = "no attack was run";
  } else {
    evidence.readings.push_back(exact(static_cast<double>(succeeded.size())));
  }
  return evidence;
}

/// "device.<target or profile>.<figure>" from devices{}.
Evidence device(const Study& study, const Candidate& candidate, std::string_view criterion) {
  Evidence evidence;
  const auto dot = criterion.rfind('.');
  const std::string where(criterion.substr(7, dot - 7)), figure(criterion.substr(dot + 1));
  for (const json& row : rows(study.document(), "devices.energy")) {
    if (figure == "message_uj" && text(row, "device") == where &&
        text(row, "cipher") == candidate.cipher) {
      if (const auto total = number(row, "total_uj")) {
        evidence.readings.push_back(exact(*total));
      }
    }
  }
  for (const json& row : rows(study.document(), "devices.rows")) {
    if (text(row, "target") != where || text(row, "cipher") != candidate.cipher ||
        text(row, "operation") != "seal") {
      continue;
    }
    if (figure == "seal_cycles") {
      if (const auto cycles = number(row, "cycles")) {
        evidence.readings.push_back(exact(*cycles));
        evidence.readings.back().low = number(row, "cycles_low").value_or(*cycles);
        evidence.readings.back().high = number(row, "cycles_high").value_or(*cycles);
      }
    } else if (const auto bytes = number(row, figure)) {
      evidence.readings.push_back(
          exact(*bytes + (figure == "ram_bytes" ? number(row, "stack_bytes").value_or(0) : 0)));
    }
  }
  evidence.missing = evidence.readings.empty() ? "not measured on this device" : "";
  return evidence;
}

}  // namespace

std::vector<Candidate> candidates_of(const Study& study) {
  std::vector<Candidate> candidates;
  for (const Arm& arm : study.arms) {
    if (arm.control) {
      continue;
    }
    auto at = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& c) {
      return c.cipher == arm.cipher && c.implementation == arm.implementation;
    });
    if (at == candidates.end()) {
      candidates.push_back({arm.cipher, arm.implementation, arm.label, arm.aes, {}});
      at = candidates.end() - 1;
    }
    at->arms.push_back(&arm);
  }
  return candidates;
}

Evidence evidence_of(const Study& study, const Candidate& candidate, std::string_view criterion) {
  if (criterion == "overhead_bytes") {
    return overhead(candidate);
  }
  if (criterion == "attacks_succeeded") {
    return attacks(study, candidate);
  }
  if (starts_with(criterion, "device.")) {
    return device(study, candidate, criterion);
  }
  const bool of_cipher = criterion == "block_bits" || criterion == "key_bits" ||
                         criterion == "security_margin" || criterion == "standard";
  if (!of_cipher) {
    return measured(study, candidate, criterion);
  }
  for (const json& row : rows(study.document(), "facts")) {
    if (text(row, "cipher") == candidate.cipher) {
      if (criterion != "standard") {
        return fact(row, criterion);
      }
      Evidence evidence;
      evidence.words = standards_of(text(row, "facts_id"));
      return evidence;
    }
  }
  Evidence none;
  none.text = "none";  // plaintext has no key, no blocks, no margin
  return none;
}

}  // namespace mqseal::report
