// SPDX-License-Identifier: MIT
#include "sim/report/capture_tables.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr std::size_t most_packets = 60;

Cell visibility_cell(const json& finding) {
  const std::string visibility = text(finding, "visibility");
  return {.text = visibility == "VISIBLE"       ? "✗ VISIBLE"
                  : visibility == "NOT VISIBLE" ? "✓ NOT VISIBLE"
                                                : "? " + visibility,
          .tone = visibility == "VISIBLE"       ? Tone::bad
                  : visibility == "NOT VISIBLE" ? Tone::good
                                                : Tone::warn,
          .pill = true,
          .tip = text(finding, "why")};
}

std::string run_name(const json& run) {
  const std::string cipher = text(run, "factors.cipher", "none");
  return cipher_name(cipher) + ", round " + text(run, "round", "–");
}

Table findings_table(const std::vector<const json*>& runs) {
  Table table{
      .id = "canaries",
      .caption = "What was looked for in the captured streams, and whether it could be read",
      .columns = {{"Text"}, {"Where"}, {"Run"}, {"Verdict"}, {"Sightings", "", true}}};
  for (const json* run : runs) {
    for (const json& finding : rows(*run, "capture.findings")) {
      const auto sightings = number(finding, "sightings");
      table.rows.push_back(
          {{.text = text(finding, "what")},
           {.text = text(finding, "where")},
           {.text = run_name(*run)},
           visibility_cell(finding),
           {.text = sightings ? count_text(*sightings) : "–", .value = sightings}});
    }
  }
  table.note =
      "Random canaries, searched for in the reassembled streams, also as hex and base64. NOT "
      "VISIBLE "
      "only where a positive control was seen and the capture dropped nothing.";
  return table;
}

Table packets_table(const json& run) {
  Table table{
      .id = "packets",
      .caption = fmt::format("The first packets of {}", text(run, "capture.file", "a capture")),
      .columns = {{"No.", "", true},
                  {"Time", "s", true},
                  {"Ports"},
                  {"Protocol"},
                  {"Bytes", "", true},
                  {"What"}},
      .folded = true};
  for (const json& packet : rows(run, "capture.packets")) {
    if (table.rows.size() == most_packets) {
      break;
    }
    const auto seconds = number(packet, "seconds"), bytes = number(packet, "bytes");
    table.rows.push_back(
        {{.text = text(packet, "number"), .value = number(packet, "number")},
         {.text = seconds ? fmt::format("{:.6f}", *seconds) : "–", .value = seconds},
         {.text = text(packet, "from_port") + " → " + text(packet, "to_port")},
         {.text = text(packet, "protocol")},
         {.text = bytes ? count_text(*bytes) : "–", .value = bytes},
         {.text = text(packet, "info")}});
  }
  return table;
}

Table explained_table(const json& run) {
  Table table{.id = "packet-kinds",
              .caption = "What the kinds of packet are for",
              .columns = {{"Kind"}, {"What it is for"}}};
  for (const json& kind : rows(run, "capture.explained")) {
    table.rows.push_back({{.text = text(kind, "kind")}, {.text = text(kind, "text")}});
  }
  return table;
}

}  // namespace

std::vector<Table> capture_tables(const Study& study) {
  std::vector<const json*> runs;
  for (const json& run : rows(study.document(), "runs")) {
    if (!rows(run, "capture.findings").empty() || !rows(run, "capture.packets").empty()) {
      runs.push_back(&run);
    }
  }
  std::vector<Table> tables;
  if (runs.empty()) {
    return tables;
  }
  for (Table table :
       {findings_table(runs), packets_table(*runs.front()), explained_table(*runs.front())}) {
    if (!table.rows.empty()) {
      tables.push_back(std::move(table));
    }
  }
  return tables;
}

std::optional<Table> breaks_table(const Study& study) {
  struct Break {
    std::vector<double> recovery, lost, lasted;
    int runs = 0, back = 0;
  };

  std::vector<std::pair<std::string, std::string>> order;
  std::map<std::pair<std::string, std::string>, Break> breaks;
  for (const Arm& arm : study.arms) {
    for (const json* run : arm.runs) {
      for (const json& fault : rows(*run, "faults")) {
        const std::pair key(text(fault, "action"), arm.condition);
        if (!breaks.contains(key)) {
          order.push_back(key);
        }
        Break& of = breaks[key];
        ++of.runs;
        if (const auto recovery = number(fault, "recovery_s")) {
          of.recovery.push_back(*recovery);
          ++of.back;
        }
        of.lasted.push_back(number(fault, "lasted_s").value_or(0));
        of.lost.push_back(number(*run, "counts.acknowledged_lost").value_or(0));
      }
    }
  }
  if (order.empty()) {
    return std::nullopt;
  }
  Table table{.id = "breaks",
              .caption = "When the broker stopped and started again",
              .columns = {{"What was done"},
                          {"Condition"},
                          {"Stopped", "s, median", true},
                          {"Recovery", "s, median", true},
                          {"Recovered", "of runs", true},
                          {"Acknowledged, then lost", "messages, median", true}}};
  for (const auto& key : order) {
    const Break& of = breaks[key];
    const auto recovery = median(of.recovery), lost = median(of.lost), lasted = median(of.lasted);
    table.rows.push_back({{.text = key.first},
                          {.text = key.second.empty() ? "–" : key.second},
                          {.text = number_text(lasted, ""), .value = lasted},
                          {.text = number_text(recovery, ""), .value = recovery},
                          {.text = fmt::format("{} of {}", of.back, of.runs)},
                          {.text = lost ? count_text(*lost) : "–",
                           .tone = lost && *lost > 0 ? Tone::bad : Tone::plain,
                           .value = lost}});
  }
  table.note =
      "Recovery: from the start of the new process until deliveries and p99 are back within the "
      "margin "
      "of what they were. Lost: messages that the broker had acknowledged and never delivered.";
  return table;
}

}  // namespace mqseal::report
