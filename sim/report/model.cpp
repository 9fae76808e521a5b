// SPDX-License-Identifier: MIT
#include "sim/report/model.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

namespace mqseal::report {
namespace {

using nlohmann::json;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Ten samples beyond the percentile (notes on statistics, rule 8).
double messages_for(std::string_view path) {
  if (path.substr(0, 11) != "latency_us.") {
    return 0;
  }
  return ends_with(path, ".p50")     ? 20
         : ends_with(path, ".p90")   ? 100
         : ends_with(path, ".p99")   ? 1000
         : ends_with(path, ".p99_9") ? 10'000
                                     : 0;
}

std::string unit_of(std::string_view path) {
  const auto has = [&](std::string_view part) { return path.find(part) != std::string_view::npos; };
  return path == "throughput_msg_s" || path == "capacity_msg_s" ? "msg/s"
         : has("_ns")                                           ? "ns"
         : has("_us")                                           ? "us"
         : has("_ms")                                           ? "ms"
         : has("_bytes")                                        ? "B"
         : path == "connect.seconds"                            ? "s"
         : path == "device.cycles"                              ? "cycles"
         : path == "device.energy_uj"                           ? "uJ"
                                                                : "";
}

Levels factors_of(const json& run) {
  Levels factors;
  if (const auto found = run.find("factors"); found != run.end() && found->is_object()) {
    for (const auto& [key, level] : found->items()) {
      factors[key] = level_text(level);
    }
  }
  return factors;
}

std::string text_at(const json& from, const char* key) {
  const auto found = from.find(key);
  return found != from.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string transport_of(const json& flow) {
  const std::string in = text_at(flow, "transport_in"), out = text_at(flow, "transport_out");
  return in == out || out.empty() ? in : in + ">" + out;
}

Observation observe(const json& run) {
  return {&run, nullptr, run.value("round", 0), run.value("control", false), factors_of(run)};
}

bool is_of_device(const json& run) {
  const auto device = run.find("device");
  return device != run.end() && !device->is_null() && !run.contains("latency_us");
}

}  // namespace

std::optional<double> value_at(const json& from, std::string_view path) {
  const json* here = &from;
  while (!path.empty()) {
    const auto dot = path.find('.');
    if (!here->is_object()) {
      return std::nullopt;
    }
    const auto next = here->find(std::string(path.substr(0, dot)));
    if (next == here->end()) {
      return std::nullopt;
    }
    here = &*next;
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  return here->is_number() ? std::optional(here->get<double>()) : std::nullopt;
}

MetricRule metric_rule(std::string_view path) {
  MetricRule rule;
  rule.path = path;
  rule.unit = unit_of(path);
  rule.better = path == "throughput_msg_s" || path == "capacity_msg_s" ||
                        path == "counts.delivered" || path == "counts.sent"
                    ? Better::higher
                    : Better::lower;
  rule.against_reference = path == "cpu.seal_ns" || path == "cpu.open_ns";
  rule.messages_needed = messages_for(path);
  return rule;
}

const std::vector<std::string>& secondary_metrics() {
  static const std::vector<std::string> metrics = {"cpu.seal_ns",
                                                   "cpu.open_ns",
                                                   "latency_us.response.p50",
                                                   "latency_us.response.p99",
                                                   "cpu.broker_us_per_msg",
                                                   "cpu.fleet_us_per_msg",
                                                   "throughput_msg_s",
                                                   "wire.publish_bytes"};
  return metrics;
}

std::optional<double> Observation::value(const MetricRule& metric) const {
  const json& from = flow != nullptr ? *flow : *run;
  if (metric.messages_needed > 0) {
    const auto dot = metric.path.rfind('.');
    const auto count = value_at(from, metric.path.substr(0, dot) + ".count");
    if (count && *count < metric.messages_needed) {
      return std::nullopt;
    }
  }
  return value_at(from, metric.path);
}

std::string Observation::level(const std::string& factor) const {
  const auto found = factors.find(factor);
  return found == factors.end() ? std::string() : found->second;
}

std::string Observation::implementation() const {
  return text_at(*run, "implementation");
}

bool Observation::uses_aes_instructions() const {
  return run->value("uses_aes_instructions", false);
}

std::vector<const json*> counted_runs(const json& result) {
  std::vector<const json*> runs;
  std::set<std::string> repeated;
  for (const json& run : result.at("runs")) {
    if (!run.value("interrupted", false)) {
      runs.push_back(&run);
      repeated.insert(text_at(run, "repeat_of"));
    }
  }
  std::erase_if(runs, [&](const json* run) {
    const std::string id = text_at(*run, "id");
    return !id.empty() && repeated.contains(id);
  });
  return runs;
}

std::vector<Observation> run_observations(const json& result) {
  std::vector<Observation> out;
  for (const json* run : counted_runs(result)) {
    if (!is_of_device(*run)) {
      out.push_back(observe(*run));
    }
  }
  return out;
}

std::vector<Observation> flow_observations(const json& result) {
  std::vector<Observation> out;
  std::set<std::string> all;
  for (const json* run : counted_runs(result)) {
    std::map<std::string, std::vector<const json*>> flows;
    if (const auto found = run->find("flows"); found != run->end() && found->is_array()) {
      for (const json& flow : *found) {
        flows[transport_of(flow)].push_back(&flow);
      }
    }
    for (const auto& [transport, same] : flows) {
      if (same.size() == 1) {
        Observation one = observe(*run);
        one.flow = same.front();
        one.factors["transport"] = transport;
        out.push_back(std::move(one));
        all.insert(transport);
      }
    }
  }
  return all.size() > 1 ? out : std::vector<Observation>();
}

Design design_of(const json& result) {
  Design design;
  const json scenario = result.value("scenario", json::object());
  design.margin = scenario.value("margin", design.margin);
  design.primary = scenario.value("primary", design.primary);
  design.quick_look = scenario.value("quick_look", false);
  const json matrix = scenario.value("matrix", json::object());
  for (const auto& [factor, levels] : matrix.items()) {
    for (const json& level : levels) {
      design.matrix[factor].push_back(level_text(level));
    }
  }
  return design;
}

std::string level_text(const json& level) {
  return level.is_string() ? level.get<std::string>() : level.dump();
}

}  // namespace mqseal::report
