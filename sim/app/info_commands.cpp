// SPDX-License-Identifier: MIT
// `mqseal report`, `mqseal schema` and `mqseal env`.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/app/commands.h"
#include "sim/base/clock.h"
#include "sim/base/utc.h"
#include "sim/record/provenance.h"
#include "sim/record/result_schema.h"
#include "sim/report/report.h"
#include "sim/run/document.h"
#include "sim/run/study.h"

namespace mqseal::app {

namespace fs = std::filesystem;

base::ExitCode report(const ReportFlags& flags) {
  std::vector<fs::path> dirs;
  report::StudyLabel label;
  for (const fs::path& dir : flags.dirs) {
    const run::Results found = run::results_in(dir);
    dirs.insert(dirs.end(), found.dirs.begin(), found.dirs.end());
    label = flags.dirs.size() == 1 ? found.study : report::StudyLabel{};
  }
  for (const fs::path& dir : dirs) {
    const fs::path file = dir / "result.json";
    nlohmann::json document = run::read_document(file);
    report::analyse(document);  // a campaign that was killed never did, an older mqseal otherwise
    run::save_document(document, file);
  }
  const bool one = flags.dirs.size() == 1;
  if (one && !flags.out.empty()) {
    throw base::Error(base::ExitCode::usage,
                      "--out goes with several results: the report of one stands in its folder");
  }
  fs::path out = one ? flags.dirs.front() : flags.out;
  if (out.empty()) {
    out = fs::path("results") / "local" / ("report-" + base::utc_file_text(base::wall_now()));
  }
  for (const fs::path& written : one&& label.title.empty()
                                     ? report::write(out, flags.formats)
                                     : report::write_combined(dirs, out, flags.formats, label)) {
    fmt::print("{}\n", written.string());
  }
  return base::ExitCode::done;
}

base::ExitCode schema(const std::string& what) {
  fmt::print("{}\n",
             what == "scenario" ? scenario::json_schema() : record::result_schema().dump(1));
  return base::ExitCode::done;
}

base::ExitCode env() {
  const nlohmann::json facts = {{"tool", record::tool_provenance()},
                                {"host", record::host_provenance()}};
  fmt::print("{}\n", facts.dump(1));
  return base::ExitCode::done;
}

}  // namespace mqseal::app
