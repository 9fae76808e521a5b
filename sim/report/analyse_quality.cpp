// SPDX-License-Identifier: MIT
#include "sim/report/analyse_quality.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/record/lateness.h"
#include "sim/report/analyse_steadiness.h"
#include "sim/report/effect_entry.h"
#include "sim/report/fields.h"
#include "sim/report/model.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;
using Runs = std::vector<const json*>;

constexpr double most_marked = 0.1;     // design.md, decision 11
constexpr double most_lost = 0.001;     // of what was sent
constexpr double much_drift = 0.2;      // between the slowest and the fastest baseline run
constexpr double busy_processor = 0.9;  // of one CPU: queues grow beyond it
constexpr int enough_rounds = 10;       // below, a family of 20 comparisons settles nothing

enum class Outcome { pass, fail, noted };

json check(const char* name, const char* rule, std::string detail, Outcome outcome) {
  return {{"check", name},
          {"rule", rule},
          {"detail", std::move(detail)},
          {"pass", outcome == Outcome::noted ? json(nullptr) : json(outcome == Outcome::pass)}};
}

double count(const json& run, const char* name) {
  return value_at(run, std::string("counts.") + name).value_or(0);
}

bool under_attack(const json& run) {
  const auto factors = run.find("factors");
  return factors != run.end() && factors->is_object() &&
         level_text(factors->value("attack", json("none"))) != "none";
}

/// Load runs without attack: what the rules of an orderly run hold for.
Runs orderly_runs(const json& result) {
  Runs runs = counted_runs(result);
  std::erase_if(runs, [](const json* run) {
    return under_attack(*run) || !run->contains("latency_us") || !run->contains("counts");
  });
  return runs;
}

json lateness_check(const Runs& runs) {
  std::size_t late = 0;
  bool repeated = false;
  std::string first;
  for (const json* run : runs) {
    repeated = repeated || !run->value("repeat_of", json()).is_null();
    if (const std::string fault = record::lateness_fault(*run); !fault.empty()) {
      first = late == 0 ? run->value("id", "") + ": " + fault : first;
      ++late;
    }
  }
  const bool fails = static_cast<double>(late) > most_marked * static_cast<double>(runs.size());
  return check("Schedule kept",
               "p99 lateness at most max(100 µs, 10 % of the median response) and 99.9 % of the "
               "schedule sent, in at least 90 % of the runs",
               late == 0 ? fmt::format("{} of {} runs kept it", runs.size(), runs.size())
                         : fmt::format("{} of {} runs broke it{}; first {}",
                                       late,
                                       runs.size(),
                                       repeated ? ", after their repeat" : "",
                                       first),
               fails      ? Outcome::fail
               : late > 0 ? Outcome::noted
                          : Outcome::pass);
}

json loss_check(const Runs& runs) {
  double sent = 0, lost = 0, rejected = 0, duplicated = 0, unmatched = 0;
  for (const json* run : runs) {
    sent += count(*run, "sent");
    lost += count(*run, "lost");
    rejected += count(*run, "rejected");
    duplicated += count(*run, "duplicated");
    unmatched += count(*run, "unmatched");
  }
  const bool fails = lost > most_lost * sent || rejected > 0;
  const bool clean = lost + rejected + duplicated + unmatched == 0;
  return check("No loss",
               "at most 0.1 % of the messages lost, none rejected",
               fmt::format("{} of {} messages lost, {} rejected, {} duplicated, {} without a known "
                           "send time",
                           count_text(lost),
                           count_text(sent),
                           count_text(rejected),
                           count_text(duplicated),
                           count_text(unmatched)),
               fails   ? Outcome::fail
               : clean ? Outcome::pass
                       : Outcome::noted);
}

std::optional<json> drop_check(const Runs& runs) {
  double dropped = 0, sent = 0;
  bool known = false;
  for (const json* run : runs) {
    known = known || value_at(*run, "counts.broker_dropped").has_value();
    dropped += count(*run, "broker_dropped");
    sent += count(*run, "sent");
  }
  if (!known) {
    return std::nullopt;
  }
  return check(
      "Broker drops",
      "the broker dropped at most 0.1 % of the messages",
      fmt::format("{} of {} dropped by its own count", count_text(dropped), count_text(sent)),
      dropped > most_lost * sent ? Outcome::fail
      : dropped > 0              ? Outcome::noted
                                 : Outcome::pass);
}

bool balances(const json& run) {
  return count(run, "scheduled") == count(run, "sent") + count(run, "backlog") &&
         count(run, "sent") ==
             count(run, "delivered") + count(run, "lost") + count(run, "in_flight");
}

json ledger_check(const Runs& runs) {
  const auto bad =
      std::find_if(runs.begin(), runs.end(), [](auto* run) { return !balances(*run); });
  return check("Ledger",
               "scheduled = sent + backlog and sent = delivered + lost + in flight, in every run",
               bad == runs.end() ? fmt::format("balances in all {} runs", runs.size())
                                 : "does not balance, first in " + (*bad)->value("id", ""),
               bad == runs.end() ? Outcome::pass : Outcome::fail);
}

