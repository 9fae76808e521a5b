// SPDX-License-Identifier: MIT
#include "sim/report/other_answers.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/report/markup.h"

namespace mqseal::report {
namespace {

const Block* answer_of(const Document& part) {
  for (const Section& section : part.sections) {
    for (const Block& block : section.blocks) {
      if (block.kind == Block::Kind::answer) {
        return &block;
      }
    }
  }
  return nullptr;
}

std::string joined(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, "; "));
}

/// What it has links to evidence for; without one, its headline.
Cell finding_cell(const Block& answer, const std::string& href) {
  std::vector<std::string> found;
  for (const std::string& item : answer.items) {
    if (item.find("](#") != std::string::npos) {
      found.push_back(markup_to_text(item));
      found.back().erase(found.back().find_last_not_of('.') + 1);
    }
  }
  return {.text = found.empty() ? answer.title : joined(found), .href = href};
}

int weight(Tone tone) {
  return tone == Tone::bad ? 2 : tone == Tone::warn ? 1 : 0;
}

Cell checks_cell(const Block& answer) {
  std::vector<Check> checks;
  std::copy_if(answer.checks.begin(),
               answer.checks.end(),
               std::back_inserter(checks),
               [](const Check& check) { return check.tone != Tone::info; });
  std::stable_sort(checks.begin(), checks.end(), [](const Check& a, const Check& b) {
    return weight(a.tone) > weight(b.tone);
  });
  if (checks.empty()) {
    return {.text = "–", .tone = Tone::muted};
  }
  std::vector<std::string> texts;
  for (const Check& check : checks) {
    texts.push_back(std::string(tone_sign(check.tone)) + " " + markup_to_text(check.text));
  }
  return {.text = texts.front(),
          .sub = joined({texts.begin() + 1, texts.end()}),
          .value = weight(checks.front().tone)};
}

/// The command of the check "Again: `mqseal run ...`".
Cell again_cell(const Block& answer) {
  for (const Check& check : answer.checks) {
    const auto from = check.text.find('`'), to = check.text.rfind('`');
    if (check.tone == Tone::info && from < to) {
      return {.text = check.text.substr(from + 1, to - from - 1)};
    }
  }
  return {.text = "–", .tone = Tone::muted};
}

}  // namespace

Table other_answers(const std::vector<OtherAnswer>& answers) {
  Table table{.id = "others",
              .caption = "What the other results found",
              .columns = {{"Result"}, {"Found"}, {"Its checks"}, {"To run it again"}}};
  for (const auto& [part, href] : answers) {
    if (const Block* answer = answer_of(*part)) {
      table.rows.push_back({{.text = part->name},
                            finding_cell(*answer, href),
                            checks_cell(*answer),
                            again_cell(*answer)});
    }
  }
  return table;
}

}  // namespace mqseal::report
