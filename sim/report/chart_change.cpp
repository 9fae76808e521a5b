// SPDX-License-Identifier: MIT
// Change against plaintext: one panel a metric (and condition), one row a cipher, the interval of
// effects[] and the margin band. The axis is the logarithm of the ratio.
#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "sim/report/charts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr std::size_t most_panels = 12;
constexpr double least_ratio = 1e-4;  // -99.99 %: the logarithm stays finite

double log_ratio(double change) {
  return std::log(std::max(1 + change, least_ratio));
}

struct Effect {
  const json* source;
  MetricName metric;
  std::string panel, level;
  double estimate;
  std::optional<double> low, high;
  bool control;
};

std::string panel_text(const json& effect, const MetricName& metric) {
  std::string panel = metric.brief;
  if (const std::string condition = condition_text(effect_levels(effect)); !condition.empty()) {
    panel += ", " + condition;
  }
  const std::string baseline = text(effect, "baseline", "none");
  return baseline == "none" || is_control_effect(effect) ? panel
                                                         : panel + ", vs " + cipher_name(baseline);
}

bool is_primary(const Effect& effect) {
  return text(*effect.source, "family") == "primary";
}

/// The control of a metric that is compared with a reference stands in that reference's panel.
void join_control_panels(std::vector<Effect>& effects) {
  for (Effect& effect : effects) {
    for (const Effect& other : effects) {
      if (effect.control && !other.control && other.metric.path == effect.metric.path &&
          other.panel.rfind(effect.panel + ", vs ", 0) == 0) {
        effect.panel = other.panel;
      }
    }
  }
}

std::vector<Effect> cipher_effects(const Study& study) {
  std::vector<Effect> effects;
  for (const json& row : rows(study.document(), "effects")) {
    const auto estimate = number(row, "estimate");
    if (text(row, "factor", "cipher") != "cipher" || text(row, "kind", "ratio") != "ratio" ||
        !estimate) {
      continue;
    }
    const MetricName metric = metric_name(text(row, "metric"));
    const auto [low, high] = effect_interval(row);
    effects.push_back({&row,
                       metric,
                       panel_text(row, metric),
                       text(row, "level"),
                       *estimate,
                       low,
                       high,
                       is_control_effect(row)});
  }
  std::stable_sort(effects.begin(), effects.end(), [](const Effect& a, const Effect& b) {
    const auto key = [](const Effect& e) {
      return std::make_tuple(!is_primary(e),
                             metric_order(e.metric.path),
                             transport_order(text(*e.source, "at.transport")));
    };
    return key(a) < key(b);
  });
  join_control_panels(effects);
  return effects;
}

json chart_row(const Effect& effect, const Study& study, std::size_t panel) {
  const VerdictText verdict = verdict_text(text(*effect.source, "verdict"));
  const std::string name = effect.control ? "A/A control" : cipher_name(effect.level);
  const auto end = [](std::optional<double> value) {
    return value ? json(log_ratio(*value)) : json(nullptr);
  };
  return {{"panel", effect.panel + (is_primary(effect) ? " · primary" : "")},
          {"panel_order", panel},
          {"label", name},
          {"order", effect.control ? -1 : cipher_order(effect.level)},
          {"cipher", effect.level},
          {"control", effect.control},
          {"x", log_ratio(effect.estimate)},
          {"lo", end(effect.low)},
          {"hi", end(effect.high)},
          {"from", log_ratio(effect.low.value_or(effect.estimate))},
          {"to", log_ratio(effect.high.value_or(effect.estimate))},
          {"direction", effect.metric.more_is_better ? "← worse · better →" : "← better · worse →"},
          {"margin_lo", log_ratio(-study.margin)},
          {"margin_hi", log_ratio(study.margin)},
          {"text", change_text(effect.estimate) + (verdict.sign.empty() ? "" : " " + verdict.sign)},
          {"tone", verdict.tone == "muted" ? "plain" : verdict.tone},
          {"tip",
           fmt::format("{}, {}: {} (95 % interval {}), {}",
                       name,
                       effect.panel,
                       change_text(effect.estimate),
                       effect_interval_text(*effect.source),
                       effect.control         ? "noise floor"
                       : verdict.word.empty() ? "not for claims"
                                              : verdict.word)}};
}

/// The cipher that a panel compares with has no change of its own: it says "reference".
json reference_row(const Effect& effect, const Study& study, std::size_t panel) {
  const auto vs = effect.panel.rfind(", vs ");
  if (vs == std::string::npos) {
    return nullptr;
  }
  json row = chart_row(effect, study, panel);
  const std::string name = effect.panel.substr(vs + 5);
  for (const Arm& arm : study.arms) {
    if (cipher_name(arm.cipher) == name) {
      row["cipher"] = arm.cipher;
      row["order"] = cipher_order(arm.cipher);
    }
  }
  for (const char* mark : {"x", "lo", "hi", "from", "to"}) {
    row[mark] = nullptr;
  }
  row["label"] = name;
  row["control"] = false;
  row["text"] = "reference";
  row["tone"] = "plain";
  return row;
}

