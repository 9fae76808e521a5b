// SPDX-License-Identifier: MIT
// See study.h.
#include "sim/report/study.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "sim/report/fields.h"
#include "sim/report/model_comparisons.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

Levels varied_levels(const json& run, const std::vector<std::string>& varied) {
  Levels at;
  for (const std::string& key : varied) {
    if (const json* level = find(run, "factors." + key)) {
      at[key] = level_text(*level);
    }
  }
  return at;
}

Arm& arm_of(Study& study, const json& run) {
  Arm arm;
  arm.cipher = text(run, "factors.cipher", "none");
  arm.implementation = text(run, "implementation");
  arm.aes = flag(run, "uses_aes_instructions");
  arm.control = flag(run, "control");
  arm.at = varied_levels(run, study.varied);
  for (Arm& known : study.arms) {
    if (known.cipher == arm.cipher && known.implementation == arm.implementation &&
        known.control == arm.control && known.at == arm.at) {
      return known;
    }
  }
  arm.condition = condition_text(arm.at);
  study.arms.push_back(std::move(arm));
  return study.arms.back();
}

/// Place of each level in the scenario's matrix, factor by factor.
std::vector<std::size_t> condition_order(const Arm& arm, const Design& design) {
  std::vector<std::size_t> places;
  for (const auto& [factor, level] : arm.at) {
    const auto levels = design.matrix.find(factor);
    const auto known = levels == design.matrix.end() ? std::vector<std::string>() : levels->second;
    places.push_back(
        static_cast<std::size_t>(std::find(known.begin(), known.end(), level) - known.begin()));
  }
  return places;
}

void label_arms(std::vector<Arm>& arms, const Design& design) {
  std::map<std::string, std::set<std::string>> implementations;
  for (const Arm& arm : arms) {
    if (!arm.control) {
      implementations[arm.cipher].insert(arm.implementation);
    }
  }
  std::stable_sort(arms.begin(), arms.end(), [&](const Arm& a, const Arm& b) {
    const auto key = [&](const Arm& arm) {
      return std::make_tuple(!arm.control, condition_order(arm, design), cipher_order(arm.cipher));
    };
    return key(a) < key(b);
  });
  int order = 0;
  for (Arm& arm : arms) {
    arm.order = order++;
    arm.label = arm.control ? "A/A control" : cipher_name(arm.cipher);
    if (!arm.control && implementations[arm.cipher].size() > 1) {
      arm.label += " (" + arm.implementation + ")";
    }
  }
}

/// Factors besides the cipher that have several levels on purpose: those of the matrix; without
/// one, all but what comes with the cipher.
std::vector<std::string> varied_besides_cipher(const json& result, const Design& design) {
  std::vector<std::string> varied = varied_factors(run_observations(result), design);
  std::erase_if(varied, [&](const std::string& key) {
    return key == "cipher" || key == "attack" || key == "defence" || key == "arm" ||
           (key == "implementation" && !design.matrix.contains(key));
  });
  return varied;
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
  const Design design = design_of(result);
  study.varied = varied_besides_cipher(result, design);
  for (const json* run : counted_runs(result)) {
    if (is_load_run(*run)) {
      arm_of(study, *run).runs.push_back(run);
      study.rounds = std::max(study.rounds, static_cast<int>(number(*run, "round").value_or(0)));
    }
  }
  label_arms(study.arms, design);
  study.flows = flows_of(rows(result, "runs"));
  study.quick_look = design.quick_look;
  study.invented = flag(result, "invented");
  study.margin = design.margin;
  for (const json& check : rows(result, "quality")) {
    study.untrusted = study.untrusted || (find(check, "pass") != nullptr && !flag(check, "pass"));
  }
  return study;
}

std::string factor_text(std::string_view key, const std::string& level) {
  const auto unit = level.find_first_not_of("0123456789.");
  const std::string spaced = unit == std::string::npos || unit == 0 || level[unit] == '/'
                                 ? level
                                 : level.substr(0, unit) + " " + level.substr(unit);
  return key == "payload_bytes" ? spaced + (unit == std::string::npos ? " B" : "") + " payload"
         : key == "qos"         ? "QoS " + level
         : key == "transport"   ? transport_name(level)
         : key == "clients"     ? level + " clients"
         : key == "rate_msg_s"  ? level + (unit == std::string::npos ? " msg/s" : "")
         : key == "cipher"      ? cipher_name(level)
                                : fmt::format("{} {}", key, spaced);
}

std::string condition_text(const Levels& levels) {
  std::string words;
  for (const auto& [key, level] : levels) {
    if (key != "implementation" && !level.empty()) {
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

/// Levels of an effect without the factors that are "none" in every load run.
Levels undisturbed_levels(const json& effect) {
  Levels at = effect_levels(effect);
  for (const char* key : {"attack", "defence"}) {
    const auto level = at.find(key);
    if (level != at.end() && (level->second.empty() || level->second == "none")) {
      at.erase(level);
    }
  }
  return at;
}

const json* find_effect(const Study& study,
                        std::string_view metric,
                        const Arm& arm,
                        std::string_view flow_id) {
  Levels at = arm.at;
  if (!flow_id.empty()) {
    at["transport"] = std::string(flow_id);
  }
  for (const json& effect : rows(study.document(), "effects")) {
    if (text(effect, "metric") == metric && text(effect, "level") == arm.cipher &&
        text(effect, "factor") == "cipher" && undisturbed_levels(effect) == at &&
        !is_control_effect(effect)) {
      return &effect;
    }
  }
  return nullptr;
}

Levels effect_levels(const json& effect) {
  Levels at;
  if (const json* levels = find(effect, "at"); levels != nullptr && levels->is_object()) {
    for (const auto& [key, level] : levels->items()) {
      at[key] = level_text(level);
    }
  }
  return at;
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
