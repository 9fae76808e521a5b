// SPDX-License-Identifier: MIT
#include "sim/report/model_sentence.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

/// A level of a factor as a name in a sentence.
std::string level_name(const std::string& factor, const std::string& level) {
  if (level == "none") {
    return factor == "cipher" ? "plaintext" : "no " + factor;
  }
  return factor == "cipher"      ? cipher_name(level)
         : factor == "transport" ? transport_name(level)
         : factor == "qos"       ? "QoS " + level
                                 : factor + " " + level;
}

std::string metric_in_words(const json& effect) {
  return in_sentence(metric_name(text(effect, "metric")).title);
}

/// " over mutual TLS, at QoS 1"
std::string conditions(const json& effect) {
  std::string out;
  const json* at = find(effect, "at");
  if (at == nullptr) {
    return out;
  }
  for (const auto& [factor, level] : at->items()) {
    const std::string name =
        level_name(factor, level.is_string() ? level.get<std::string>() : level.dump());
    out += factor == "transport" ? " over " + name
           : factor == "cipher"  ? " with " + name
                                 : " at " + name;
  }
  return out;
}

std::optional<std::pair<double, double>> ends(const json& effect, const char* which) {
  const json& ci = rows(effect, which);
  if (ci.size() != 2 || !ci[0].is_number() || !ci[1].is_number()) {
    return std::nullopt;
  }
  return std::pair(ci[0].get<double>(), ci[1].get<double>());
}

/// "95 % CI 5.9 to 10.4 %; Holm-adjusted p = 0.039; n = 10 paired rounds"
std::string evidence(const json& effect, const std::pair<double, double>& ci) {
  const auto p = number(effect, "p_holm");
  const double level = number(effect, "ci_level").value_or(0.95);
  std::string out = "95 % CI " + interval_text(ci.first, ci.second);
  if (level > 0.9501) {
    out += fmt::format(", widened for {} comparisons",
                       count_text(number(effect, "comparisons").value_or(0)));
  }
  if (p) {
    out += *p < 0.001 ? "; Holm-adjusted p < 0.001" : "; Holm-adjusted p = " + number_text(*p);
  }
  out += fmt::format("; n = {} paired rounds", count_text(number(effect, "n").value_or(0)));
  return out + (text(effect, "method") == "paired-t" ? ", t test" : "");
}

/// "raised median latency by 8.1 %", "multiplied CPU ... by 4.58"
std::string change_in_words(const json& effect, double estimate) {
  const std::string metric = metric_in_words(effect) + conditions(effect);
  if (estimate >= 1) {
    return fmt::format("multiplied {} by {}", metric, number_text(1 + estimate));
  }
  return fmt::format(
      "{} {} by {:.1f} %", estimate < 0 ? "lowered" : "raised", metric, 100 * std::abs(estimate));
}

std::string pair_in_words(const json& effect) {
  const std::string factor = text(effect, "factor");
  return level_name(factor, text(effect, "level")) + " and " +
         level_name(factor, text(effect, "baseline"));
}

std::string compared(const json& effect) {
  return " compared with " + level_name(text(effect, "factor"), text(effect, "baseline"));
}

std::string subject(const json& effect) {
  return level_name(text(effect, "factor"), text(effect, "level"));
}

/// "600 ns (95 % CI 590 to 610 ns) more than plaintext"
std::string absolute_in_words(const json& effect) {
  const json* absolute = find(effect, "absolute");
  const auto estimate = absolute == nullptr ? std::nullopt : number(*absolute, "estimate");
  if (!estimate) {
    return {};
  }
  const std::string unit = text(*absolute, "unit");
  std::string out = number_text(std::abs(*estimate), unit);
  if (const auto ci = ends(*absolute, "ci95")) {
    const double sign = *estimate < 0 ? -1 : 1;
    const double low = sign * (sign > 0 ? ci->first : ci->second);
    const double high = sign * (sign > 0 ? ci->second : ci->first);
    out += fmt::format(" (95 % CI {} to {})", number_text(low), number_text(high, unit));
  }
  return out + (*estimate < 0 ? " less than " : " more than ") +
         level_name(text(effect, "factor"), text(*absolute, "baseline"));
}

/// What a change with an interval may be called.
std::string settled(const json& effect, double estimate, const std::string& proof, double margin) {
  std::string out = fmt::format(
      "{} {}{} ({}).", subject(effect), change_in_words(effect, estimate), compared(effect), proof);
  if (text(effect, "verdict") == "real_below_margin") {
    out +=
        fmt::format(" The change is real but smaller than the ±{} % margin fixed before the run.",
                    percent_text(margin));
  } else if (!flag(effect, "beyond_margin")) {
    out += fmt::format(" The change is real; whether it exceeds the ±{} % margin is not settled.",
                       percent_text(margin));
  }
  return out;
}

