// SPDX-License-Identifier: MIT
#include "sim/report/resilience.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/trials.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

struct Harm {
  const char *title, *unit;
  const char* of_attack;  ///< path in attacks[].metrics
  double scale;
};

constexpr std::string_view recovery_figure = "recovery_s";
constexpr std::string_view send_delay = "lateness_us.p99";  ///< of the run, not of the attack

constexpr std::array<Harm, 13> harms{{
    {"Delivered", "% of the legitimate flow", "delivered_ratio", 100},
    {"Delivered after", "%, once it is over", "delivered_after_ratio", 100},
    {"p99 latency", "ms, legitimate flow", "p99_us", 1e-3},
    {"New connections", "% that succeed", "connect_success_ratio", 100},
    {"Recovery", "s after the attack", recovery_figure.data(), 1},
    {"Connect time", "ms, median", "connect_median_ms", 1},
    {"Broker memory", "MB, peak", "broker_rss_peak_bytes", 1e-6},
    {"Broker CPU", "% of one CPU", "broker_cpu_share", 100},
    {"Descriptors", "of the broker, peak", "broker_descriptors", 1},
    {"Listen overflows", "of the network", "listen_overflows", 1},
    {"Send delay", "ms, p99 of the fleet", send_delay.data(), 1e-3},
    {"Attack", "per second, achieved", "achieved_per_s", 1},
    {"Attacker's errors", "its own", "attacker_errors", 1},
}};

/// The figure of a run under no attack that stands for one of metrics{}.
std::optional<double> undisturbed(const json& run, std::string_view name) {
  const auto share = [](std::optional<double> part, std::optional<double> whole) {
    return part && whole && *whole > 0 ? std::optional(*part / *whole) : std::nullopt;
  };
  if (name == "delivered_ratio") {
    return share(number(run, "counts.delivered"), number(run, "counts.sent"));
  }
  if (name == "p99_us") {
    return number(run, "latency_us.response.p99");
  }
  if (name == "connect_success_ratio") {
    const auto clients = number(run, "connect.clients"), failed = number(run, "connect.failed");
    return clients && failed ? share(*clients - *failed, clients) : std::nullopt;
  }
  return name == "broker_rss_peak_bytes" ? number(run, "memory.broker_rss_peak_bytes")
                                         : std::nullopt;
}

std::optional<double> figure(const Trial& trial, const Harm& column) {
  if (column.of_attack == send_delay) {
    const auto delay = number(*trial.run, send_delay);
    return delay ? std::optional(*delay * column.scale) : std::nullopt;
  }
  if (trial.attack != nullptr) {
    if (const auto value = number(*trial.attack, std::string("metrics.") + column.of_attack)) {
      return *value * column.scale;
    }
  }
  const auto value = undisturbed(*trial.run, column.of_attack);
  return value && (trial.attack == nullptr ||
                   column.of_attack == std::string("broker_rss_peak_bytes"))
             ? std::optional(*value * column.scale)
             : std::nullopt;
}

/// The median, least to most below. A round that did not recover has no value: it is the longest.
Cell spread_cell(std::vector<double> values, std::size_t rounds, bool is_recovery) {
  const std::size_t without = is_recovery ? rounds - values.size() : 0;
  if (is_recovery && 2 * without > rounds) {
    return {.text = "beyond",
            .sub = fmt::format("{} of {} rounds", without, rounds),
            .tone = Tone::muted};
  }
  if (values.empty()) {
    return {.text = "–", .tone = Tone::muted};
  }
  std::sort(values.begin(), values.end());
  const double middle = median(values).value_or(0);
  return {.text = number_text(middle),
          .sub = values.size() > 1
                     ? fmt::format("{} to {}",
                                   number_text(values.front()),
                                   without > 0 ? "beyond" : number_text(values.back()))
                     : "",
          .value = middle};
}

Cell verdict_cell(const std::vector<const Trial*>& trials) {
  std::map<std::string, int> verdicts;
  bool died = false;
  for (const Trial* trial : trials) {
    if (trial->attack == nullptr || trial->series_order == 0 || trial->series_order == 3) {
      return {.text = "–", .sub = "control", .tone = Tone::muted};
    }
    ++verdicts[text(*trial->attack, "verdict")];
    const json* alive = find(*trial->attack, "metrics.broker_alive");
    died = died || (alive != nullptr && alive->is_boolean() && !alive->get<bool>());
  }
  Cell cell{.text = "– not measured", .tone = Tone::muted, .pill = true};
  if (verdicts["succeeded"] > 0) {
    cell.text = "✗ harm";
    cell.tone = Tone::bad;
  } else if (verdicts["inconclusive"] > 0) {
    cell.text = "? inconclusive";
    cell.tone = Tone::warn;
  } else if (verdicts["blocked"] > 0) {
    cell.text = "✓ holds";
    cell.tone = Tone::good;
  }
  cell.sub = died ? "the broker died" : plural(static_cast<double>(trials.size()), "round");
  return cell;
}

}  // namespace

