// SPDX-License-Identifier: MIT
// The first screen: one headline, why, the quality checks in words, and the summary table.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "sim/report/check_count.h"
#include "sim/report/fields.h"
#include "sim/report/highlights.h"
#include "sim/report/names.h"
#include "sim/report/reproduce.h"
#include "sim/report/sections.h"
#include "sim/report/summary.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr std::size_t most_checks = 7;

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

/// "−78.4 % against AES-128-EAX (95 % interval −81.4 to −74.8 %)": what is known of its sealing.
std::string against_reference(const Study& study, const Arm& arm) {
  const json* effect = find_effect(study, "cpu.seal_ns", arm);
  const auto estimate = effect == nullptr ? std::nullopt : number(*effect, "estimate");
  if (!estimate) {
    return {};
  }
  const VerdictText verdict = verdict_text(text(*effect, "verdict"));
  return fmt::format(" Sealing: {} against {} (95 % interval {}){}.",
                     change_text(*estimate),
                     cipher_name(text(*effect, "baseline")),
                     effect_interval_text(*effect),
                     verdict.word.empty() ? "" : ", " + verdict.word);
}

std::string cost_sentence(const Study& study, const Arm& arm, std::string_view which) {
  return fmt::format("{}, **{}** ({}) took the least CPU: {} µs to seal and open one message.{}",
                     which,
                     arm.name(),
                     arm.implementation,
                     number_text(*seal_open_ns(arm) / 1000),
                     against_reference(study, arm));
}

/// Without a rule in the scenario nothing is recommended: what was cheapest is stated, each side of
/// the line between implementations with and without AES instructions apart.
Block measured_answer(const Study& study, const std::vector<Highlight>& highlights) {
  Block answer{.kind = Block::Kind::answer};
  const Arm *with = cheapest(study, true), *without = cheapest(study, false);
  if (with == nullptr && without == nullptr) {
    answer.title = highlights.empty() ? "This result holds no comparison of ciphers"
                                      : highlights.front().headline;
    answer.text = "Seal and open times of ciphers were not compared. Below is what was measured.";
    return answer;
  }
  std::vector<std::string> names;
  for (const Arm* arm : {without, with}) {
    if (arm != nullptr) {
      names.push_back(arm->label);
    }
  }
  answer.title = rows(study.document(), "searches").empty() || highlights.empty()
                     ? fmt::format("Least CPU per message: {}", join_words(names))
                     : highlights.back().headline;
  answer.text =
      "No limits were stated, so no cipher is ruled out and none is recommended. Write your limits "
      "into a file and run `mqseal decide` for an answer that your requirements justify.";
  if (without != nullptr) {
    answer.items.push_back(cost_sentence(study, *without, "Without AES instructions"));
  }
  if (with != nullptr) {
    answer.items.push_back(cost_sentence(study, *with, "With AES instructions"));
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
  answer.tone = text(decision, "withheld").empty() ? Tone::plain : Tone::bad;
  for (const json& reason : rows(decision, "reasons")) {
    answer.items.push_back(reason.get<std::string>());
  }
  return answer;
}

Check loss_check(const Study& study) {
  double sent = 0, lost = 0, rejected = 0;
  bool attacked = false;
  for (const json& run : rows(study.document(), "runs")) {
    attacked = attacked || text(run, "factors.attack", "none") != "none";
    if (is_load_run(run)) {
      sent += number(run, "counts.sent").value_or(0);
      lost += number(run, "counts.lost").value_or(0);
      rejected += number(run, "counts.rejected").value_or(0);
    }
  }
  const std::string where = attacked ? " without an attacker" : "";
  const std::string words = fmt::format("{} of {} messages lost, {} rejected",
                                        count_text(lost),
                                        count_text(sent),
                                        count_text(rejected));
  return lost + rejected == 0 ? Check{Tone::good, "**No loss" + where + ":** " + words}
                              : Check{Tone::warn, "**Loss" + where + ":** " + words};
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
    const bool shown = !study.quick_look || text(effect, "family") == "primary";
    if (is_control_effect(effect) && low && high && shown && checks.size() < most_checks) {
      const bool inside = *low >= -study.margin && *high <= study.margin;
      const std::string flow = text(effect, "at.transport");
      checks.push_back({inside ? Tone::good : Tone::warn,
                        fmt::format("**A/A control**, {}{}: {}",
                                    in_sentence(metric_name(text(effect, "metric")).title),
                                    flow.empty() ? "" : ", " + transport_name(flow),
                                    interval_text(*low, *high))});
    }
  }
  checks.push_back(
      {Tone::info, fmt::format("{} `{}`", again, reproduce_command(study.document()))});
  return checks;
}

}  // namespace

Section answer_section(const Study& study) {
  Section section{"answer", "Answer", {}};
  const json* decision = find(study.document(), "decision");
  const std::vector<Highlight> highlights = highlights_of(study);
  Block answer = decision != nullptr && !text(*decision, "headline").empty()
                     ? decided_answer(*decision)
                     : measured_answer(study, highlights);
  for (const Highlight& highlight : highlights) {
    answer.items.push_back(highlight.sentence);
  }
  answer.checks = checks_of(study);
  section.blocks.push_back(std::move(answer));
  if (!study.arms.empty()) {
    section.blocks.push_back(block(summary_table(study)));
  }
  return section;
}

}  // namespace mqseal::report
