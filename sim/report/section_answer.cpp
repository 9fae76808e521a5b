// SPDX-License-Identifier: MIT
// The first screen: one headline, why, the quality checks in words, and the summary table.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "sim/report/check_count.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/sections.h"
#include "sim/report/summary.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

/// The arm with the least CPU to seal and open, among those with or without AES instructions.
const Arm* cheapest(const Study& study, bool aes) {
  const Arm* best = nullptr;
  double least = 0;
  for (const Arm& arm : study.arms) {
    const auto cost = seal_open_ns(arm);
    if (!arm.control && arm.cipher != "none" && arm.aes == aes && cost &&
        (best == nullptr || *cost < least)) {
      best = &arm;
      least = *cost;
    }
  }
  return best;
}

std::string cost_sentence(const Arm& arm, std::string_view which) {
  return fmt::format("{}, **{}** ({}) took the least CPU: {} µs to seal and open one message.",
                     which,
                     arm.name(),
                     arm.implementation,
                     number_text(*seal_open_ns(arm) / 1000));
}

/// Without a rule in the scenario nothing is recommended: what was cheapest is stated, each side of
/// the line between implementations with and without AES instructions apart.
Block measured_answer(const Study& study) {
  Block answer{.kind = Block::Kind::answer};
  const Arm *with = cheapest(study, true), *without = cheapest(study, false);
  if (with == nullptr && without == nullptr) {
    answer.title = "This result holds no comparison of ciphers";
    answer.text = "Seal and open times of a cipher were not measured. Below is what was.";
    return answer;
  }
  std::vector<std::string> names;
  for (const Arm* arm : {without, with}) {
    if (arm != nullptr) {
      names.push_back(arm->label);
    }
  }
  answer.title = fmt::format("Least CPU per message: {}", join_words(names));
  answer.text =
      study.quick_look
          ? "A quick look, not for claims. The scenario states no limits, so no cipher is "
            "ruled out and none is recommended."
          : "The scenario states no limits, so no cipher is ruled out and none is "
            "recommended. Add `decision:` to it for an answer that your requirements justify.";
  if (without != nullptr) {
    answer.items.push_back(cost_sentence(*without, "Without AES instructions"));
  }
  if (with != nullptr) {
    answer.items.push_back(cost_sentence(*with, "With AES instructions"));
  }
  if (with != nullptr && without != nullptr) {
    answer.items.push_back(
        "The two are not ranked against each other: hardware help decides between them, not the "
        "cipher.");
  }
  return answer;
}

Block decided_answer(const json& decision) {
  Block answer{.kind = Block::Kind::answer};
  answer.title = text(decision, "headline");
  answer.text = text(decision, "text");
  for (const json& reason : rows(decision, "reasons")) {
    answer.items.push_back(reason.is_string() ? reason.get<std::string>() : text(reason, "text"));
  }
  return answer;
}

Check loss_check(const Study& study) {
  double sent = 0, lost = 0, rejected = 0;
  for (const json& run : rows(study.document(), "runs")) {
    if (is_load_run(run)) {
      sent += number(run, "counts.sent").value_or(0);
      lost += number(run, "counts.lost").value_or(0);
      rejected += number(run, "counts.rejected").value_or(0);
    }
  }
  const std::string words = fmt::format("{} of {} messages lost, {} rejected",
                                        count_text(lost),
                                        count_text(sent),
                                        count_text(rejected));
  return lost + rejected == 0 ? Check{Tone::good, "**No loss:** " + words}
                              : Check{Tone::warn, "**Loss:** " + words};
}

std::vector<Check> checks_of(const Study& study) {
  std::vector<Check> checks;
  const json& thresholds = rows(study.document(), "thresholds");
  const auto passed = std::count_if(
      thresholds.begin(), thresholds.end(), [](const json& t) { return flag(t, "pass"); });
  if (!thresholds.empty()) {
    const bool all = passed == static_cast<std::ptrdiff_t>(thresholds.size());
    checks.push_back({all ? Tone::good : Tone::bad,
                      fmt::format("**{} of {} thresholds passed**", passed, thresholds.size())});
  }
  if (!study.arms.empty()) {
    checks.push_back(loss_check(study));
  }
  const json& quality = rows(study.document(), "quality");
  std::vector<std::string> noted;
  for (const json& check : quality) {
    if (check.at("pass").is_null()) {
      noted.push_back(text(check, "check"));
    } else if (!flag(check, "pass")) {
      checks.push_back(
          {Tone::bad, fmt::format("**{}:** {}", text(check, "check"), text(check, "detail"))});
    }
  }
  if (!quality.empty()) {
    const CheckCount count = count_checks(quality);
    checks.push_back({count.failed > 0  ? Tone::bad
                      : count.noted > 0 ? Tone::warn
                                        : Tone::good,
                      fmt::format("**Data quality:** [{}](#trust){}",
                                  check_count_text(count),
                                  noted.empty() ? "" : ": " + join_words(noted))});
  }
  for (const json& effect : rows(study.document(), "effects")) {
    const auto [low, high] = effect_interval(effect);
    if (is_control_effect(effect) && low && high) {
      const bool inside = *low >= -study.margin && *high <= study.margin;
      const std::string flow = text(effect, "at.transport");
      checks.push_back({inside ? Tone::good : Tone::warn,
                        fmt::format("**A/A control**, {}{}: {}",
                                    metric_name(text(effect, "metric")).title,
                                    flow.empty() ? "" : ", " + transport_name(flow),
                                    interval_text(*low, *high))});
    }
    if (checks.size() >= 6) {
      break;
    }
  }
  return checks;
}

}  // namespace

Section answer_section(const Study& study) {
  Section section{"answer", "Answer", {}};
  const json* decision = find(study.document(), "decision");
  Block answer = decision != nullptr && !text(*decision, "headline").empty()
                     ? decided_answer(*decision)
                     : measured_answer(study);
  answer.checks = checks_of(study);
  section.blocks.push_back(std::move(answer));
  if (!study.arms.empty()) {
    section.blocks.push_back(block(summary_table(study)));
  }
  return section;
}

}  // namespace mqseal::report
