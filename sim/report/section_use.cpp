// SPDX-License-Identifier: MIT
// Use in coursework, reproduce, method and sources.
#include <fmt/format.h>

#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/sections.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

/// One effect as a sentence that says exactly what its interval allows.
std::string sentence(const Study& study, const json& effect) {
  const json& ci = rows(effect, "ci");
  const std::string verdict = text(effect, "verdict"), flow = text(effect, "at.transport");
  const MetricName metric = metric_name(text(effect, "metric"));
  std::string name = metric.title;
  if (name.rfind("CPU", 0) != 0) {
    name[0] = static_cast<char>(std::tolower(name[0]));
  }
  const std::string where = flow.empty() ? "" : " over " + transport_name(flow);
  const double estimate = number(effect, "estimate").value_or(0);
  const std::string cipher = cipher_name(text(effect, "level"));
  const std::string interval = interval_text(ci[0], ci[1]);
  const std::string margin = percent_text(study.margin);
  const auto p = number(effect, "p_holm");
  if (verdict == "equivalent") {
    return fmt::format(
        "For {} and plaintext, the whole 95 % interval of the change of {}{} ({}) lies inside "
        "±{} %: at this margin the two are equivalent.",
        cipher,
        name,
        where,
        interval,
        margin);
  }
  if (verdict == "cannot_tell") {
    return fmt::format(
        "The data do not settle whether {} changes {}{}: the 95 % interval ({}) contains zero "
        "and changes above {} %.",
        cipher,
        name,
        where,
        interval,
        margin);
  }
  const std::string change =
      estimate >= 1 ? change_text(estimate) : change_text(std::abs(estimate)).substr(1);
  const std::string verb = estimate >= 1 ? "multiplied" : estimate < 0 ? "lowered" : "raised";
  return fmt::format(
      "{} {} {}{} by {} (95 % interval {}{}; n = {} paired rounds).{}",
      cipher,
      verb,
      name,
      where,
      estimate >= 1 ? change.substr(2) : change,
      interval,
      p ? fmt::format("; Holm-adjusted p = {}", number_text(*p)) : "",
      number_text(number(effect, "n"), ""),
      verdict == "real_below_margin"
          ? fmt::format(
                " The change is real but smaller than the ±{} % margin fixed before the run.",
                margin)
          : "");
}

std::string command_of(const json& result) {
  const std::string file = text(result, "scenario.file");
  return fmt::format(
      "mqseal run {} --seed {}", file.empty() ? "scenario.yaml" : file, text(result, "seed", "1"));
}

std::string host_text(const json& host) {
  std::string words;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) {
      words += (words.empty() ? "" : "; ") + part;
    }
  };
  add(text(host, "cpu_model"));
  if (const auto cores = number(host, "cores")) {
    add(plural(*cores, "core"));
  }
  add(text(host, "distribution"));
  add(text(host, "kernel"));
  add(text(host, "virtualisation"));
  return words;
}

}  // namespace

Section coursework_section(const Study& study) {
  Section section{"coursework", "Use in coursework", {}};
  section.blocks.push_back(paragraph(study.quick_look
                                         ? "This result is a quick look, not for claims: repeat it "
                                           "with 10 rounds before you quote it."
                                         : "Sentences with their numbers, ready to copy. Each says "
                                           "no more than its interval allows."));
  std::size_t made = 0;
  for (const json& effect : rows(study.document(), "effects")) {
    const bool complete = rows(effect, "ci").size() == 2 && rows(effect, "ci")[0].is_number();
    if (!is_control_effect(effect) && complete && made < 12) {
      section.blocks.push_back(quote(sentence(study, effect)));
      ++made;
    }
  }
  if (made == 0) {
    section.blocks.push_back(
        not_measured("Changes with intervals", "mqseal run scenarios/quickstart.yaml --rounds 10"));
  }
  return section;
}

Section reproduce_section(const Study& study) {
  Section section{"reproduce", "Reproduce this run", {}};
  const json& result = study.document();
  section.blocks.push_back(code("The same plan, in the same random order", command_of(result)));
  const json host = result.value("host", json::object());
  Table table{.id = "provenance",
              .caption = "Where these numbers come from",
              .columns = {{"What"}, {"Value"}}};
  const auto add = [&](const std::string& what, const std::string& value) {
    if (!value.empty()) {
      table.rows.push_back({{.text = what}, {.text = value}});
    }
  };
  add("Program",
      fmt::format("mqseal {}, commit {}",
                  text(result, "tool.version", "?"),
                  text(result, "tool.git", "unknown")));
  add("Compiler",
      text(result, "tool.compiler") + " " + text(result, "tool.flags") + " (" +
          text(result, "tool.build_type") + ")");
  add("Machine", host_text(host));
  add("Scenario", text(result, "scenario.name") + ", SHA-256 " + text(result, "scenario_sha256"));
  add("Seed", text(result, "seed"));
  section.blocks.push_back(block(std::move(table)));
  return section;
}

Section method_section(const Study& study) {
  Section section{"method", "Method and sources", {}};
  section.blocks.push_back(
      paragraph(fmt::format("Every round runs each cipher once, in seeded random order, with a "
                            "second plaintext run as control. "
                            "Changes are paired inside a round: Hodges-Lehmann estimate of the "
                            "log-ratio to plaintext with its exact "
                            "signed-rank interval, Holm-adjusted over the declared metrics. The "
                            "margin (±{} %) was fixed in the "
                            "scenario. Latency counts from the moment a message was due.",
                            percent_text(study.margin))));
  return section;
}

}  // namespace mqseal::report
