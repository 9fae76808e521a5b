// SPDX-License-Identifier: MIT
// Writes pages of invented results into a folder, for the browser tests and for looking at them.
#include <filesystem>
#include <fstream>
#include <iostream>

#include <nlohmann/json.hpp>

#include "sim/report/report.h"
#include "tests/report/fixture.h"

namespace {

using mqseal::report_test::FixtureOptions;
using nlohmann::json;

void write(const std::filesystem::path& folder, const json& result) {
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "result.json") << result.dump(1);
  mqseal::report::write(folder, {"html", "md", "csv", "tex", "svg", "pdf"});
  std::ofstream(folder / "summary.txt") << mqseal::report::summary_text(result);
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
  write(folder / "full", mqseal::report_test::make_result());
  FixtureOptions quick;
  quick.quick_look = true;
  quick.rounds = 5;
  write(folder / "quick", mqseal::report_test::make_result(quick));
  FixtureOptions same;
  same.nothing_differs = true;
  write(folder / "same", mqseal::report_test::make_result(same));
}
