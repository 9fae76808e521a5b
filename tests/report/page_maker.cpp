// SPDX-License-Identifier: MIT
// Writes pages of invented results into a folder, for the browser tests and for looking at them.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "sim/report/compare.h"
#include "sim/report/report.h"
#include "tests/report/fixture.h"
#include "tests/report/fixture_parts.h"

namespace {

using mqseal::report_test::FixtureOptions;
using nlohmann::json;

/// Percentile curves as the histograms of all rounds would give them: 12 points a decade up to the
/// number of messages, from the medians that the runs state, with a tail that grows.
void invent_curves(json& result) {
  std::map<std::pair<std::string, std::string>, json> curves;
  for (const json& run : result["runs"]) {
    if (run["control"].get<bool>()) {
      continue;
    }
    for (const json& flow : run["flows"]) {
      const std::string cipher = flow["cipher"], transport = flow["transport_in"];
      json& curve = curves[{cipher, transport}];
      const double count = flow["latency_us"]["response"]["count"];
      curve["count"] = (curve.is_null() ? 0.0 : curve.value("count", 0.0)) + count;
      curve["p50"].push_back(flow["latency_us"]["response"]["p50"]);
      curve["p99"].push_back(flow["latency_us"]["response"]["p99"]);
      curve["implementation"] = run["implementation"];
    }
  }
  for (auto& [key, curve] : curves) {
    const auto median = [](json values) {
      std::sort(values.begin(), values.end());
      return values[values.size() / 2].get<double>();
    };
    const double p50 = median(curve["p50"]), p99 = median(curve["p99"]);
    json points = json::array();
    for (int step = 0; std::pow(10, step / 12.0) <= curve["count"].get<double>(); ++step) {
      const double inverse =
          step % 12 == 0 ? std::round(std::pow(10, step / 12.0)) : std::pow(10, step / 12.0);
      const double share = std::log10(inverse) / 2;  // 1 at p99
      const double us = p50 * 0.72 * std::pow(p99 / (p50 * 0.72), std::pow(share, 1.6));
      points.push_back({inverse, us});
    }
    result["curves"].push_back({{"cipher", key.first},
                                {"flow", key.second},
                                {"implementation", curve["implementation"]},
                                {"count", curve["count"]},
                                {"points", points}});
  }
}

void write(const std::filesystem::path& folder, json result) {
  mqseal::report::analyse(result);
  if (result["runs"].size() > 60) {
    invent_curves(result);
  }
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "result.json") << result.dump(1);
  mqseal::report::write(folder, {"html", "md", "csv", "tex", "svg", "pdf"});
  std::ofstream(folder / "summary.txt") << mqseal::report::summary_text(result);
}

void write_comparison(const std::filesystem::path& folder) {
  FixtureOptions slower;
  slower.seed = 2;
  slower.slow_cipher = "ascon-aead128";
  slower.slow_factor = 1.3;
  json base = mqseal::report_test::make_result(), other = mqseal::report_test::make_result(slower);
  mqseal::report::analyse(base);
  mqseal::report::analyse(other);
  const json comparison = mqseal::report::compare(base, other, {});
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "result.json") << comparison.dump(1);
  std::ofstream(folder / "report.html") << mqseal::report::comparison_html(comparison);
}

json example_rule() {
  return {{"limits",
           {{{"of", "block_bits"}, {"min", 128}},
            {{"of", "security_margin"}, {"min", 0.25}},
            {{"of", "standard"}, {"any_of", {"NIST", "ISO", "IETF"}}},
            {{"of", "latency_us.response.p99"}, {"max", 2000}},
            {{"of", "cpu.seal_ns"}, {"max", 2500}}}},
          {"objectives", {"overhead_bytes", "cpu.seal_ns"}},
          {"yaml", "decision:\n  limits:\n    block_bits: {min: 128}\n"}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3) {
    std::ifstream in(argv[1]);
    std::ofstream(argv[2]) << mqseal::report::render_html(json::parse(in));
    return 0;
  }
  if (argc != 2) {
    std::cerr << "usage: report_pages FOLDER | report_pages RESULT.json PAGE.html\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  json full = mqseal::report_test::make_result();
  mqseal::report_test::add_bench(full);
  full["scenario"]["decision"] = example_rule();
  write(folder / "full", full);
  FixtureOptions quick;
  quick.quick_look = true;
  quick.rounds = 5;
  quick.primary = {"cpu.seal_ns"};
  write(folder / "quick", mqseal::report_test::make_result(quick));
  FixtureOptions same;
  same.nothing_differs = true;
  write(folder / "same", mqseal::report_test::make_result(same));
  write(folder / "capacity", mqseal::report_test::make_capacity_result());
  write(folder / "lab", mqseal::report_test::make_lab_result());
  write_comparison(folder / "comparison");
  mqseal::report::write_combined(
      {folder / "full", folder / "lab"}, folder / "combined", {"html", "md", "csv", "tex", "svg"});
}
