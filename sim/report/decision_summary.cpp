// SPDX-License-Identifier: MIT
// decision_text: what `mqseal decide` prints.
#include <nlohmann/json.hpp>

#include "sim/report/decision_table.h"
#include "sim/report/documents.h"
#include "sim/report/fields.h"
#include "sim/report/markup.h"
#include "sim/report/report.h"
#include "sim/report/signs.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr std::size_t columns = 100;

/// `words` in lines of at most `columns`, further lines behind `indent`.
std::string wrapped(const std::string& words, const std::string& indent) {
  std::string out, line;
  std::size_t at = 0;
  while (at < words.size()) {
    std::size_t end = std::min(words.find(' ', at), words.size());
    while (end + 1 < words.size() && words[end + 1] == '%') {  // "6.5 %" stays together
      end = std::min(words.find(' ', end + 1), words.size());
    }
    const std::string word = words.substr(at, end - at);
    if (!line.empty() && line.size() + 1 + word.size() > columns) {
      out += line + "\n";
      line = indent;
    }
    line += (line.empty() || line == indent ? "" : " ") + word;
    at = end + 1;
  }
  return out + line + "\n";
}

}  // namespace

std::string decision_text(const json& result, bool ascii) {
  const json* decision = find(result, "decision");
  if (decision == nullptr || text(*decision, "headline").empty()) {
    return {};
  }
  std::string out = wrapped(text(*decision, "headline"), "  ");
  out += wrapped(markup_to_text(text(*decision, "text")), "");
  for (const json& reason : rows(*decision, "reasons")) {
    out += wrapped("- " + markup_to_text(reason.get<std::string>()), "  ");
  }
  for (const json& note : rows(*decision, "notes")) {
    out += wrapped("! " + note.get<std::string>(), "  ");
  }
  out += "\n" + table_text(decision_table(*decision), columns);
  if (!rows(*decision, "changes").empty()) {
    out += "\nwhat would change the answer\n";
    for (const json& change : rows(*decision, "changes")) {
      out += wrapped("- " + text(change, "change") + ": " + text(change, "then"), "  ");
    }
  }
  out += "\n";
  return ascii ? to_ascii(std::move(out)) : out;
}

std::string decision_text(const json& result) {
  return decision_text(result, !locale_is_utf8());
}

}  // namespace mqseal::report
