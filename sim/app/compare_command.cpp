// SPDX-License-Identifier: MIT
// `mqseal compare`.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/app/commands.h"
#include "sim/base/file.h"
#include "sim/base/units.h"
#include "sim/report/compare.h"
#include "sim/report/report.h"
#include "sim/report/signs.h"
#include "sim/run/document.h"

namespace mqseal::app {

namespace {

using nlohmann::json;

json analysed(const std::filesystem::path& dir) {
  json document = run::read_document(dir / "result.json");
  report::analyse(document);
  return document;
}

json label_of(const json& document, const std::filesystem::path& dir) {
  return {{"name", document.at("scenario").value("name", "?")},
          {"started_utc", document.value("started_utc", "?")},
          {"git", document.at("tool").value("git", "?")},
          {"directory", dir.string()}};
}

void write(const json& comparison, const std::filesystem::path& out) {
  std::filesystem::create_directories(out);
  base::write_file_atomically(out / "compare.json", comparison.dump(1) + "\n");
  base::write_file_atomically(out / "compare.html", report::comparison_html(comparison));
  base::write_file_atomically(out / "compare.md", report::comparison_markdown(comparison));
  fmt::print("{}\n", (out / "compare.html").string());
}

}  // namespace

base::ExitCode compare(const CompareFlags& flags) {
  report::CompareOptions options;
  options.metrics = flags.metrics;
  if (!flags.margin.empty()) {
    options.margin = base::parse_percent(flags.margin);
  }
  const json base = analysed(flags.base), other = analysed(flags.other);
  json comparison = report::compare(base, other, options);
  comparison["base"] = label_of(base, flags.base);
  comparison["new"] = label_of(other, flags.other);
  if (flags.json) {
    fmt::print("{}\n", comparison.dump(1));
  } else {
    fmt::print("{}", report::comparison_text(comparison, !report::locale_is_utf8()));
  }
  if (!flags.out.empty()) {
    write(comparison, flags.out);
  }
  if (!comparison.at("comparable").get<bool>() && !flags.anyway) {
    throw base::Error(
        base::ExitCode::usage,
        "compare: the two results differ in more than the program (✗ above), so their "
        "changes say nothing of it; --anyway takes them as they are");
  }
  return comparison.at("regressions").get<int>() > 0 ? base::ExitCode::regression
                                                     : base::ExitCode::done;
}

}  // namespace mqseal::app
