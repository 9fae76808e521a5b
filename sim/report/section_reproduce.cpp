// SPDX-License-Identifier: MIT
// Reproduce: the command, the machine, the program, and the scenario with every default.
#include <fmt/format.h>

#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/reproduce.h"
#include "sim/report/sections.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

std::string list_text(const json& items) {
  std::string words;
  for (const json& item : items) {
    words +=
        (words.empty() ? "" : ", ") + (item.is_string() ? item.get<std::string>() : item.dump());
  }
  return words;
}

std::string pairs_text(const json& from) {
  std::string words;
  for (const auto& [key, value] : from.items()) {
    words += (words.empty() ? "" : ", ") + key + " " +
             (value.is_string() ? value.get<std::string>() : value.dump());
  }
  return words;
}

std::string gigabytes(const std::optional<double>& bytes) {
  return bytes ? number_text(*bytes / 1e9) + " GB" : "";
}

std::string load_text(const json& host) {
  const json& load = rows(host, "load_average");
  return load.size() == 3 ? fmt::format("{}, {}, {} over 1, 5 and 15 minutes at the start",
                                        number_text(load[0].get<double>()),
                                        number_text(load[1].get<double>()),
                                        number_text(load[2].get<double>()))
                          : "";
}

Table provenance_table(const json& result) {
  Table table{.id = "provenance",
              .caption = "Where these numbers come from",
              .columns = {{"What"}, {"Value"}}};
  const auto add = [&](const std::string& what, const std::string& value) {
    if (!value.empty()) {
      table.rows.push_back({{.text = what}, {.text = value}});
    }
  };
  const json host = result.value("host", json::object());
  add("Program",
      fmt::format("mqseal {}, commit {}",
                  text(result, "tool.version", "?"),
                  text(result, "tool.git", "unknown")));
  add("Compiler",
      text(result, "tool.compiler") + " " + text(result, "tool.flags") + " (" +
          text(result, "tool.build_type") + ")");
  add("Libraries", pairs_text(host.value("libraries", json::object())));
  const auto cores = number(host, "cores");
  add("Processor", text(host, "cpu_model") + (cores ? ", " + plural(*cores, "core") : ""));
  add("Processor features", list_text(rows(host, "cpu_flags")));
  add("Frequency governor", text(host, "governor", "not exposed"));
  add("Memory", gigabytes(number(host, "memory_bytes")));
  add("System", text(host, "distribution") + ", " + text(host, "kernel"));
  add("Virtual machine", text(host, "virtualisation"));
  add("Clock", text(host, "clock_source"));
  add("Load of the machine", load_text(host));
  if (const auto stolen = number(host, "stolen_share_since_boot")) {
    add("CPU time stolen since boot", number_text(100 * *stolen) + " %");
  }
  if (const auto files = number(host, "limits.nofile.soft")) {
    add("Open files allowed", count_text(*files));
  }
  add("Scenario", text(result, "scenario.name") + ", SHA-256 " + text(result, "scenario_sha256"));
  add("Seed", text(result, "seed"));
  add("Started, finished",
      text(result, "started_utc", "–") + ", " + text(result, "finished_utc", "–"));
  return table;
}

}  // namespace

std::string reproduce_command(const json& result) {
  const std::string file = text(result, "scenario.file");
  std::string command = fmt::format("mqseal run {}", file.empty() ? "scenario.yaml" : file);
  if (const std::string seed = text(result, "seed"); !seed.empty()) {
    command += " --seed " + seed;
  }
  if (const auto rounds = number(result, "scenario.rounds")) {
    command += fmt::format(" --rounds {:.0f}", *rounds);
  }
  return command;
}

Section reproduce_section(const Study& study) {
  Section section{"reproduce", "Reproduce this run", {}};
  const json& result = study.document();
  section.blocks.push_back(
      code("The same plan, in the same random order", reproduce_command(result)));
  section.blocks.push_back(block(provenance_table(result)));
  if (const std::string yaml = text(result, "scenario.resolved_yaml"); !yaml.empty()) {
    Block scenario = code("The scenario with every default and flag filled in", yaml);
    scenario.folded = true;
    section.blocks.push_back(std::move(scenario));
  }
  section.blocks.push_back(note(
      "`result.json` beside this page holds every number of it; `mqseal schema result` says what "
      "its fields mean. `runs/` holds each run's histograms (`latency.hlog`, which "
      "HdrHistogram's tools open), the broker's configuration and its log."));
  return section;
}

}  // namespace mqseal::report
