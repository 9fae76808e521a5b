// SPDX-License-Identifier: MIT
// Security: published cryptanalysis, cited; what attacks did to the running system, measured; the
// lab's claims against that evidence.
#include "sim/report/attack_matrix.h"
#include "sim/report/capture_tables.h"
#include "sim/report/charts.h"
#include "sim/report/facts_table.h"
#include "sim/report/fields.h"
#include "sim/report/resilience.h"
#include "sim/report/sections.h"
#include "sim/report/sources.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

Cell verdict_cell(const std::string& verdict) {
  if (verdict == "confirmed") {
    return {.text = "✓ confirmed", .tone = Tone::good, .pill = true};
  }
  if (verdict == "refuted") {
    return {.text = "✗ refuted", .tone = Tone::bad, .pill = true};
  }
  return {.text = verdict == "needs_precision" ? "▲ needs precision" : "? " + verdict,
          .tone = Tone::warn,
          .pill = true};
}

std::string evidence_text(const json& claim) {
  std::string words = text(claim, "evidence");
  for (const json& item : rows(claim, "evidence")) {
    words +=
        (words.empty() ? "" : "; ") + (item.is_string() ? item.get<std::string>() : item.dump());
  }
  return words.empty() ? "–" : words;
}

/// claims[]{id, sentence, verdict, evidence[], instead, source}
std::optional<Table> claims_table(const Study& study) {
  const json& claims = rows(study.document(), "claims");
  if (claims.empty()) {
    return std::nullopt;
  }
  const std::vector<std::string> sources = sources_of(study);
  Table table{
      .id = "claims",
      .caption = "Claims held against evidence",
      .columns = {
          {"The claim"}, {"Verdict"}, {"Evidence"}, {"Write instead"}, {"Source", "", true}}};
  for (const json& claim : claims) {
    table.rows.push_back({{.text = text(claim, "sentence")},
                          verdict_cell(text(claim, "verdict")),
                          {.text = evidence_text(claim)},
                          {.text = text(claim, "instead", "–")},
                          source_cell(sources, text(claim, "source"), true)});
  }
  return table;
}

}  // namespace

Section security_section(const Study& study) {
  Section section{"security", "Security", {}};
  section.blocks.push_back(paragraph(
      "Two different kinds of evidence. Published cryptanalysis is cited, not measured here. What "
      "attacks did to the whole envelope in this result is measured. Passing the attacks shows "
      "that "
      "the envelope was used properly; it says nothing about the strength of the cipher."));
  if (auto chart = rounds_chart(study)) {
    section.blocks.push_back(block(std::move(*chart)));
  }
  if (auto table = facts_table(study)) {
    section.blocks.push_back(block(std::move(*table)));
  }
  for (const Table& table : capture_tables(study)) {
    section.blocks.push_back(block(table));
  }
  const std::vector<Table> matrices = attack_tables(study);
  for (const Table& matrix : matrices) {
    section.blocks.push_back(block(matrix));
  }
  if (matrices.empty()) {
    section.blocks.push_back(
        not_measured("Attacks on secrecy and integrity against the running "
                     "system",
                     "mqseal run scenarios/lab/all.yaml"));
  }
  if (auto table = resilience_table(study)) {
    if (auto chart = attack_chart(study)) {
      section.blocks.push_back(block(std::move(*chart)));
    }
    section.blocks.push_back(block(std::move(*table)));
    if (auto harm = harm_table(study)) {
      section.blocks.push_back(block(std::move(*harm)));
    }
  } else {
    section.blocks.push_back(
        not_measured("Attacks beside legitimate traffic, with defences and "
                     "recovery",
                     "mqseal run scenarios/attacks/all.yaml --quick"));
  }
  if (auto table = claims_table(study)) {
    section.blocks.push_back(block(std::move(*table)));
  }
  return section;
}

}  // namespace mqseal::report