std::optional<Table> resilience_table(const Study& study) {
  const std::vector<Trial> trials = trials_of(study);
  if (trials.empty()) {
    return std::nullopt;
  }
  std::map<std::tuple<int, std::string, int, std::string>, std::vector<const Trial*>> groups;
  for (const Trial& trial : trials) {
    groups[{trial.order, trial.title, trial.series_order, trial.label}].push_back(&trial);
  }
  Table table{
      .id = "resilience",
      .caption = "Attack beside legitimate traffic: median over rounds, least to most below",
      .columns = {{"Attack"}, {"Condition"}, {"Outcome"}}};
  for (const Harm& column : harms) {
    table.columns.push_back({column.title, column.unit, true});
  }
  for (const auto& [key, group] : groups) {
    std::vector<Cell> row = {
        {.text = std::get<1>(key)}, {.text = std::get<3>(key)}, verdict_cell(group)};
    for (const Harm& column : harms) {
      std::vector<double> values;
      for (const Trial* trial : group) {
        if (const auto value = figure(*trial, column)) {
          values.push_back(*value);
        }
      }
      row.push_back(
          spread_cell(std::move(values), group.size(), column.of_attack == recovery_figure));
    }
    table.rows.push_back(std::move(row));
  }
  table.note =
      "✗ harm beyond that of the same attacker driving a sink, ✓ none, ? the control alone "
      "disturbed the flow, or the rounds disagree. "
      "Recovery: until p99 and connects are back within the margin of the baseline, or within "
      "1 and 5 ms of it; beyond: not within the measured window.";
  return table;
}

namespace {

std::string amount(const json& entry, const char* field) {
  const auto value = number(entry, field);
  if (!value) {
    return "–";
  }
  return text(entry, "unit") == "share" ? number_text(*value * 100) + " pp"
                                        : "× " + number_text(*value);
}

/// A change with its interval below.
Cell change_cell(const json& entry, const char* field, const char* interval) {
  const json& ends = rows(entry, interval);
  Cell cell{.text = amount(entry, field)};
  if (ends.size() == 2 && ends[0].is_number() && ends[1].is_number()) {
    const double scale = text(entry, "unit") == "share" ? 100 : 1;
    cell.sub = fmt::format("{} to {}",
                           number_text(ends[0].get<double>() * scale),
                           number_text(ends[1].get<double>() * scale));
  }
  return cell;
}

Cell figure_cell(const json& entry, const char* field, const Harm& column) {
  const auto value = number(entry, field);
  return {.text = value ? number_text(*value * column.scale) : "–", .value = value};
}

}  // namespace

std::optional<Table> harm_table(const Study& study) {
  Table table{.id = "harm",
              .caption = "Harm beyond the attacker alone, and what the defence restores",
              .columns = {{"Attack"},
                          {"Condition"},
                          {"Figure"},
                          {"No attack", "", true},
                          {"Attacker alone", "", true},
                          {"Measured", "", true},
                          {"Harm", "", true},
                          {"Restored", "", true},
                          {"Verdict"}}};
  for (const json& entry : rows(study.document(), "resilience")) {
    const auto column = std::find_if(harms.begin(), harms.end(), [&](const Harm& harm) {
      return text(entry, "metric") == harm.of_attack;
    });
    if (column == harms.end()) {
      continue;
    }
    const std::string verdict = text(entry, "verdict");
    const bool harm = verdict == "harm", unclear = verdict == "inconclusive";
    const std::string defence = text(entry, "defence");
    table.rows.push_back(
        {{.text = text(entry, "title"), .sub = text(entry, "where")},
         {.text = text(entry, "arm") == "defended" ? "attack + defence" : "attack", .sub = defence},
         {.text = fmt::format("{}, {}", column->title, column->unit)},
         figure_cell(entry, "none", *column),
         figure_cell(entry, "sink", *column),
         figure_cell(entry, "value", *column),
         change_cell(entry, "harm", "ci"),
         change_cell(entry, "restored", "restored_ci"),
         {.text = harm      ? "✗ harm"
                  : unclear ? "? inconclusive"
                            : "✓ none",
          .tone = harm      ? Tone::bad
                  : unclear ? Tone::warn
                            : Tone::good,
          .pill = true}});
  }
  if (table.rows.empty()) {
    return std::nullopt;
  }
  table.note =
      "Medians over rounds. Harm: percentage points less (pp), or times as much (×), than with the "
      "attacker alone (memory: than without attack), paired by round; below it the exact 95 % "
      "interval from 6 rounds on, else least to most. Restored: the same against the attack "
      "without defence. Limits of harm: docs/resilience.md.";
  return table;
}

}  // namespace mqseal::report
