// SPDX-License-Identifier: MIT
// See study.h.
#include "sim/report/study.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

Arm* arm_of(std::vector<Arm>& arms, const json& run) {
  const std::string cipher = text(run, "factors.cipher", "none");
  const std::string implementation = text(run, "implementation");
  const bool control = flag(run, "control");
  for (Arm& arm : arms) {
    if (arm.cipher == cipher && arm.implementation == implementation && arm.control == control) {
      return &arm;
    }
  }
  arms.push_back({cipher, implementation, flag(run, "uses_aes_instructions"), control, {}, 0, {}});
  return &arms.back();
}

void label_arms(std::vector<Arm>& arms) {
  std::map<std::string, int> implementations;
  for (const Arm& arm : arms) {
    implementations[arm.cipher] += arm.control ? 0 : 1;
  }
  std::stable_sort(arms.begin(), arms.end(), [](const Arm& a, const Arm& b) {
    return std::make_pair(!a.control, cipher_order(a.cipher)) <
           std::make_pair(!b.control, cipher_order(b.cipher));
  });
  int order = 0;
  for (Arm& arm : arms) {
    arm.order = order++;
    arm.label = arm.control ? "A/A control" : cipher_name(arm.cipher);
    if (!arm.control && implementations[arm.cipher] > 1) {
      arm.label += " (" + arm.implementation + ")";
    }
  }
}

std::vector<std::string> varied_factors(const json& runs) {
  std::map<std::string, std::set<std::string>> levels;
  for (const json& run : runs) {
    if (is_load_run(run) && run.contains("factors")) {
      for (const auto& [key, level] : run["factors"].items()) {
        levels[key].insert(level.is_string() ? level.get<std::string>() : level.dump());
      }
    }
  }
  std::vector<std::string> keys;
  for (const auto& [key, seen] : levels) {
    if (seen.size() > 1 && key != "cipher" && key != "implementation") {
      keys.push_back(key);
    }
  }
  return keys;
}

std::vector<FlowName> flows_of(const json& runs) {
  std::vector<FlowName> flows;
  for (const json& run : runs) {
    if (!is_load_run(run)) {
      continue;
    }
    for (const json& flow : rows(run, "flows")) {
      const FlowName name = flow_name(flow);
      if (std::none_of(flows.begin(), flows.end(), [&](auto& f) { return f.id == name.id; })) {
        flows.push_back(name);
      }
    }
  }
  std::sort(flows.begin(), flows.end(), [](auto& a, auto& b) { return a.order < b.order; });
  return flows;
}

}  // namespace

bool is_load_run(const json& run) {
  const std::string attack = text(run, "factors.attack", "none");
  return !flag(run, "interrupted") && attack == "none" && find(run, "device.target") == nullptr &&
         find(run, "latency_us") != nullptr;
}

FlowName flow_name(const json& flow) {
  const std::string in = text(flow, "transport_in", "plain"), out = text(flow, "transport_out", in);
  if (in == out) {
    return {in, transport_name(in), transport_order(in)};
  }
  return {in + ">" + out,
          transport_name(in) + " to " + transport_name(out),
          10 + transport_order(in) * 4 + transport_order(out)};
}

Study make_study(const json& result) {
  Study study;
  study.result = &result;
  const json& runs = rows(result, "runs");
  for (const json& run : runs) {
    if (is_load_run(run)) {
      arm_of(study.arms, run)->runs.push_back(&run);
      study.rounds = std::max(study.rounds, static_cast<int>(number(run, "round").value_or(0)));
    }
  }
  label_arms(study.arms);
  study.varied = varied_factors(runs);
  study.flows = flows_of(runs);
  study.quick_look = flag(result, "scenario.quick_look");
  study.invented = flag(result, "invented");
  study.margin = number(result, "scenario.margin").value_or(0.05);
  for (const json& check : rows(result, "quality")) {
    study.untrusted = study.untrusted || (find(check, "pass") != nullptr && !flag(check, "pass"));
  }
  return study;
}