/// The machine's drift, seen in the runs of the A/A control and its twin.
std::optional<json> drift_check(const Runs& runs) {
  const MetricRule metric = metric_rule("cpu.broker_us_per_msg");
  const auto control = std::find_if(
      runs.begin(), runs.end(), [](const json* run) { return run->value("control", false); });
  if (control == runs.end()) {
    return std::nullopt;
  }
  std::vector<double> values;
  for (const json* run : runs) {
    const auto value = value_at(*run, metric.path);
    if (value && run->value("factors", json()) == (*control)->value("factors", json())) {
      values.push_back(*value);
    }
  }
  if (values.size() < 2) {
    return std::nullopt;
  }
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double range = *least > 0 ? *most / *least - 1 : 0;
  return check("Drift of the machine",
               "broker CPU per message of like runs within 20 %; more is noted, since pairs inside "
               "a round cancel it",
               fmt::format("{} to {} µs over {} like runs: {:.0f} %",
                           number_text(*least),
                           number_text(*most),
                           values.size(),
                           100 * range),
               range > much_drift ? Outcome::noted : Outcome::pass);
}

std::optional<json> load_check(const Runs& runs) {
  double fleet = 0, broker = 0;
  bool known = false;
  for (const json* run : runs) {
    const double rate = value_at(*run, "throughput_msg_s").value_or(0) / 1e6;
    const auto of_fleet = value_at(*run, "cpu.fleet_us_per_msg");
    const auto of_broker = value_at(*run, "cpu.broker_us_per_msg");
    known = known || of_fleet || of_broker;
    fleet = std::max(fleet, of_fleet.value_or(0) * rate);
    broker = std::max(broker, of_broker.value_or(0) * rate);
  }
  if (!known) {
    return std::nullopt;
  }
  return check("Generator and broker load",
               "each below 90 % of one CPU in every run; beyond, queues decide, not ciphers",
               fmt::format("at most {:.0f} % of one CPU for the generator, {:.0f} % for the broker",
                           100 * fleet,
                           100 * broker),
               std::max(fleet, broker) > busy_processor ? Outcome::noted : Outcome::pass);
}

/// The noise floor of each primary metric must lie inside the margin.
void add_control_checks(json& out, const json& result, double margin) {
  for (const json& effect : result.value("effects", json::array())) {
    if (!effect.value("control", false) || effect.value("family", "") != "primary") {
      continue;
    }
    const json& ci = effect.at("ci95");
    std::string name = "A/A control, " + metric_name(text(effect, "metric")).title;
    for (const auto& [key, level] : effect.at("at").items()) {
      const std::string words = level_text(level);
      name += words.empty() || words == "none" ? "" : fmt::format(", {} {}", key, words);
    }
    const bool known = ci[0].is_number() && ci[1].is_number();
    const bool inside = known && ci[0].get<double>() >= -margin && ci[1].get<double>() <= margin;
    const json& notes = rows(effect, "notes");
    out.push_back(check(
        name.c_str(),
        "95 % interval of plaintext against itself inside the margin",
        known
            ? fmt::format("{}, margin ±{} %", interval_text(ci[0], ci[1]), percent_text(margin))
            : "no interval: " + (notes.empty() ? "not measured" : notes.back().get<std::string>()),
        !known   ? Outcome::noted
        : inside ? Outcome::pass
                 : Outcome::fail));
  }
}

json rounds_check(const json& result, const Runs& runs, bool quick_look) {
  int rounds = 0;
  for (const json* run : runs) {
    rounds = std::max(rounds, run->value("round", 0));
  }
  std::size_t interrupted = 0;
  for (const json& run : result.at("runs")) {
    interrupted += run.value("interrupted", false) ? 1U : 0U;
  }
  std::string detail = plural(rounds, "round");
  if (interrupted > 0) {
    detail += fmt::format(", {} interrupted and left out",
                          plural(static_cast<double>(interrupted), "run"));
  }
  if (quick_look) {
    detail += rounds < static_cast<int>(fewest_quick_rounds)
                  ? "; a quick look, not for claims"
                  : "; a quick look: verdicts for the primary metrics alone";
  }
  return check(
      "Rounds",
      "10 or more, none interrupted",
      detail,
      rounds < enough_rounds || interrupted > 0 || quick_look ? Outcome::noted : Outcome::pass);
}

}  // namespace

json quality_of(const json& result) {
  const Design design = design_of(result);
  const Runs runs = orderly_runs(result);
  json out = json::array();
  if (runs.empty()) {
    return out;
  }
  out.push_back(rounds_check(result, runs, design.quick_look));
  out.push_back(lateness_check(runs));
  out.push_back(loss_check(runs));
  out.push_back(ledger_check(runs));
  for (const std::optional<json>& optional :
       {drop_check(runs), load_check(runs), drift_check(runs)}) {
    if (optional) {
      out.push_back(*optional);
    }
  }
  const Steadiness steadiness = steadiness_of(runs);
  if (steadiness.judged > 0) {
    out.push_back(
        check("Steadiness",
              "no shift of the median per second inside a run (Pettitt's test, p < 0.001)",
              fmt::format("{} of {} runs not steady{}{}",
                          steadiness.unsteady,
                          steadiness.judged,
                          steadiness.first.empty() ? "" : ", first ",
                          steadiness.first),
              steadiness.unsteady > 0 ? Outcome::noted : Outcome::pass));
  }
  add_control_checks(out, result, design.margin);
  if (design.quick_look) {
    for (json& entry : out) {
      entry["pass"] = entry["pass"] == false ? json(nullptr) : entry["pass"];
    }
  }
  return out;
}

}  // namespace mqseal::report
