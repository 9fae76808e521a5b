// SPDX-License-Identifier: MIT
#include "sim/report/sources.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/report/fields.h"

namespace mqseal::report {

std::vector<std::string> sources_of(const Study& study) {
  std::vector<std::string> sources;
  const auto add = [&](const std::string& source) {
    if (!source.empty() && std::find(sources.begin(), sources.end(), source) == sources.end()) {
      sources.push_back(source);
    }
  };
  for (const char* fact : {"rounds_attacked", "standard"}) {
    for (const nlohmann::json& facts : rows(study.document(), "facts")) {
      add(text(facts, std::string(fact) + ".source"));
    }
  }
  for (const nlohmann::json& claim : rows(study.document(), "claims")) {
    add(text(claim, "source"));
  }
  return sources;
}

Cell source_cell(const std::vector<std::string>& sources, std::string_view source, bool confirmed) {
  const auto at = std::find(sources.begin(), sources.end(), source);
  if (at == sources.end()) {
    return {.text = "–", .tone = Tone::muted};
  }
  const auto number = at - sources.begin() + 1;
  return {.text = fmt::format("[{}]", number),
          .sub = confirmed ? "" : "unconfirmed",
          .tone = confirmed ? Tone::plain : Tone::warn,
          .value = static_cast<double>(number),
          .href = fmt::format("#source-{}", number),
          .tip = *at};
}

}  // namespace mqseal::report