std::vector<Cell> table_row(const Effect& effect) {
  const VerdictText verdict = verdict_text(text(*effect.source, "verdict"));
  const auto p = number(*effect.source, "p_holm");
  const std::string absolute = absolute_text(*effect.source);
  return {
      {.text = effect.control ? "A/A control" : cipher_name(effect.level), .cipher = effect.level},
      {.text = effect.panel},
      {.text = change_text(effect.estimate), .value = effect.estimate},
      {.text = effect_interval_text(*effect.source), .value = effect.low},
      {.text = absolute.empty() ? "–" : absolute,
       .value = number(*effect.source, "absolute.estimate")},
      {.text = p ? number_text(*p) : "–", .value = p},
      {.text = count_text(number(*effect.source, "n").value_or(0)),
       .value = number(*effect.source, "n")},
      {.text = effect.control ? "noise floor" : verdict.sign + " " + verdict.word,
       .sub = effect.control       ? ""
              : is_primary(effect) ? "primary"
                                   : "not for claims"}};
}

/// Primary metrics are always drawn. Of the others not: what is the same in every run; bytes, which
/// have a picture of their own; throughput, which at a fixed rate is the schedule's; the mix of all
/// flows, where each flow stands apart.
bool is_drawn(const Effect& effect, const std::vector<Effect>& effects) {
  if (is_primary(effect)) {
    return true;
  }
  bool varies = false, has_flows = false;
  for (const Effect& other : effects) {
    const bool same_metric = other.metric.path == effect.metric.path;
    varies = varies || (other.panel == effect.panel && other.estimate != 0);
    has_flows = has_flows || (same_metric && !text(*other.source, "at.transport").empty());
  }
  const bool mix = has_flows && text(*effect.source, "at.transport").empty();
  return varies && !mix && effect.metric.path.rfind("wire.", 0) != 0 &&
         effect.metric.path != "throughput_msg_s";
}

}  // namespace

std::optional<Chart> change_chart(const Study& study) {
  const std::vector<Effect> effects = cipher_effects(study);
  if (effects.empty()) {
    return std::nullopt;
  }
  Chart chart{
      .id = "change",
      .title = "Change relative to the baseline, with 95 % confidence intervals",
      .subtitle = fmt::format(
          "Each cipher is compared with plaintext inside the same round, so slow drift of the "
          "machine cancels. First row: plaintext against itself, the noise floor. Band: the "
          "±{} % margin fixed before the run. Verdicts (▲ ▼ △ ≈ ?) hold for the metrics marked "
          "primary; the others are not for claims. {}",
          percent_text(study.margin),
          instructions_text(study))};
  chart.table = {.id = "change",
                 .caption = "Change relative to the baseline",
                 .columns = {{"Cipher"},
                             {"Metric"},
                             {"Change", "", true},
                             {"95 % interval", "Holm-consistent", true},
                             {"To plaintext", "", true},
                             {"p", "Holm", true},
                             {"Rounds", "", true},
                             {"Verdict"}}};
  std::vector<std::string> panels;
  json data = json::array();
  std::set<std::string> worse;
  bool all_drawn = true;
  for (const Effect& effect : effects) {
    chart.table.rows.push_back(table_row(effect));
    if (text(*effect.source, "verdict") == "worse" && !effect.control) {
      worse.insert(cipher_name(effect.level));
    }
    if (!is_drawn(effect, effects)) {
      continue;
    }
    const auto place = static_cast<std::size_t>(
        std::find(panels.begin(), panels.end(), effect.panel) - panels.begin());
    if (place >= most_panels) {
      all_drawn = false;
      continue;
    }
    if (place == panels.size()) {
      panels.push_back(effect.panel);
      if (json row = reference_row(effect, study, place); !row.is_null()) {
        data.push_back(std::move(row));
      }
    }
    data.push_back(chart_row(effect, study, place));
  }
  chart.subtitle += all_drawn ? "" : " Further comparisons are in the data table.";
  chart.data["change"] = std::move(data);
  chart.alternative =
      fmt::format("Dot plot of {} with 95 % intervals, {}. {}",
                  plural(static_cast<double>(effects.size()), "comparison"),
                  plural(static_cast<double>(panels.size()), "panel"),
                  worse.empty() ? "No cipher has an interval that makes it worse than its baseline."
                                : "Worse than the baseline in at least one metric: " +
                                      join_words({worse.begin(), worse.end()}) + ".");
  return chart;
}

}  // namespace mqseal::report
