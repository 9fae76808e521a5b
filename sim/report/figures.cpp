// SPDX-License-Identifier: MIT
// See figures.h. The chart libraries that the program carries are handed to Node as one script, so
// that an installed mqseal needs no node_modules.
#include "sim/report/figures.h"

#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/report/asset.h"
#include "sim/report/page.h"

namespace mqseal::report {
namespace {

namespace fs = std::filesystem;

/// A folder of our own that goes when we go.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "mqseal-figures-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw base::Error(
          base::ExitCode::environment,
          "cannot make a temporary folder for figures in " + fs::temp_directory_path().string());
    }
    path_ = name;
  }

  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// In Node the bundles see a module system; as plain scripts they define the same globals as in a
/// page. So each runs in the global scope, and ours after them.
std::string script() {
  std::string text =
      "const vm = require('node:vm'), scripts = require('node:fs');\n"
      "globalThis.require = require; globalThis.self = globalThis;\n"
      "for (const name of scripts.readFileSync(process.argv[2], "
      "'utf8').split('\\n').filter(Boolean)) "
      "vm.runInThisContext(scripts.readFileSync(name, 'utf8'), { filename: name });\n";
  return text;
}

base::ProcessResult run_node(const Scratch& scratch, const Document& document) {
  std::string names;
  for (const char* name : {"lib/vega.min.js",
                           "lib/vega-lite.min.js",
                           "lib/vega-interpreter.min.js",
                           "chart_spec.js",
                           "figures.js"}) {
    const fs::path file = scratch.path() / fs::path(name).filename();
    base::write_file_atomically(file, asset(name));
    names += file.string() + "\n";
  }
  nlohmann::json bundle = chart_bundle(document);
  bundle["palette"] = std::string(asset("palette.css"));
  base::write_file_atomically(scratch.path() / "names", names);
  base::write_file_atomically(scratch.path() / "bundle.json", bundle.dump());
  base::write_file_atomically(scratch.path() / "main.cjs", script());
  fs::create_directory(scratch.path() / "out");
  base::ProcessOptions options;
  options.timeout = 120 * base::nanos_per_second;
  return base::run_process({"node",
                            (scratch.path() / "main.cjs").string(),
                            (scratch.path() / "names").string(),
                            (scratch.path() / "bundle.json").string(),
                            (scratch.path() / "out").string()},
                           options);
}

std::string reason(const base::ProcessResult& result,
                   std::string_view program,
                   std::string_view package) {
  if (!result.started) {
    return fmt::format(
        "figures not rendered: no program '{0}'; install it (apt-get install {1}) and run "
        "mqseal report again",
        program,
        package);
  }
  if (result.timed_out) {
    return fmt::format("figures not rendered: {} did not end within its time", program);
  }
  return result.exit_code == 0 ? "" : fmt::format("some figures not rendered: {}", result.err);
}

/// SOURCE_DATE_EPOCH makes the PDF the same bytes each time.
base::ProcessResult to_pdf(const fs::path& svg, const fs::path& pdf) {
  return base::run_process({"env",
                            "SOURCE_DATE_EPOCH=0",
                            "rsvg-convert",
                            "--format",
                            "pdf",
                            "--output",
                            pdf.string(),
                            svg.string()});
}

}  // namespace

Figures write_figures(const Document& document, const fs::path& dir, bool svg, bool pdf) {
  Figures figures;
  if (charts_of(document).empty()) {
    return figures;
  }
  if (!has_chart_library()) {
    figures.not_rendered = "figures not rendered: this build has no chart library; run ./dev build";
    return figures;
  }
  const Scratch scratch;
  figures.not_rendered = reason(run_node(scratch, document), "node", "nodejs");
  const fs::path folder = dir / "figures";
  fs::create_directories(folder);
  for (const Chart* chart : charts_of(document)) {
    const fs::path made = scratch.path() / "out" / (chart->id + ".svg");
    if (!fs::exists(made)) {
      continue;
    }
    if (svg) {
      base::write_file_atomically(folder / made.filename(), base::read_file(made));
      figures.files.push_back(folder / made.filename());
    }
    const fs::path as_pdf = scratch.path() / (chart->id + ".pdf");
    if (pdf) {
      const auto result = to_pdf(made, as_pdf);
      if (result.exit_code == 127 || !fs::exists(as_pdf)) {
        figures.not_rendered =
            "PDF figures not rendered: no program 'rsvg-convert'; apt-get install "
            "librsvg2-bin and run mqseal report again";
        continue;
      }
      base::write_file_atomically(folder / as_pdf.filename(), base::read_file(as_pdf));
      figures.files.push_back(folder / as_pdf.filename());
    }
  }
  return figures;
}

}  // namespace mqseal::report
