// SPDX-License-Identifier: MIT
// Which cipher, and why: the rule, every cipher against it, and what would change the answer.
#include "sim/report/charts.h"
#include "sim/report/decision_table.h"
#include "sim/report/fields.h"
#include "sim/report/sections.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr const char* example =
    "decision:\n"
    "  limits:\n"
    "    block_bits: {min: 128}\n"
    "    security_margin: {min: 25%}\n"
    "    standard: {any_of: [NIST, ISO]}\n"
    "    latency_us.response.p99: {max: 5000}\n"
    "  objectives: [overhead_bytes, cpu.seal_ns]";

}  // namespace

Section decision_section(const Study& study) {
  Section section{"decision", "Which cipher, and why", {}};
  const json* decision = find(study.document(), "decision");
  if (decision == nullptr || rows(*decision, "ciphers").empty()) {
    section.blocks.push_back(
        not_measured("A decision: no limits were stated. Write yours into a file, then (no new "
                     "measurement is needed)",
                     "mqseal decide DIR --limits limits.yaml"));
    section.blocks.push_back(code("A decision in a scenario, or in a file of its own", example));
    return section;
  }
  section.blocks.push_back(paragraph(
      "There is no score. The rule states limits; a cipher outside any limit is ruled out. What "
      "remains is compared over the stated objectives: on the front stands what no other cipher "
      "beats. Change the limits and run `mqseal decide` again; no new measurement is needed."));
  std::string notes;
  for (const json& note : rows(*decision, "notes")) {
    notes += (notes.empty() ? "" : " ") + note.get<std::string>();
  }
  if (!notes.empty()) {
    section.blocks.push_back(notice(Tone::info, notes));
  }
  section.blocks.push_back(block(decision_table(*decision)));
  if (auto chart = tradeoff_chart(study)) {
    section.blocks.push_back(block(std::move(*chart)));
  }
  if (!rows(*decision, "changes").empty()) {
    section.blocks.push_back(block(changes_table(*decision)));
  }
  section.blocks.push_back(code("The rule, stated " + text(*decision, "rule.stated") + " in " +
                                    text(*decision, "rule.source"),
                                text(*decision, "rule.yaml")));
  return section;
}

}  // namespace mqseal::report
