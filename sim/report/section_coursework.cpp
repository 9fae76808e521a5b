// SPDX-License-Identifier: MIT
// Use in coursework: sentences with their numbers, how to cite, files to include.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/report/facts.h"
#include "sim/report/fields.h"
#include "sim/report/markup.h"
#include "sim/report/names.h"
#include "sim/report/sections.h"

namespace mqseal::report {
namespace {

using nlohmann::json;
using Sentences = std::vector<std::string>;

constexpr std::size_t most_effects = 24;

/// Primary metrics alone are claimed; what has no verdict says nothing to quote.
bool quotable(const json& effect) {
  return !is_control_effect(effect) && text(effect, "factor") == "cipher" &&
         text(effect, "family") == "primary" && !text(effect, "verdict").empty() &&
         !text(effect, "sentence").empty();
}

Sentences decision_sentences(const json& result) {
  const json* decision = find(result, "decision");
  if (decision == nullptr || text(*decision, "headline").empty() ||
      !text(*decision, "withheld").empty()) {
    return {};
  }
  Sentences out = {fmt::format("{}, under limits stated {}. {}",
                               text(*decision, "headline"),
                               text(*decision, "rule.stated"),
                               text(*decision, "text"))};
  for (const json& reason : rows(*decision, "reasons")) {
    out.push_back(markup_to_text(reason.get<std::string>()));
  }
  return out;
}

Sentences effect_sentences(const json& result) {
  Sentences out;
  for (const json& effect : rows(result, "effects")) {
    if (quotable(effect) && out.size() < most_effects) {
      out.push_back(text(effect, "sentence"));
    }
  }
  return out;
}

Sentences device_sentences(const json& result) {
  Sentences out;
  for (const json& row : rows(result, "devices.sentences")) {
    out.push_back(text(row, "sentence"));
  }
  return out;
}

Sentences security_sentences(const json& result) {
  Sentences out;
  std::vector<std::string> seen;
  for (const json& facts : rows(result, "facts")) {
    const std::string id = text(facts, "facts_id");
    const auto attacked = number(facts, "rounds_attacked.value"),
               margin = number(facts, "security_margin.value");
    if (attacked && margin && flag(facts, "rounds_attacked.confirmed") &&
        std::find(seen.begin(), seen.end(), id) == seen.end()) {
      seen.push_back(id);
      out.push_back(fmt::format(
          "The best published key-recovery attack on {} reaches {:g} rounds and leaves a margin of "
          "{:.2g} % ({}).",
          primitive_name(id),
          *attacked,
          100 * *margin,
          text(facts, "rounds_attacked.source")));
    }
  }
  for (const json& facts : rows(result, "facts")) {
    const auto bits = number(facts, "birthday.block_bits");
    if (bits && *bits < 128) {
      out.push_back(text(facts, "birthday.sentence"));
      break;
    }
  }
  return out;
}

void add_quotes(Section& section, const std::string& title, const Sentences& sentences) {
  if (sentences.empty()) {
    return;
  }
  section.blocks.push_back(heading(title));
  for (const std::string& sentence : sentences) {
    section.blocks.push_back(quote(sentence));
  }
}

std::string year_of(const json& result) {
  const std::string date = text(result, "started_utc");
  return date.size() >= 4 ? date.substr(0, 4) : "n.d.";
}

std::string citation(const json& result) {
  return fmt::format(
      "The mqseal authors ({}). mqseal {} (commit {}), simulation and benchmark harness for "
      "lightweight IoT ciphers over MQTT. Result of scenario \"{}\", seed {}, SHA-256 {}, {}.",
      year_of(result),
      text(result, "tool.version", "?"),
      text(result, "tool.git", "unknown"),
      text(result, "scenario.name"),
      text(result, "seed"),
      text(result, "scenario_sha256").substr(0, 16),
      text(result, "started_utc", "undated").substr(0, 10));
}

std::string bibtex(const json& result) {
  return fmt::format(
      "@misc{{mqseal-{},\n"
      "  title        = {{mqseal: simulation and benchmark harness for lightweight IoT ciphers "
      "over "
      "MQTT}},\n"
      "  author       = {{{{The mqseal authors}}}},\n"
      "  year         = {{{}}},\n"
      "  version      = {{{}, commit {}}},\n"
      "  note         = {{Scenario {}, seed {}, SHA-256 {}}}\n"
      "}}",
      text(result, "scenario.name"),
      year_of(result),
      text(result, "tool.version", "?"),
      text(result, "tool.git", "unknown"),
      text(result, "scenario.name"),
      text(result, "seed"),
      text(result, "scenario_sha256").substr(0, 16));
}

constexpr const char* latex =
    "\\usepackage{booktabs,amssymb,graphicx}   % in the preamble\n"
    "\\begin{table}\\centering\\small\n"
    "  \\caption{Medians and changes}\\input{tables/summary.tex}\n"
    "\\end{table}\n"
    "\\includegraphics[width=\\linewidth]{figures/change.pdf}";

}  // namespace

Section coursework_section(const Study& study) {
  Section section{"coursework", "Use in coursework", {}};
  const json& result = study.document();
  section.blocks.push_back(paragraph(
      "Sentences with their numbers, ready to copy. Each says no more than its interval "
      "allows" +
      std::string(study.quick_look ? "; of a quick look only the primary metric's are for claims."
                                   : ".")));
  add_quotes(section, "Which cipher", decision_sentences(result));
  const Sentences effects = effect_sentences(result);
  add_quotes(section, "Measured", effects);
  if (effects.empty()) {
    section.blocks.push_back(
        not_measured("Changes with verdicts", "mqseal run scenarios/quickstart.yaml --rounds 10"));
  }
  add_quotes(section, "On small devices", device_sentences(result));
  add_quotes(section, "Published", security_sentences(result));
  section.blocks.push_back(heading("How to cite"));
  section.blocks.push_back(quote(citation(result)));
  section.blocks.push_back(code("BibTeX", bibtex(result)));
  section.blocks.push_back(heading("Tables and figures as files"));
  section.blocks.push_back(code(
      "Writes tables/*.tex (booktabs) and *.csv, figures/*.svg and *.pdf, report.md beside this "
      "page",
      "mqseal report " + text(result, "directory", "DIR") + " --formats html,md,csv,tex,svg,pdf"));
  section.blocks.push_back(code("In LaTeX", latex));
  section.blocks.push_back(
      note("For Word, take `report.md` (`pandoc report.md -o report.docx`), or save a picture with "
           "its SVG or PNG button: saved pictures are in light colours whatever the page shows."));
  return section;
}

}  // namespace mqseal::report
