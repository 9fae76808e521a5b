// SPDX-License-Identifier: MIT
// All files of a report into the folder of its result.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/log.h"
#include "sim/report/combine.h"
#include "sim/report/curves.h"
#include "sim/report/documents.h"
#include "sim/report/fields.h"
#include "sim/report/figures.h"
#include "sim/report/page.h"
#include "sim/report/report.h"

namespace mqseal::report {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

void check_formats(const std::vector<std::string>& formats) {
  static const std::vector<std::string> known = {"html", "md", "csv", "tex", "svg", "pdf"};
  for (const std::string& format : formats) {
    if (std::find(known.begin(), known.end(), format) == known.end()) {
      throw base::Error(
          base::ExitCode::usage,
          fmt::format("--formats: unknown format '{}'; allowed: html, md, csv, tex, svg, pdf",
                      format));
    }
  }
}

json read_result(const fs::path& dir) {
  const fs::path file = dir / "result.json";
  json result = json::parse(base::read_file(file), nullptr, false);
  if (result.is_discarded() || text(result, "schema") != "mqseal-result/1") {
    throw base::Error(
        base::ExitCode::usage,
        file.string() +
            ": not a result of mqseal; expected JSON with \"schema\": \"mqseal-result/1\"");
  }
  return result;
}

/// The document of the result in `dir`, whose result.json gets what the page adds to it.
Document document_of(const fs::path& dir) {
  json result = read_result(dir);
  const json before = rows(result, "curves");
  add_curves(result, dir);
  if (rows(result, "curves") != before) {  // whatever the page shows stands in result.json
    base::write_file_atomically(dir / "result.json",
                                result.dump(1, ' ', false, json::error_handler_t::replace) + "\n");
  }
  result["directory"] = dir.string();
  return make_document(result);
}

std::vector<fs::path> write_document(const Document& document,
                                     const fs::path& dir,
                                     const std::vector<std::string>& formats) {
  const auto wanted = [&](std::string_view format) {
    return std::find(formats.begin(), formats.end(), format) != formats.end();
  };
  std::vector<fs::path> files;
  const auto put = [&](const fs::path& file, const std::string& bytes) {
    fs::create_directories(file.parent_path());
    base::write_file_atomically(file, bytes);
    files.push_back(file);
  };
  if (wanted("html")) {
    put(dir / "report.html", page_html(document));
  }
  if (wanted("md")) {
    put(dir / "report.md", markdown(document));
  }
  for (const Table* table : tables_of(document)) {
    if (wanted("csv")) {
      put(dir / "tables" / (table->id + ".csv"), table_csv(*table));
    }
    if (wanted("tex")) {
      put(dir / "tables" / (table->id + ".tex"), table_tex(*table));
    }
  }
  if (wanted("svg") || wanted("pdf")) {
    const Figures figures = write_figures(document, dir, wanted("svg"), wanted("pdf"));
    files.insert(files.end(), figures.files.begin(), figures.files.end());
    if (!figures.not_rendered.empty()) {
      base::log_warning(figures.not_rendered);
    }
  }
  return files;
}

}  // namespace

std::vector<fs::path> write(const fs::path& dir, const std::vector<std::string>& formats) {
  check_formats(formats);
  return write_document(document_of(dir), dir, formats);
}

std::vector<fs::path> write_combined(const std::vector<fs::path>& dirs,
                                     const fs::path& out,
                                     const std::vector<std::string>& formats,
                                     const StudyLabel& label) {
  check_formats(formats);
  std::vector<Document> parts;
  for (const fs::path& dir : dirs) {
    parts.push_back(document_of(dir));
  }
  return write_document(combine(std::move(parts), label), out, formats);
}

}  // namespace mqseal::report
