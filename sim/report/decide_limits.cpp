// SPDX-License-Identifier: MIT
#include "sim/report/decide_limits.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

enum class Outcome { pass, unclear, fail };  // in the order of what is worse

const char* word_of(Outcome outcome) {
  return outcome == Outcome::pass ? "pass" : outcome == Outcome::fail ? "fail" : "unclear";
}

json finite(double value) {
  return std::isfinite(value) ? json(value) : json(nullptr);
}

Outcome judge(const Reading& reading,
              const std::optional<double>& max,
              const std::optional<double>& min) {
  const bool pass = (!max || reading.high <= *max) && (!min || reading.low >= *min);
  const bool fail = (max && reading.low > *max) || (min && reading.high < *min);
  return pass ? Outcome::pass : fail ? Outcome::fail : Outcome::unclear;
}

/// About how many rounds until the interval leaves the limit out, its middle staying where it is.
std::string more_rounds(const Reading& reading, double limit) {
  const double half = (reading.high - reading.low) / 2, distance = std::abs(reading.value - limit);
  if (!std::isfinite(half)) {
    return "fewer than 3 rounds give no interval";
  }
  if (distance <= half / 10) {
    return "the interval holds the limit, close to its middle";
  }
  const double factor = (half / distance) * (half / distance) - 1;
  const double more = std::max(1.0, std::ceil(reading.rounds * factor));
  return "undecided: about " + plural(more, "more round") + " would settle it";
}

/// The end of the interval that a limit is held against.
double unfavourable(const Reading& reading, bool has_max) {
  const double end = has_max ? reading.high : reading.low;
  return std::isfinite(end) ? end : reading.value;
}

json number_cell(const json& limit, const Evidence& evidence) {
  const CriterionName name = criterion_name(text(limit, "of"));
  const auto max = number(limit, "max"), min = number(limit, "min");
  const Reading* worst = nullptr;
  Outcome outcome = Outcome::pass;
  for (const Reading& reading : evidence.readings) {
    const Outcome here = judge(reading, max, min);
    const bool worse =
        worst == nullptr || here > outcome ||
        (here == outcome && (max ? reading.high > worst->high : reading.low < worst->low));
    if (worse) {
      worst = &reading;
      outcome = here;
    }
  }
  std::string why;
  if (outcome == Outcome::unclear) {
    why = more_rounds(*worst, max ? *max : *min);
  }
  if (!worst->where.empty()) {
    why += (why.empty() ? "" : "; ") + worst->where;
  }
  if (!evidence.confirmed) {
    why += std::string(why.empty() ? "" : "; ") + "unconfirmed figure";
  }
  return {{"outcome", word_of(outcome)},
          {"value", worst->value},
          {"low", finite(worst->low)},
          {"high", finite(worst->high)},
          {"text", criterion_value(name, unfavourable(*worst, max.has_value()))},
          {"why", why}};
}

json words_cell(const json& limit, const Evidence& evidence) {
  const json& wanted = rows(limit, "any_of");
  const bool pass = std::any_of(evidence.words.begin(), evidence.words.end(), [&](auto& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
  return {{"outcome", pass ? "pass" : "fail"},
          {"text", evidence.words.empty() ? "none" : join_words(evidence.words)},
          {"why", ""}};
}

/// A bound as its author wrote it, in the unit of the page: "2.5 ms".
std::string stated(const CriterionName& name, double raw) {
  return fmt::format("{:g}{}{}", raw * name.scale, name.unit.empty() ? "" : " ", name.unit);
}

}  // namespace

std::string limit_text(const json& limit) {
  if (const json& words = rows(limit, "any_of"); !words.empty()) {
    std::string list;
    for (const json& word : words) {
      list += (list.empty() ? "" : ", ") + word.get<std::string>();
    }
    return "one of " + list;
  }
  const CriterionName name = criterion_name(text(limit, "of"));
  const auto max = number(limit, "max"), min = number(limit, "min");
  if (max && min) {
    return stated(name, *min) + " to " + stated(name, *max);
  }
  return max ? "at most " + stated(name, *max) : "at least " + stated(name, *min);
}

json limit_cell(const json& limit, const Evidence& evidence) {
  json cell;
  if (!rows(limit, "any_of").empty()) {
    cell = words_cell(limit, evidence);
  } else if (!evidence.text.empty()) {
    cell = {{"outcome", evidence.passes ? "pass" : "fail"}, {"text", evidence.text}, {"why", ""}};
  } else if (!evidence.readings.empty()) {
    cell = number_cell(limit, evidence);
  } else {
    cell = {{"outcome", "unclear"}, {"text", evidence.missing}, {"why", evidence.missing}};
  }
  for (const char* key : {"value", "low", "high"}) {
    cell.emplace(key, nullptr);
  }
  cell["of"] = limit.at("of");
  return cell;
}

}  // namespace mqseal::report
