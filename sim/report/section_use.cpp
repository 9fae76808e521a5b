// SPDX-License-Identifier: MIT
// Use in coursework, reproduce, method and sources.
#include <fmt/format.h>

#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/sections.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr std::size_t most_sentences = 24;

/// Primary metrics alone are claimed; what has no verdict says nothing to quote.
bool quotable(const json& effect) {
  return !is_control_effect(effect) && text(effect, "factor") == "cipher" &&
         text(effect, "family") == "primary" && !text(effect, "verdict").empty() &&
         !text(effect, "sentence").empty();
}

std::string command_of(const json& result) {
  const std::string file = text(result, "scenario.file");
  return fmt::format(
      "mqseal run {} --seed {}", file.empty() ? "scenario.yaml" : file, text(result, "seed", "1"));
}

std::string host_text(const json& host) {
  std::string words;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) {
      words += (words.empty() ? "" : "; ") + part;
    }
  };
  add(text(host, "cpu_model"));
  if (const auto cores = number(host, "cores")) {
    add(plural(*cores, "core"));
  }
  add(text(host, "distribution"));
  add(text(host, "kernel"));
  add(text(host, "virtualisation"));
  return words;
}

}  // namespace

Section coursework_section(const Study& study) {
  Section section{"coursework", "Use in coursework", {}};
  section.blocks.push_back(paragraph(study.quick_look
                                         ? "This result is a quick look, not for claims: repeat it "
                                           "with 10 rounds before you quote it."
                                         : "Sentences with their numbers, ready to copy. Each says "
                                           "no more than its interval allows."));
  std::size_t made = 0;
  for (const json& effect : rows(study.document(), "effects")) {
    if (quotable(effect) && made < most_sentences) {
      section.blocks.push_back(quote(text(effect, "sentence")));
      ++made;
    }
  }
  if (made == 0) {
    section.blocks.push_back(
        not_measured("Changes with intervals", "mqseal run scenarios/quickstart.yaml --rounds 10"));
  }
  return section;
}

Section reproduce_section(const Study& study) {
  Section section{"reproduce", "Reproduce this run", {}};
  const json& result = study.document();
  section.blocks.push_back(code("The same plan, in the same random order", command_of(result)));
  const json host = result.value("host", json::object());
  Table table{.id = "provenance",
              .caption = "Where these numbers come from",
              .columns = {{"What"}, {"Value"}}};
  const auto add = [&](const std::string& what, const std::string& value) {
    if (!value.empty()) {
      table.rows.push_back({{.text = what}, {.text = value}});
    }
  };
  add("Program",
      fmt::format("mqseal {}, commit {}",
                  text(result, "tool.version", "?"),
                  text(result, "tool.git", "unknown")));
  add("Compiler",
      text(result, "tool.compiler") + " " + text(result, "tool.flags") + " (" +
          text(result, "tool.build_type") + ")");
  add("Machine", host_text(host));
  add("Scenario", text(result, "scenario.name") + ", SHA-256 " + text(result, "scenario_sha256"));
  add("Seed", text(result, "seed"));
  section.blocks.push_back(block(std::move(table)));
  return section;
}

Section method_section(const Study& study) {
  Section section{"method", "Method and sources", {}};
  section.blocks.push_back(
      paragraph(fmt::format("Every round runs each cipher once, in seeded random order, with a "
                            "second plaintext run as control. "
                            "Changes are paired inside a round: Hodges-Lehmann estimate of the "
                            "log-ratio to plaintext with its exact "
                            "signed-rank interval, Holm-adjusted over the declared metrics. The "
                            "margin (±{} %) was fixed in the "
                            "scenario. Latency counts from the moment a message was due.",
                            percent_text(study.margin))));
  return section;
}

}  // namespace mqseal::report
