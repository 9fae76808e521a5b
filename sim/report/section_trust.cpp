// SPDX-License-Identifier: MIT
// Can I trust the numbers? Every check with its result, every warning, every run.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "sim/report/charts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/sections.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

Table quality_table(const json& quality) {
  Table table{.id = "quality",
              .caption = "Checks of the data",
              .columns = {{"Check"}, {"Measured"}, {"Rule"}, {"Result"}}};
  for (const json& check : quality) {
    const bool known = find(check, "pass") != nullptr, pass = flag(check, "pass");
    table.rows.push_back({{.text = text(check, "check")},
                          {.text = text(check, "detail")},
                          {.text = text(check, "rule", "–")},
                          {.text = !known ? "▲ noted"
                                   : pass ? "✓ pass"
                                          : "✗ fail",
                           .tone = !known ? Tone::warn
                                   : pass ? Tone::good
                                          : Tone::bad,
                           .pill = true}});
  }
  return table;
}

std::string where_text(const std::string& where) {
  return where.empty() || where == "*" ? "every run" : cipher_name(where);
}

Table threshold_table(const json& thresholds) {
  Table table{.id = "thresholds",
              .caption = "Thresholds of the scenario",
              .columns = {{"Metric"}, {"Limit", "", true}, {"Value", "", true}, {"Result"}}};
  for (const json& row : thresholds) {
    table.rows.push_back(
        {{.text = metric_name(text(row, "metric")).title, .sub = where_text(text(row, "where"))},
         {.text = text(row, "limit", "–")},
         {.text = number(row, "value") ? plain_text(*number(row, "value")) : "not measured",
          .value = number(row, "value")},
         {.text = flag(row, "pass") ? "✓ pass" : "✗ fail",
          .tone = flag(row, "pass") ? Tone::good : Tone::bad,
          .pill = true}});
  }
  return table;
}

/// A warning with its numbers taken out, so that like ones can be told once.
struct WarningKind {
  std::vector<std::pair<double, double>> ranges;  ///< of each number, over all
  int runs = 0;
};

bool starts_number(const std::string& words, std::size_t at) {
  const auto digit = [&](std::size_t i) { return i < words.size() && std::isdigit(words[i]) != 0; };
  return digit(at) && (at == 0 || words[at - 1] == ' ' || words[at - 1] == '(');
}

/// `words` with each free-standing number as '#', and those numbers.
std::pair<std::string, std::vector<double>> template_of(const std::string& words) {
  std::string form;
  std::vector<double> numbers;
  for (std::size_t at = 0; at < words.size();) {
    if (!starts_number(words, at)) {
      form += words[at++];
      continue;
    }
    std::size_t length = 0;
    numbers.push_back(std::stod(words.substr(at), &length));
    form += '#';
    at += length;
  }
  return {form, numbers};
}

std::string with_ranges(const std::string& form, const WarningKind& kind) {
  std::string out;
  std::size_t next = 0;
  for (const char c : form) {
    if (c != '#' || next == kind.ranges.size()) {
      out += c;
      continue;
    }
    const auto [low, high] = kind.ranges[next++];
    out += low == high ? plain_text(low) : plain_text(low) + " to " + plain_text(high);
  }
  return out;
}

/// Warnings of the result and of its runs; those that differ in numbers alone once, with how many
/// runs they stand in.
std::vector<std::string> warnings_of(const json& result) {
  std::vector<std::string> items;
  for (const json& warning : rows(result, "warnings")) {
    items.push_back(warning.get<std::string>());
  }
  std::map<std::string, WarningKind> kinds;
  for (const json& run : rows(result, "runs")) {
    for (const json& warning : rows(run, "warnings")) {
      const auto [form, numbers] = template_of(warning.get<std::string>());
      WarningKind& kind = kinds[form];
      kind.ranges.resize(numbers.size(), {HUGE_VAL, -HUGE_VAL});
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        kind.ranges[i] = {std::min(kind.ranges[i].first, numbers[i]),
                          std::max(kind.ranges[i].second, numbers[i])};
      }
      ++kind.runs;
    }
  }
  for (const auto& [form, kind] : kinds) {
    items.push_back(fmt::format("{} ({})", with_ranges(form, kind), plural(kind.runs, "run")));
  }
  return items;
}

