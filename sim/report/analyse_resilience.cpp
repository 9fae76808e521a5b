// SPDX-License-Identifier: MIT
#include "sim/report/analyse_resilience.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/record/negligible.h"
#include "sim/report/fields.h"
#include "sim/report/stats/signed_rank.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

/// A figure that an attack may harm. Harm is how much less of it there is (a share), or how many
/// times as much (a ratio of at least `limit`, where it also grew by `least`; or growth by `much`,
/// whatever it was before).
struct Figure {
  const char *metric, *unit;
  bool is_share;
  double limit, least, much;
};

constexpr double mebibyte = 1048576, without_limit = HUGE_VAL;

/// 5 percentage points; three times the latency and 1 ms more; three times the time to connect and
/// 5 ms more; twice the memory and 16 MiB more, or 64 MiB more. Below that nobody would call it an
/// attack.
constexpr std::array<Figure, 6> figures{{
    {"delivered_ratio", "share", true, 0.05, 0, without_limit},
    {"delivered_after_ratio", "share", true, 0.05, 0, without_limit},
    {"connect_success_ratio", "share", true, 0.05, 0, without_limit},
    {"p99_us", "ratio", false, 3, record::negligible_p99_us, without_limit},
    {"connect_median_ms", "ratio", false, 3, record::negligible_connect_ms, without_limit},
    {"broker_rss_peak_bytes", "ratio", false, 2, 16 * mebibyte, 64 * mebibyte},
}};

/// With fewer, all may be on one side by chance (3 of 3: once in 8), so each must be beyond the
/// limit.
constexpr std::size_t few_rounds = 5;

/// By round and arm; what else the scenario varied keeps apart what is compared.
struct Trials {
  std::string id, title, defence, where;
  json at;
  std::map<int, std::map<std::string, const json*>> rounds;
};

/// What was the same in all arms: what they set themselves is left out, unless the scenario varies
/// it.
json at_of(const json& result, const json& run) {
  json at = run.value("factors", json::object());
  const json* matrix = find(result, "scenario.matrix");
  for (const char* key : {"arm", "attack", "defence", "nofile", "key_type"}) {
    if (key == std::string_view("arm") || matrix == nullptr || !matrix->contains(key)) {
      at.erase(key);
    }
  }
  return at;
}

/// Says of each in which factors it differs from the others of its attack: "aedes".
void name_places(std::vector<Trials>& all) {
  for (Trials& trials : all) {
    for (const auto& [key, level] : trials.at.items()) {
      const auto differs = [&, &name = key, &own = level](const Trials& other) {
        return other.id == trials.id && other.at.value(name, json()) != own;
      };
      if (std::ranges::any_of(all, differs) && level.is_string()) {
        trials.where += (trials.where.empty() ? "" : ", ") + level.get<std::string>();
      }
    }
  }
}

std::vector<Trials> trials_of(const json& result) {
  std::vector<Trials> all;
  for (const json& run : rows(result, "runs")) {
    const json& attacks = rows(run, "attacks");
    if (attacks.empty() || text(attacks[0], "arm").empty() || flag(run, "interrupted")) {
      continue;
    }
    const json at = at_of(result, run);
    const json& attack = attacks[0];
    const std::string id = text(attack, "id");
    auto same = std::find_if(
        all.begin(), all.end(), [&](const Trials& t) { return t.id == id && t.at == at; });
    if (same == all.end()) {
      all.push_back({id, text(attack, "title"), "", "", at, {}});
      same = all.end() - 1;
    }
    const std::string arm = text(attack, "arm");
    same->defence = arm == "defended" ? text(attack, "defence") : same->defence;
    same->rounds[static_cast<int>(number(run, "round").value_or(0))][arm] = &attack;
  }
  name_places(all);
  return all;
}

std::optional<double> value_of(const json* attack, const Figure& figure) {
  return attack == nullptr ? std::nullopt
                           : number(*attack, std::string("metrics.") + figure.metric);
}

/// Positive: `value` is worse than `than`.
double harm_of(const Figure& figure, double value, double than) {
  if (figure.is_share) {
    return than - value;
  }
  return std::log(std::max(value, 1e-9) / std::max(than, 1e-9));
}

bool is_harm(const Figure& figure, double harm, double value, double than) {
  return figure.is_share ? harm > figure.limit
                         : (harm > std::log(figure.limit) && value - than > figure.least) ||
                               value - than > figure.much;
}

/// What the lower end of harm over rounds has to be above.
double least_harm(const Figure& figure, std::size_t rounds, bool grew_much) {
  if (rounds >= few_rounds || grew_much) {
    return 0;
  }
  return figure.is_share ? figure.limit : std::log(figure.limit);
}

struct Sample {
  std::vector<double> none, sink, value, harm, control, restored;
  std::size_t harmed = 0;  ///< rounds in which the harm is beyond the limit
};

/// From this share of the rounds on it is not chance that some were harmed.
constexpr double disagreeing_share = 1.0 / 3;