std::string factor_text(std::string_view key, const std::string& level) {
  if (key == "payload_bytes") {
    return level + " B payload";
  }
  if (key == "qos") {
    return "QoS " + level;
  }
  if (key == "transport") {
    return transport_name(level);
  }
  if (key == "clients") {
    return level + " clients";
  }
  if (key == "rate_msg_s") {
    return level + " msg/s";
  }
  return fmt::format("{} {}", key, level);
}

std::string condition_text(const Study& study, const json& factors) {
  std::string words;
  for (const std::string& key : study.varied) {
    const std::string level = text(factors, key);
    if (!level.empty()) {
      words += (words.empty() ? "" : ", ") + factor_text(key, level);
    }
  }
  return words;
}

std::optional<double> arm_median(const Arm& arm, std::string_view path, std::string_view flow_id) {
  std::vector<double> values;
  for (const json* run : arm.runs) {
    if (flow_id.empty()) {
      if (const auto value = number(*run, path)) {
        values.push_back(*value);
      }
      continue;
    }
    for (const json& flow : rows(*run, "flows")) {
      const auto value = number(flow, path);
      if (value && flow_name(flow).id == flow_id) {
        values.push_back(*value);
      }
    }
  }
  return median(std::move(values));
}

std::optional<double> seal_open_ns(const Arm& arm) {
  std::vector<double> values;
  for (const json* run : arm.runs) {
    const auto seal = number(*run, "cpu.seal_ns"), open = number(*run, "cpu.open_ns");
    if (seal && open) {
      values.push_back(*seal + *open);
    }
  }
  return median(std::move(values));
}

const json* find_effect(const Study& study,
                        std::string_view metric,
                        std::string_view cipher,
                        std::string_view flow_id) {
  for (const json& effect : rows(study.document(), "effects")) {
    if (text(effect, "metric") == metric && text(effect, "level") == cipher &&
        text(effect, "at.transport") == flow_id && !is_control_effect(effect)) {
      return &effect;
    }
  }
  return nullptr;
}

VerdictText verdict_text(std::string_view verdict) {
  if (verdict == "worse") {
    return {"▲", "worse", "bad"};
  }
  if (verdict == "better") {
    return {"▼", "better", "good"};
  }
  if (verdict == "real_below_margin") {
    return {"△", "real, below the margin", "warn"};
  }
  if (verdict == "equivalent") {
    return {"≈", "equivalent", "muted"};
  }
  if (verdict == "cannot_tell") {
    return {"?", "cannot tell", "muted"};
  }
  return {"", std::string(verdict), "muted"};
}

std::pair<std::optional<double>, std::optional<double>> effect_interval(const json& effect) {
  const json& ci = rows(effect, "ci");
  const auto end = [&](std::size_t place) {
    return ci.size() == 2 && ci[place].is_number() ? std::optional(ci[place].get<double>())
                                                   : std::nullopt;
  };
  return {end(0), end(1)};
}

std::string effect_interval_text(const json& effect) {
  const auto [low, high] = effect_interval(effect);
  if (low && high) {
    return interval_text(*low, *high);
  }
  if (!low && !high) {
    return {};
  }
  return low ? change_text(*low) + " to unbounded" : "unbounded to " + change_text(*high);
}

std::string absolute_text(const json& effect) {
  const auto value = number(effect, "absolute.estimate");
  if (!value) {
    return {};
  }
  const MetricName metric = metric_name(text(effect, "metric"));
  const std::string shown = number_text(*value * metric.scale);
  return fmt::format("{}{} {}", *value > 0 ? "+" : "", shown, metric.unit);
}

std::string instructions_text(const Study& study) {
  std::vector<std::string> with;
  bool all = true;
  for (const Arm& arm : study.arms) {
    if (arm.aes) {
      with.push_back(arm.label);
    }
    all = all && (arm.aes || arm.cipher == "none");
  }
  return with.empty() ? ""
                      : join_words(with) + " ran on AES instructions" +
                            (all ? "." : ", the others did not.");
}

bool is_control_effect(const json& effect) {
  return flag(effect, "control");
}

}  // namespace mqseal::report
