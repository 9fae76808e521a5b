// SPDX-License-Identifier: MIT
#include "sim/report/signs.h"

#include <array>
#include <cstdlib>
#include <utility>

#include <nlohmann/json.hpp>

#include "sim/report/fields.h"

namespace mqseal::report {

VerdictText verdict_text(std::string_view verdict) {
  if (verdict == "worse") {
    return {"▲", "worse", "bad"};
  }
  if (verdict == "better") {
    return {"▼", "better", "good"};
  }
  if (verdict == "real_below_margin") {
    return {"△", "real, below the margin", "warn"};
  }
  if (verdict == "equivalent") {
    return {"≈", "equivalent", "muted"};
  }
  if (verdict == "cannot_tell") {
    return {"?", "cannot tell", "muted"};
  }
  return {"", std::string(verdict), "muted"};
}

std::string verdict_sign(const nlohmann::json& effect) {
  return verdict_text(text(effect, "verdict")).sign;
}

bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') {
      const std::string locale(value);
      return locale.find("UTF-8") != std::string::npos || locale.find("utf8") != std::string::npos;
    }
  }
  return false;
}

std::string to_ascii(std::string text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 13> signs{{
      {"▲", "^"},
      {"▼", "v"},
      {"△", "*"},
      {"≈", "="},
      {"−", "-"},
      {"–", "-"},
      {"×", "x"},
      {"±", "+-"},
      {"µ", "u"},
      {"·", "-"},
      {"✓", "ok"},
      {"✗", "FAIL"},
      {"\u202f", " "},
  }};
  for (const auto& [from, to] : signs) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
  }
  return text;
}

}  // namespace mqseal::report
