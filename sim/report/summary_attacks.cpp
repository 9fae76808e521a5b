// SPDX-License-Identifier: MIT
#include "sim/report/summary_attacks.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/fields.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr std::size_t width = 98;

/// Factors by which configurations under attack differ, in the order in which they are told.
constexpr std::array<const char*, 4> told = {"defence", "attacker", "cipher", "attack"};

std::string sign_of(const std::string& verdict) {
  return verdict == "succeeded"      ? "✗"
         : verdict == "blocked"      ? "✓"
         : verdict == "inconclusive" ? "?"
                                     : "–";
}

/// "plain, outsider": the levels of those factors that are not the same in every run.
std::string configuration(const json& run, const std::set<std::string>& varied) {
  std::string words;
  for (const char* factor : told) {
    if (varied.contains(factor)) {
      words += (words.empty() ? "" : ", ") + text(run, std::string("factors.") + factor);
    }
  }
  return words.empty() ? "the one configuration" : words;
}

std::set<std::string> varied_in(const json& runs) {
  std::set<std::string> varied;
  for (const char* factor : told) {
    std::set<std::string> levels;
    for (const json& run : runs) {
      levels.insert(text(run, std::string("factors.") + factor));
    }
    if (levels.size() > 1) {
      varied.insert(factor);
    }
  }
  if (varied.contains("defence")) {
    varied.erase("cipher");  // a defence says what it sets
  }
  return varied;
}

/// `words` after one another, broken before `width`.
std::string filled(const std::vector<std::string>& words) {
  std::string out, line = "   ";
  for (const std::string& word : words) {
    if (line.size() + word.size() + 1 > width) {
      out += line + "\n";
      line = "   ";
    }
    line += " " + word;
  }
  return out + line + "\n";
}

std::string attacks_text(const json& result) {
  const json& runs = rows(result, "runs");
  const std::set<std::string> varied = varied_in(runs);
  std::map<std::string, std::vector<std::string>> by_configuration;
  for (const json& run : runs) {
    for (const json& attack : rows(run, "attacks")) {
      if (attack.contains("arm")) {  // on availability: told with the harm that it did
        continue;
      }
      const bool counted = text(attack, "verdict") != "not_measured";
      by_configuration[configuration(run, varied)].push_back(fmt::format(
          "{} {}{}",
          sign_of(text(attack, "verdict")),
          text(attack, "id"),
          counted ? fmt::format(" {}/{} ", text(attack, "successes"), text(attack, "attempts"))
                  : " "));
    }
  }
  std::string out;
  for (const auto& [name, words] : by_configuration) {
    out += "  " + name + "\n" + filled(words);
  }
  return out.empty() ? out
                     : "Attacks  ✗ succeeded  ✓ blocked  ? inconclusive  – not measured\n" + out;
}

std::string capture_text(const json& result) {
  std::string out;
  std::set<std::string> seen;
  for (const json& run : rows(result, "runs")) {
    if (const std::string why = text(run, "capture.why"); !why.empty()) {
      out += fmt::format("  {}: {}\n", text(run, "id"), why);
    }
    for (const json& finding : rows(run, "capture.findings")) {
      const std::string line = fmt::format("  {:<13} {} on the {}",
                                           text(finding, "visibility"),
                                           text(finding, "what"),
                                           text(finding, "where"));
      out += seen.insert(line).second ? line + "\n" : "";
    }
  }
  return out.empty() ? out : "Looked for in the captured packets\n" + out;
}

std::string claims_text(const json& result) {
  std::string out;
  for (const json& claim : rows(result, "claims")) {
    std::string verdict = text(claim, "verdict");
    std::replace(verdict.begin(), verdict.end(), '_', ' ');
    std::string sentence = text(claim, "sentence");
    constexpr std::size_t longest = 74;
    if (sentence.size() > longest) {
      sentence = sentence.substr(0, sentence.rfind(' ', longest - 4)) + " ...";
    }
    out += fmt::format("  {:<16} {}\n", verdict, sentence);
  }
  return out.empty() ? out : "Claims\n" + out;
}

}  // namespace

bool is_attacks_only(const json& result) {
  const json& runs = rows(result, "runs");
  return !runs.empty() && std::all_of(runs.begin(), runs.end(), [](const json& run) {
    return !rows(run, "attacks").empty() && number(run, "counts.sent").value_or(0) == 0;
  });
}

std::string summary_security(const json& result) {
  std::string out;
  for (const std::string& part :
       {capture_text(result), attacks_text(result), claims_text(result)}) {
    out += part.empty() ? part : part + "\n";
  }
  return out;
}

}  // namespace mqseal::report