Sample sample_of(const Trials& trials, const std::string& arm, const Figure& figure) {
  Sample sample;
  for (const auto& [round, arms] : trials.rounds) {
    const auto of = [&, &known = arms](const std::string& wanted) {
      const auto found = known.find(wanted);
      return value_of(found == known.end() ? nullptr : found->second, figure);
    };
    const auto value = of(arm), none = of("none"), sink = of("sink"), attack = of("attack");
    if (none) {
      sample.none.push_back(*none);
    }
    if (sink) {
      sample.sink.push_back(*sink);
    }
    if (!value || !none) {
      continue;
    }
    sample.value.push_back(*value);
    // The sink's process has no broker's memory: there the run without an attack is the control.
    const bool memory = std::string_view(figure.metric).starts_with("broker_");
    const double than = sink && !memory ? *sink : *none;
    sample.harm.push_back(harm_of(figure, *value, than));
    sample.harmed += is_harm(figure, sample.harm.back(), *value, than) ? 1U : 0U;
    if (sink && !memory) {
      sample.control.push_back(harm_of(figure, *sink, *none));
    }
    if (attack && arm == "defended") {
      sample.restored.push_back(harm_of(figure, *attack, *value));
    }
  }
  return sample;
}

std::optional<double> middle(const std::vector<double>& values) {
  return values.empty() ? std::nullopt : std::optional(sample_median(values));
}

json or_null(std::optional<double> value) {
  return value && std::isfinite(*value) ? json(*value) : json(nullptr);
}

/// Exact where there are enough rounds; else from least to most.
std::pair<double, double> interval_of(const std::vector<double>& values) {
  if (static_cast<int>(values.size()) >= fewest_for_signed_rank(0.05)) {
    const Interval exact = SignedRank(values).interval(0.05);
    return {exact.lower, exact.upper};
  }
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  return {*least, *most};
}

/// Of shares as they are; of ratios as "times".
double shown(const Figure& figure, double harm) {
  return figure.is_share ? harm : std::exp(harm);
}

std::optional<json> entry_of(const Trials& trials, const std::string& arm, const Figure& figure) {
  const Sample sample = sample_of(trials, arm, figure);
  if (sample.value.empty()) {
    return std::nullopt;
  }
  const double harm = sample_median(sample.harm), value = sample_median(sample.value),
               none = sample_median(sample.none);
  const auto [low, high] = interval_of(sample.harm);
  const auto control = middle(sample.control), sink = middle(sample.sink);
  const bool memory = std::string_view(figure.metric).starts_with("broker_");
  const double than = sink && !memory ? *sink : none;
  const bool control_broke = control && sink && is_harm(figure, *control, *sink, none);
  const double least = least_harm(figure, sample.harm.size(), value - than > figure.much);
  const bool rounds_disagree = static_cast<double>(sample.harmed) >=
                               disagreeing_share * static_cast<double>(sample.harm.size());
  const char* verdict = control_broke                                       ? "inconclusive"
                        : is_harm(figure, harm, value, than) && low > least ? "harm"
                        : rounds_disagree                                   ? "inconclusive"
                                                                            : "no harm";
  json entry = {{"attack", trials.id},
                {"title", trials.title},
                {"at", trials.at},
                {"where", trials.where},
                {"arm", arm},
                {"defence", arm == "defended" ? json(trials.defence) : json(nullptr)},
                {"metric", figure.metric},
                {"unit", figure.unit},
                {"n", sample.value.size()},
                {"harmed_rounds", sample.harmed},
                {"none", none},
                {"sink", or_null(sink)},
                {"value", value},
                {"harm", shown(figure, harm)},
                {"ci", {or_null(shown(figure, low)), or_null(shown(figure, high))}},
                {"control_harm", control ? json(shown(figure, *control)) : json(nullptr)},
                {"restored", nullptr},
                {"restored_ci", nullptr},
                {"limit", figure.limit},
                {"verdict", verdict}};
  if (!sample.restored.empty()) {
    const auto [less, more] = interval_of(sample.restored);
    entry["restored"] = shown(figure, sample_median(sample.restored));
    entry["restored_ci"] = {or_null(shown(figure, less)), or_null(shown(figure, more))};
  }
  return entry;
}

}  // namespace

json resilience_of(const json& result) {
  json entries = json::array();
  for (const Trials& trials : trials_of(result)) {
    for (const char* arm : {"attack", "defended"}) {
      for (const Figure& figure : figures) {
        if (auto entry = entry_of(trials, arm, figure)) {
          entries.push_back(std::move(*entry));
        }
      }
    }
  }
  return entries;
}

void set_flood_verdicts(json& result) {
  for (json& run : result["runs"]) {
    if (!run.contains("attacks")) {
      continue;
    }
    const json at = at_of(result, run);
    for (json& attack : run["attacks"]) {
      const std::string arm = attack.value("arm", "");
      if (arm.empty()) {
        continue;
      }
      bool harm = !attack["metrics"].value("broker_alive", true), unclear = false, any = false;
      for (const json& entry : result["resilience"]) {
        if (entry["attack"] == attack["id"] && entry["arm"] == arm && entry["at"] == at) {
          any = true;
          harm = harm || entry["verdict"] == "harm";
          unclear = unclear || entry["verdict"] == "inconclusive";
        }
      }
      attack["verdict"] = harm      ? "succeeded"
                          : unclear ? "inconclusive"
                          : any     ? "blocked"
                                    : "not_measured";
    }
  }
}

}  // namespace mqseal::report
