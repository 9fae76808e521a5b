// SPDX-License-Identifier: MIT
// Share of each cipher's rounds that published key-recovery attacks have reached: cited, not
// measured.
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "sim/report/charts.h"
#include "sim/report/facts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/sources.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr const char* reached = "reached by a published attack (reduced rounds, theoretical cost)";
constexpr const char* never = "never reached";

/// Rounds of the cipher; of Ascon those that the attack counts in, its initialisation.
std::optional<double> rounds_of(const json& facts) {
  const auto plain = number(facts, "rounds.value");
  return plain ? plain : number(facts, "rounds.value.initialization_finalization");
}

/// One bar a round; a last part of a round (ChaCha's quarters) is a bar of its own.
void add_bars(json& bars, const json& row, double attacked, double rounds) {
  for (double at = 0; at < rounds;) {
    const double edge = at < attacked && attacked < at + 1 ? attacked : at + 1;
    const double to = std::min(edge, rounds);
    json bar = row;
    bar["from"] = at / rounds;
    bar["to"] = to / rounds;
    bar["reached"] = at < attacked ? reached : never;
    bars.push_back(std::move(bar));
    at = to == attacked ? attacked : std::floor(to + 1e-9);
  }
}

}  // namespace

std::optional<Chart> rounds_chart(const Study& study) {
  Chart chart{.id = "rounds",
              .title = "Share of rounds reached by the best published key-recovery attack",
              .subtitle =
                  "Cited, not measured here. Rounds of different ciphers are not the same "
                  "amount of work, so compare shares, not lengths."};
  chart.table = {.id = "rounds",
                 .caption = "Best published attacks",
                 .columns = {{"Cipher"},
                             {"Rounds attacked", "", true},
                             {"Margin", "%", true},
                             {"Attack"},
                             {"Source", "", true}}};
  const std::vector<std::string> sources = sources_of(study);
  json bars = json::array(), ciphers = json::array();
  std::set<std::string> seen;
  std::vector<std::string> words;
  for (const json& facts : rows(study.document(), "facts")) {
    const auto attacked = number(facts, "rounds_attacked.value"), rounds = rounds_of(facts),
               margin = number(facts, "security_margin.value"),
               block = number(facts, "block_bits.value");
    if (!attacked || !rounds || !margin || !seen.insert(text(facts, "facts_id")).second) {
      continue;
    }
    const std::string label = primitive_name(text(facts, "facts_id"));
    const bool confirmed = flag(facts, "rounds_attacked.confirmed");
    const std::string share = fmt::format("{:g} of {:g} rounds, {:.2g} % margin{}",
                                          *attacked,
                                          *rounds,
                                          100 * *margin,
                                          confirmed ? "" : ", unconfirmed");
    const int order = cipher_order(text(facts, "cipher"));
    add_bars(bars,
             {{"label", label}, {"order", order}, {"tip", label + ": " + share}},
             *attacked,
             *rounds);
    ciphers.push_back({{"label", label},
                       {"order", order},
                       {"text", share},
                       {"block", block ? fmt::format("{:.0f}-bit block", *block) : "no blocks"},
                       {"tone", block && *block < 128 ? "warn" : "plain"}});
    words.push_back(label + " " + share);
    chart.table.rows.push_back(
        {{.text = label, .cipher = text(facts, "cipher")},
         {.text = fmt::format("{:g} of {:g}", *attacked, *rounds), .value = *attacked / *rounds},
         {.text = fmt::format("{:.1f}", 100 * *margin), .value = 100 * *margin},
         {.text = text(facts, "attack_model.value", "–")},
         source_cell(sources, text(facts, "rounds_attacked.source"), confirmed)});
  }
  if (ciphers.empty()) {
    return std::nullopt;
  }
  chart.alternative = "Bars of rounds: " + join_words(words) + ".";
  chart.data = {{"rounds", std::move(bars)}, {"ciphers", std::move(ciphers)}};
  return chart;
}

}  // namespace mqseal::report
