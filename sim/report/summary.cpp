// SPDX-License-Identifier: MIT
// See summary.h. A column stands only where some run measured it.
#include "sim/report/summary.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

struct Measure {
  MetricName metric;
  FlowName flow;  ///< id empty: of the whole run
};

constexpr std::array<const char*, 4> run_metrics = {
    "cpu.seal_ns", "cpu.open_ns", "cpu.fleet_us_per_msg", "cpu.broker_us_per_msg"};
constexpr std::array<const char*, 2> flow_metrics = {"latency_us.response.p50",
                                                     "latency_us.response.p99"};

/// Whether an arm's runs hold 10 messages beyond the percentile; true of what is no percentile.
bool enough_messages(const Arm& arm, const Measure& measure) {
  const double needed = metric_rule(measure.metric.path).messages_needed;
  return needed == 0 ||
         arm_median(arm, "latency_us.response.count", measure.flow.id).value_or(needed) >= needed;
}

bool measured(const Study& study, const Measure& measure) {
  return std::any_of(study.arms.begin(), study.arms.end(), [&](const Arm& arm) {
    return enough_messages(arm, measure) &&
           arm_median(arm, measure.metric.path, measure.flow.id).has_value();
  });
}

std::vector<Measure> measures_of(const Study& study) {
  std::vector<Measure> measures;
  for (const char* path : run_metrics) {
    measures.push_back({metric_name(path), {}});
  }
  // Where the transport was varied on purpose, a condition says it already.
  const bool by_condition =
      std::find(study.varied.begin(), study.varied.end(), "transport") != study.varied.end();
  for (const FlowName& flow : by_condition ? std::vector<FlowName>{{}} : study.flows) {
    for (const char* path : flow_metrics) {
      measures.push_back({metric_name(path), flow});
    }
  }
  std::erase_if(measures, [&](const Measure& measure) { return !measured(study, measure); });
  return measures;
}

Tone tone_of(const std::string& name) {
  return name == "bad"    ? Tone::bad
         : name == "good" ? Tone::good
         : name == "warn" ? Tone::warn
                          : Tone::muted;
}

/// The metric is compared with a reference cipher, because plaintext seals nothing.
bool has_reference(const Study& study, std::string_view metric) {
  for (const json& effect : rows(study.document(), "effects")) {
    if (text(effect, "metric") == metric && text(effect, "kind") == "reference") {
      return true;
    }
  }
  return false;
}

Cell measure_cell(const Study& study, const Arm& arm, const Measure& measure) {
  const auto raw = arm_median(arm, measure.metric.path, measure.flow.id);
  if (!raw) {
    return {.text = "–", .sub = "not measured", .tone = Tone::muted};
  }
  if (!enough_messages(arm, measure)) {
    return {.text = "–", .sub = "too few messages", .tone = Tone::muted};
  }
  Cell cell{.text = number_text(*raw * measure.metric.scale), .value = *raw * measure.metric.scale};
  const json* effect = find_effect(study, measure.metric.path, arm, measure.flow.id);
  if (arm.cipher == "none") {
    cell.sub = has_reference(study, measure.metric.path) ? "a copy" : "baseline";
    return cell;
  }
  if (effect == nullptr) {
    return cell;
  }
  if (text(*effect, "kind") == "reference") {
    cell.sub = "reference";
    return cell;
  }
  const auto estimate = number(*effect, "estimate");
  const VerdictText verdict = verdict_text(text(*effect, "verdict"));
  cell.sub = estimate ? change_text(*estimate) + " " + verdict.sign : absolute_text(*effect);
  cell.tone = verdict.sign.empty() ? Tone::plain : tone_of(verdict.tone);
  if (const std::string interval = effect_interval_text(*effect); !interval.empty()) {
    cell.tip = fmt::format("95 % interval {} against {}; {}",
                           interval,
                           cipher_name(text(*effect, "baseline", "none")),
                           verdict.word.empty() ? "not for claims" : verdict.word);
  }
  return cell;
}

Cell bytes_cell(const Arm& arm) {
  const auto envelope = arm_median(arm, "wire.envelope_bytes"),
             payload = arm_median(arm, "wire.payload_bytes");
  if (!envelope || !payload) {
    return {.text = "–", .sub = "not measured", .tone = Tone::muted};
  }
  return {.text = "+" + count_text(*envelope - *payload), .value = *envelope - *payload};
}

/// "on the front", "ruled out" as decision{} says; nothing where there is no decision.
std::vector<Cell> decision_cells(const json& decision, const Arm& arm) {
  for (const json& row : rows(decision, "ciphers")) {
    if (text(row, "cipher") == arm.cipher) {
      const std::string result = text(row, "result");
      const Tone tone = flag(row, "front")    ? Tone::good
                        : result == "unclear" ? Tone::warn
                                              : Tone::muted;
      return {{.text = text(row, "word", result), .tone = tone, .pill = true}};
    }
  }
  return {{.text = "–", .tone = Tone::muted}};
}

}  // namespace

Table summary_table(const Study& study) {
  const std::vector<Measure> measures = measures_of(study);
  const json* decision = find(study.document(), "decision");
  const bool decided = decision != nullptr && !rows(*decision, "ciphers").empty();
  Table table{
      .id = "summary",
      .caption = fmt::format("Medians of {}. Second line: change against plaintext in the same "
                             "round, and its verdict (seal and open: against "
                             "the cipher marked reference, since plaintext seals nothing).",
                             plural(study.rounds, "round"))};
  table.columns.push_back({"Cipher", "implementation", false});
  for (const Measure& measure : measures) {
    const std::string unit = measure.flow.id.empty()
                                 ? measure.metric.unit
                                 : measure.metric.unit + ", " + measure.flow.label;
    table.columns.push_back({measure.metric.brief, unit, true});
  }
  table.columns.push_back({"Bytes added", "per message", true});
  if (decided) {
    table.columns.push_back({"Decision", "of the rule", true});
  }
  for (const Arm& arm : study.arms) {
    if (arm.control) {
      continue;
    }
    std::vector<Cell> row = {{.text = arm.name() + (arm.cipher == "none" ? " (baseline)" : ""),
                              .sub = implementation_text(arm.implementation, arm.aes),
                              .value = arm.order,
                              .cipher = arm.cipher}};
    for (const Measure& measure : measures) {
      row.push_back(measure_cell(study, arm, measure));
    }
    row.push_back(bytes_cell(arm));
    if (decided) {
      row.push_back(decision_cells(*decision, arm)[0]);
    }
    table.rows.push_back(std::move(row));
  }
  table.note = fmt::format(
      "▲ worse, ▼ better, △ real but smaller than {0} %, ≈ equivalent (the whole interval lies "
      "inside ±{0} %), ? the data cannot tell{1}. The change is computed inside each round, so it "
      "can differ a little from the ratio of the medians shown.",
      percent_text(study.margin),
      study.quick_look ? "; no sign: a quick look, not for claims" : "");
  return table;
}

}  // namespace mqseal::report
