// SPDX-License-Identifier: MIT
// Every run as a mark: in the order in which the runs were made, and throughput against CPU.
#include <algorithm>

#include <fmt/format.h>

#include "sim/report/charts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

struct PlacedRun {
  const Arm* arm;
  const json* run;
  double round, slot;
};

/// Load runs in the order in which they were made.
std::vector<PlacedRun> runs_in_order(const Study& study) {
  std::vector<PlacedRun> placed;
  for (const Arm& arm : study.arms) {
    for (const json* run : arm.runs) {
      placed.push_back(
          {&arm, run, number(*run, "round").value_or(0), number(*run, "slot").value_or(0)});
    }
  }
  std::stable_sort(placed.begin(), placed.end(), [](const PlacedRun& a, const PlacedRun& b) {
    return std::make_pair(a.round, a.slot) < std::make_pair(b.round, b.slot);
  });
  return placed;
}

/// All but 0.1 % of what the schedule held.
bool delivered_all(const json& run) {
  const auto scheduled = number(run, "counts.scheduled"),
             delivered = number(run, "counts.delivered");
  return scheduled && delivered && *delivered >= 0.999 * *scheduled;
}

}  // namespace

json legend_rows(const Study& study, bool with_control) {
  json legend = json::array();
  for (const Arm& arm : study.arms) {
    if (with_control || !arm.control) {
      legend.push_back({{"cipher", arm.cipher},
                        {"label", arm.name()},
                        {"control", arm.control},
                        {"place", legend.size()}});
    }
  }
  return legend;
}

std::optional<Chart> order_chart(const Study& study) {
  Chart chart{.id = "order",
              .title = "Median latency of every run, in the order in which the runs were made",
              .subtitle =
                  "One mark a run. The thin line joins the plaintext runs. Where the machine "
                  "slows down, all ciphers move together; pairing inside a round cancels it."};
  chart.table = {.id = "order",
                 .caption = "Every run in the order in which it was made",
                 .columns = {{"Run"},
                             {"Round", "", true},
                             {"Cipher"},
                             {"Median latency", "ms", true},
                             {"p99 latency", "ms", true},
                             {"Seal, CPU", "µs", true},
                             {"Open, CPU", "µs", true}}};
  json runs = json::array(), rounds = json::array();
  int place = 0;
  for (const PlacedRun& placed : runs_in_order(study)) {
    const auto p50 = number(*placed.run, "latency_us.response.p50");
    const auto p99 = number(*placed.run, "latency_us.response.p99");
    const auto seal = number(*placed.run, "cpu.seal_ns"), open = number(*placed.run, "cpu.open_ns");
    const auto scaled = [](std::optional<double> value) {
      return value ? std::optional(*value / 1000) : std::nullopt;
    };
    const auto cell = [](std::optional<double> value) {
      return Cell{.text = number_text(value, ""), .value = value};
    };
    chart.table.rows.push_back({{.text = text(*placed.run, "id"), .value = place},
                                {.text = plain_text(placed.round), .value = placed.round},
                                {.text = placed.arm->name(), .cipher = placed.arm->cipher},
                                cell(scaled(p50)),
                                cell(scaled(p99)),
                                cell(scaled(seal)),
                                cell(scaled(open))});
    if (rounds.empty() || rounds.back()["round"] != placed.round) {
      rounds.push_back({{"round", placed.round}, {"from", place - 0.5}, {"to", place + 0.5}});
    }
    rounds.back()["to"] = place + 0.5;
    rounds.back()["middle"] = (rounds.back()["from"].get<double>() + place + 0.5) / 2;
    if (p50) {
      runs.push_back({{"place", place},
                      {"value", *p50 / 1000},
                      {"cipher", placed.arm->cipher},
                      {"control", placed.arm->control},
                      {"tip",
                       fmt::format("{}, round {}: {} ms",
                                   placed.arm->name(),
                                   placed.round,
                                   number_text(*p50 / 1000))}});
    }
    ++place;
  }
  if (runs.empty()) {
    return std::nullopt;
  }
  chart.alternative = fmt::format("Dot plot of the median latency of {} in {}.",
                                  plural(static_cast<double>(runs.size()), "run"),
                                  plural(static_cast<double>(rounds.size()), "round"));
  chart.data = {{"runs", std::move(runs)},
                {"rounds", std::move(rounds)},
                {"legend", legend_rows(study, true)}};
  return chart;
}

std::optional<Chart> throughput_chart(const Study& study) {
  Table table{.id = "throughput",
              .caption = "Throughput and client CPU, every run",
              .columns = {{"Run"},
                          {"Cipher"},
                          {"Client CPU", "µs per message", true},
                          {"Throughput", "msg/s", true}}};
  json runs = json::array();
  bool kept_up = true;
  double most = 0;
  for (const PlacedRun& placed : runs_in_order(study)) {
    const auto cpu = number(*placed.run, "cpu.fleet_us_per_msg");
    const auto rate = number(*placed.run, "throughput_msg_s");
    if (placed.arm->control || !cpu || !rate || *cpu <= 0) {
      continue;
    }
    kept_up = kept_up && delivered_all(*placed.run);
    most = std::max(most, *rate);
    runs.push_back({{"cipher", placed.arm->cipher},
                    {"label", placed.arm->name()},
                    {"order", placed.arm->order},
                    {"cpu_us", *cpu},
                    {"throughput", *rate},
                    {"tip",
                     fmt::format("{}: {} µs per message, {} msg/s",
                                 placed.arm->name(),
                                 number_text(*cpu),
                                 count_text(*rate))}});
    table.rows.push_back({{.text = text(*placed.run, "id")},
                          {.text = placed.arm->name(), .cipher = placed.arm->cipher},
                          {.text = number_text(*cpu), .value = cpu},
                          {.text = count_text(*rate), .value = rate}});
  }
  if (runs.empty()) {
    return std::nullopt;
  }
  const std::string count = plural(static_cast<double>(runs.size()), "run");
  // Where all was delivered that was offered, throughput says nothing, and only the CPU is drawn.
  Chart chart{.id = kept_up ? "cpu" : "throughput", .title = {}, .table = std::move(table)};
  if (kept_up) {
    chart.title = "Client CPU per message, every run";
    chart.subtitle = fmt::format(
        "One mark a run; the number is the median. Every cipher delivered what the scenario "
        "offered (up to {} msg/s), so throughput tells nothing apart here; how much a cipher can "
        "carry is the capacity search's question.",
        count_text(most));
    chart.alternative = fmt::format("Strip plot of the client CPU per message of {}.", count);
  } else {
    chart.title = "Throughput against CPU, every run";
    chart.subtitle = "One mark a run. Upper left is better.";
    chart.alternative =
        fmt::format("Scatter plot of throughput and client CPU per message of {}.", count);
  }
  chart.data = {{"runs", std::move(runs)}, {"legend", legend_rows(study, false)}};
  return chart;
}

}  // namespace mqseal::report
