// SPDX-License-Identifier: MIT
#include "sim/report/facts_table.h"

#include <fmt/format.h>

#include "sim/report/facts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/sources.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr double year = 365.25 * 86'400;

Cell bits_cell(const json& facts, const char* name, const char* none) {
  const auto bits = number(facts, std::string(name) + ".value");
  return {.text = bits ? count_text(*bits) : none, .value = bits};
}

/// How long until the birthday bound; red where a year of this scenario reaches it.
Cell birthday_cell(const json& facts) {
  const auto seconds = number(facts, "birthday.birthday_seconds");
  if (!seconds) {
    return {.text = find(facts, "block_bits") == nullptr ? "no blocks" : "rate not known",
            .tone = Tone::muted};
  }
  const bool soon = *seconds < year;
  return {.text = duration_text(*seconds),
          .tone = soon ? Tone::bad : Tone::plain,
          .pill = soon,
          .value = *seconds};
}

Cell limit_cell(const json& facts) {
  const auto seconds = number(facts, "birthday.limit_seconds");
  return {.text = seconds ? duration_text(*seconds) : "–", .value = seconds};
}

}  // namespace

std::optional<Table> facts_table(const Study& study) {
  const json& all = rows(study.document(), "facts");
  if (all.empty()) {
    return std::nullopt;
  }
  Table table{.id = "facts",
              .caption = "Sizes, birthday bound at this scenario's rate, and standards",
              .columns = {{"Cipher"},
                          {"Key", "bit", true},
                          {"Block", "bit", true},
                          {"Birthday bound", "reached after", true},
                          {"Key changed", "by mqseal after", true},
                          {"Standard"},
                          {"Source", "", true}}};
  const std::vector<std::string> sources = sources_of(study);
  std::string sentence;
  for (const json& facts : all) {
    table.rows.push_back(
        {{.text = cipher_name(text(facts, "cipher")), .cipher = text(facts, "cipher")},
         bits_cell(facts, "key_bits", "–"),
         bits_cell(facts, "block_bits", "–"),
         birthday_cell(facts),
         limit_cell(facts),
         {.text = text(facts, "standard.value", "–")},
         source_cell(sources, text(facts, "standard.source"), flag(facts, "standard.confirmed"))});
    if (const auto bits = number(facts, "birthday.block_bits");
        bits && *bits < 128 && sentence.empty()) {
      sentence = text(facts, "birthday.sentence");
    }
  }
  table.note =
      sentence.empty() ? "At this scenario's rate no birthday bound is ever near." : sentence;
  return table;
}

}  // namespace mqseal::report