std::vector<std::string> omnibus_sentences(const json& result) {
  std::vector<std::string> items;
  for (const json& row : rows(result, "omnibus")) {
    const double p = number(row, "p").value_or(1);
    const std::string condition = text(row, "condition");
    items.push_back(fmt::format(
        "Friedman's test over {} ciphers and {} rounds, {}{}: χ² = {}, {} degrees of freedom, p "
        "{}. {}",
        text(row, "ciphers"),
        text(row, "rounds"),
        in_sentence(metric_name(text(row, "metric")).title),
        condition.empty() ? "" : ", " + condition,
        number_text(number(row, "statistic").value_or(0)),
        text(row, "freedom"),
        p < 0.001 ? "< 0.001" : "= " + number_text(p),
        p <= 0.05 ? "Some ciphers differ; which, the changes say."
                  : "The data do not show that any differ, which is not to say that none does."));
  }
  return items;
}

/// How small a part of a message's cost the ciphers are here.
std::string share_of_cipher(const Study& study) {
  std::vector<double> of_cipher, of_message;
  for (const Arm& arm : study.arms) {
    const auto cipher = seal_open_ns(arm), client = arm_median(arm, "cpu.fleet_us_per_msg"),
               broker = arm_median(arm, "cpu.broker_us_per_msg");
    if (cipher && client && broker && arm.cipher != "none") {
      of_cipher.push_back(*cipher / 1000);
      of_message.push_back(*client + *broker);
    }
  }
  if (of_cipher.empty()) {
    return {};
  }
  const auto [least, most] = std::minmax_element(of_cipher.begin(), of_cipher.end());
  return fmt::format(
      "Sealing and opening took {} to {} µs of a message that cost clients and broker about {} µs "
      "of "
      "CPU: equivalent latency here does not mean equivalent cost on a microcontroller.",
      number_text(*least),
      number_text(*most),
      number_text(median(of_message).value_or(0)));
}

/// What stands against generalising from this result.
std::vector<std::string> threats(const Study& study) {
  const json& result = study.document();
  std::vector<std::string> items;
  if (!study.arms.empty()) {
    items.push_back(
        "Clients and broker shared one machine: loopback loses nothing and has no propagation "
        "time, "
        "and both compete for its processors.");
    if (std::string share = share_of_cipher(study); !share.empty()) {
      items.push_back(std::move(share));
    }
  }
  if (const std::string machine = text(result, "host.virtualisation");
      !machine.empty() && machine.rfind("no", 0) != 0) {
    items.push_back(
        "This was a virtual machine: long tails of latency may be its host's, not MQTT's.");
  }
  if (const std::string words = instructions_text(study); !words.empty()) {
    items.push_back(words +
                    " Across that line the host's times say more about the processor than "
                    "about the cipher.");
  }
  if (find(result, "devices.rows") != nullptr) {
    items.push_back(
        "Device figures come from simulated processors and from data sheets, without sleep, "
        "receive "
        "windows or AES hardware.");
  }
  items.push_back(
      "Passing an attack says that the envelope was used properly; it says nothing about a "
      "cipher's "
      "strength. Published margins are as of their sources' dates.");
  if (study.rounds > 0 && study.rounds < 10) {
    items.push_back(
        plural(study.rounds, "round") +
        ": small differences stay open, and a longer campaign may settle them otherwise.");
  }
  return items;
}

}  // namespace

Section trust_section(const Study& study) {
  Section section{"trust", "Can I trust the numbers?", {}};
  const json& result = study.document();
  if (auto chart = order_chart(study)) {
    section.blocks.push_back(block(std::move(*chart)));
  }
  if (const json& quality = rows(result, "quality"); !quality.empty()) {
    section.blocks.push_back(block(quality_table(quality)));
  } else if (std::ranges::none_of(rows(result, "runs"), is_load_run)) {
    section.blocks.push_back(
        not_measured("Quality checks: they hold for load without an attack, and no run was that",
                     "mqseal run scenarios/quickstart.yaml"));
  } else {
    section.blocks.push_back(
        not_measured("Quality checks: this result was not analysed", "mqseal report DIR"));
  }
  if (const json& thresholds = rows(result, "thresholds"); !thresholds.empty()) {
    section.blocks.push_back(block(threshold_table(thresholds)));
  }
  if (std::vector<std::string> items = omnibus_sentences(result); !items.empty()) {
    section.blocks.push_back(list(std::move(items)));
  }
  section.blocks.push_back(heading("What these numbers do not show"));
  section.blocks.push_back(list(threats(study)));
  if (std::vector<std::string> warnings = warnings_of(result); !warnings.empty()) {
    section.blocks.push_back(heading("Warnings"));
    section.blocks.push_back(list(std::move(warnings)));
  }
  return section;
}

}  // namespace mqseal::report
