// SPDX-License-Identifier: MIT
// Method and sources: how the numbers were made and judged, what each means, what is cited.
#include <array>

#include <fmt/format.h>

#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/sections.h"
#include "sim/report/sources.h"

namespace mqseal::report {
namespace {

struct Meaning {
  const char *name, *words;
};

constexpr std::array<Meaning, 9> meanings{{
    {"CPU to seal, to open",
     "Inside the envelope's seal and open, per message, the clock's own cost subtracted; plaintext "
     "shows what a copy costs."},
    {"Client CPU", "CPU clock of the fleet's threads without spinning, per delivered message."},
    {"Broker CPU",
     "CPU clock of the broker's process over the measured window, per delivered "
     "message."},
    {"Latency (response time)",
     "From the moment a message was due by the schedule until the subscriber had opened it: "
     "waiting "
     "is not hidden."},
    {"p99 and other percentiles",
     "From each run's histogram; over rounds histograms are merged, never percentiles averaged. "
     "Shown only with 10 messages beyond."},
    {"Bytes added", "Envelope minus reading: header, nonce, tag."},
    {"Change", "Hodges-Lehmann estimate of the log-ratio inside each round."},
    {"95 % interval",
     "Exact signed-rank interval (paired t for 3 to 5 rounds), widened so that it leaves out zero "
     "exactly where the Holm-adjusted test rejects."},
    {"A/A control", "Plaintext against plaintext in the same round: the noise floor."},
}};

constexpr std::array<const char*, 7> statistics_sources{{
    "Abedi, Brecht: Conducting repeatable experiments in highly variable cloud computing "
    "environments, ICPE 2017, doi 10.1145/3030207.3030229 (interleaved, randomised rounds)",
    "Kalibera, Jones: Quantifying performance changes with effect size confidence intervals, arXiv "
    "2007.10899",
    "Hollander, Wolfe, Chicken: Nonparametric statistical methods, 3rd ed., 2014 (signed-rank "
    "test, "
    "Hodges-Lehmann estimate, Friedman's test)",
    "Holm: A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6, 1979",
    "Clopper, Pearson: The use of confidence or fiducial limits, Biometrika 26, 1934 (k of n)",
    "Welch: The generalization of Student's problem, Biometrika 34, 1947 (two files, few rounds)",
    "G. Tene's wrk2 and HdrHistogram (latency from the intended time; histograms that merge)",
}};

}  // namespace

Section method_section(const Study& study) {
  Section section{"method", "Method and sources", {}};
  section.blocks.push_back(paragraph(fmt::format(
      "Every round runs each cipher once, in seeded random order, with a second plaintext run as "
      "control. The run, not the message, is the unit of the statistics: changes are paired inside "
      "a round, so that slow drift of the machine cancels. Verdicts are Holm-adjusted over the "
      "declared metrics at 5 % and use the margin of ±{} % that the scenario fixed. **Worse** and "
      "**better**: the interval leaves out zero and the margin's inside; **real, below the "
      "margin**: it "
      "leaves out zero but lies inside the margin; **equivalent**: it holds zero and lies inside; "
      "**cannot tell**: it holds zero and reaches beyond. Absence of evidence is never called "
      "equality.",
      percent_text(study.margin))));
  Table table{
      .id = "meanings", .caption = "What each number means", .columns = {{"Name"}, {"Meaning"}}};
  for (const Meaning& meaning : meanings) {
    table.rows.push_back({{.text = meaning.name}, {.text = meaning.words}});
  }
  section.blocks.push_back(block(std::move(table)));
  if (std::vector<std::string> cited = sources_of(study); !cited.empty()) {
    section.blocks.push_back(heading("Sources of the facts"));
    section.blocks.push_back(sources(std::move(cited)));
  }
  section.blocks.push_back(heading("Sources of the method"));
  section.blocks.push_back(list({statistics_sources.begin(), statistics_sources.end()}));
  return section;
}

}  // namespace mqseal::report
