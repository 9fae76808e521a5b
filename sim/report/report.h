// SPDX-License-Identifier: MIT
// From result.json to pages: pure, bytes in, bytes out. Never includes sim/run.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sim/base/error.h"

namespace mqseal::report {

/// Fills `effects`, `omnibus`, `quality`, `thresholds`, `facts`, `devices`, `decision` of a result
/// document from its `runs` (design.md, section 3; analyse_*.h, facts.h, devices.h, decide.h).
/// Pure; safe to call after every run, and again.
void analyse(nlohmann::json& result);
/// What an analysed result means for the exit code: untrusted where a quality check failed, else
/// threshold where one failed, else done.
[[nodiscard]] base::ExitCode exit_code(const nlohmann::json& result);
/// The summary table for a terminal, 100 columns, without colour; ASCII only where the
/// environment's locale (LC_ALL, LC_CTYPE, LANG) is not UTF-8, or where `ascii` says so.
[[nodiscard]] std::string summary_text(const nlohmann::json& result);
[[nodiscard]] std::string summary_text(const nlohmann::json& result, bool ascii);
/// decision{} for a terminal, 100 columns, ASCII as summary_text; empty where there is none.
[[nodiscard]] std::string decision_text(const nlohmann::json& result);
[[nodiscard]] std::string decision_text(const nlohmann::json& result, bool ascii);
[[nodiscard]] std::string render_html(const nlohmann::json& result);
[[nodiscard]] std::string render_markdown(const nlohmann::json& result);

/// Writes the named formats (html, md, csv, tex, svg, pdf) for `dir`/result.json into `dir`, and
/// `curves[]` into result.json itself. Returns the files written. Throws base::Error.
std::vector<std::filesystem::path> write(const std::filesystem::path& dir,
                                         const std::vector<std::string>& formats);

/// Of several results that one command made; both empty where none did.
struct StudyLabel {
  std::string title;
  std::string command;  ///< "mqseal run scenarios/coursework.yaml --quick"
};

/// One report of several results, each read from its folder, into the folder `out`.
std::vector<std::filesystem::path> write_combined(const std::vector<std::filesystem::path>& dirs,
                                                  const std::filesystem::path& out,
                                                  const std::vector<std::string>& formats,
                                                  const StudyLabel& label = {});

}  // namespace mqseal::report