std::string open_question(const json& effect, const std::pair<double, double>& ci, double margin) {
  const auto more = number(effect, "more_rounds").value_or(0);
  return fmt::format(
      "The data do not settle how {} changes {}{}: the interval ({}) contains zero and differences "
      "above {} %. About {} would be needed.",
      subject(effect),
      metric_in_words(effect) + conditions(effect),
      compared(effect),
      evidence(effect, ci),
      percent_text(margin),
      plural(more, "more round"));
}

std::string without_interval(const json& effect) {
  const json& notes = rows(effect, "notes");
  std::string why = notes.empty() ? "it was not measured" : notes.back().get<std::string>();
  std::string out = fmt::format("How {} changes {}{} is open: {}.",
                                subject(effect),
                                metric_in_words(effect) + conditions(effect),
                                compared(effect),
                                why);
  if (const auto ci = ends(effect, "ci95")) {
    out += fmt::format(" By itself, without correction, its 95 % CI is {}.",
                       interval_text(ci->first, ci->second));
  }
  return out;
}

std::string control_sentence(const json& effect) {
  const auto ci = ends(effect, "ci95");
  const std::string metric = metric_in_words(effect) + conditions(effect);
  if (!ci) {
    return fmt::format("The A/A control of {} has no interval: too few rounds.", metric);
  }
  const std::string share = text(effect, "relative_to");
  return fmt::format(
      "The noise floor of {}: plaintext against itself differs by {} (95 % CI, A/A "
      "control{}).",
      metric,
      interval_text(ci->first, ci->second),
      share.empty() ? "" : ", as a share of " + cipher_name(share));
}

/// What a quick look may say: the interval, and no verb that claims a change.
std::string interval_alone(const json& effect,
                           double estimate,
                           const std::pair<double, double>& ci) {
  return fmt::format("{} of {}{}: {} ({}).",
                     metric_name(text(effect, "metric")).title,
                     subject(effect),
                     conditions(effect) + compared(effect),
                     change_text(estimate),
                     evidence(effect, ci));
}

bool is_quick_look(const json& effect) {
  const json& notes = rows(effect, "notes");
  return !flag(effect, "control") &&
         std::find(notes.begin(), notes.end(), quick_look_note) != notes.end();
}

std::string core_sentence(const json& effect, double margin) {
  if (flag(effect, "control")) {
    return control_sentence(effect);
  }
  if (text(effect, "kind") == "reference" || text(effect, "kind") == "difference") {
    const std::string amount = absolute_in_words(effect);
    return fmt::format("{}, {}{}: {}.",
                       subject(effect),
                       metric_in_words(effect),
                       conditions(effect),
                       amount.empty() ? "not measured against plaintext" : amount);
  }
  const auto estimate = number(effect, "estimate");
  const auto ci = ends(effect, "ci");
  if (!estimate || !ci) {
    return without_interval(effect);
  }
  const std::string verdict = text(effect, "verdict");
  if (text(effect, "method") == "exact") {
    return *estimate == 0 ? fmt::format("{}{} of {} is equal in every round.",
                                        metric_name(text(effect, "metric")).title,
                                        conditions(effect),
                                        pair_in_words(effect))
                          : fmt::format("{} {}{}, exactly, in every round.",
                                        subject(effect),
                                        change_in_words(effect, *estimate),
                                        compared(effect));
  }
  if (verdict == "equivalent") {
    return fmt::format(
        "For {}, the whole interval of the change in {} ({}) lies inside ±{} %, so at this margin "
        "the two are equivalent.",
        pair_in_words(effect),
        metric_in_words(effect) + conditions(effect),
        evidence(effect, *ci),
        percent_text(margin));
  }
  if (verdict.empty()) {
    return interval_alone(effect, *estimate, *ci);
  }
  if (verdict == "cannot_tell") {
    return open_question(effect, *ci, margin);
  }
  return settled(effect, *estimate, evidence(effect, *ci), margin);
}

}  // namespace

std::string effect_sentence(const json& effect, double margin) {
  std::string out = core_sentence(effect, margin);
  out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
  if (text(effect, "kind") == "ratio" && text(effect, "absolute.baseline") == "none" &&
      text(effect, "baseline") != "none") {
    out += fmt::format(" It is {}.", absolute_in_words(effect));
  }
  if (flag(effect, "aes_mixed")) {
    out += fmt::format(
        " One side used AES instructions and the other did not ({} against {}): that may be the "
        "machine's merit, not the cipher's.",
        text(effect, "implementation.level"),
        text(effect, "implementation.baseline"));
  }
  const bool primary = text(effect, "family") == "primary";
  if (is_quick_look(effect) && text(effect, "method") != "exact") {
    out += primary ? " A quick look, not for claims."
                   : " Not among the primary metrics: a quick look, not for claims.";
  }
  return out;
}

}  // namespace mqseal::report
