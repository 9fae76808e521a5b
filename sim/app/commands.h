// SPDX-License-Identifier: MIT
// What each command of `mqseal` does, without its flags: those are main.cpp's. Every function
// prints results on standard output and throws base::Error where it cannot do its work.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "sim/base/error.h"
#include "sim/scenario/load.h"

namespace mqseal::app {

struct RunFlags {
  std::filesystem::path scenario;
  std::filesystem::path out;     ///< empty: results/local/<scenario>-<UTC time>
  std::filesystem::path resume;  ///< empty: a new result
  scenario::Overrides overrides;
  bool dry_run = false;
  std::string progress = "auto";
};

base::ExitCode run(const RunFlags& flags);
/// Loads and plans each; one line a file. Goes on after a wrong one; usage where any was wrong.
base::ExitCode validate(const std::vector<std::filesystem::path>& files);
/// `what`: ciphers, brokers, devices, scenarios.
base::ExitCode list(const std::string& what, bool as_json);

struct ReportFlags {
  std::vector<std::filesystem::path> dirs;
  std::filesystem::path out;  ///< of several: empty: results/local/report-<UTC time>
  std::vector<std::string> formats{"html", "md"};
};

/// Analyses results again and writes their reports: of one (or of a study) into its folder, of
/// several one report.
base::ExitCode report(const ReportFlags& flags);

struct CompareFlags {
  std::filesystem::path base, other;  ///< directories of results
  std::string margin;                 ///< "5%"; empty: the base's
  std::vector<std::string> metrics;   ///< empty: the base's primary ones
  std::filesystem::path out;          ///< for compare.html, .md, .json; empty: none
  bool anyway = false, json = false;
};

/// Regression where the new result is worse beyond the margin; usage where the two cannot be
/// compared and `anyway` does not say to.
base::ExitCode compare(const CompareFlags& flags);

struct DecideFlags {
  std::filesystem::path dir;
  std::filesystem::path limits;  ///< empty: the scenario's own rule
  bool no_save = false;          ///< print only
};

/// Decides anew, without measuring; writes decision{} and the reports unless told not to.
base::ExitCode decide(const DecideFlags& flags);
/// `what`: scenario, result.
base::ExitCode schema(const std::string& what);
base::ExitCode env();

/// The attacker of a run, in its folder, on what process `target` serves; ended by its parent.
base::ExitCode flood_attacker(const std::filesystem::path& folder, pid_t target);
/// What stands in for a broker in an attack's control.
base::ExitCode flood_sink(const std::filesystem::path& certificate,
                          const std::filesystem::path& key);

/// Exit code of `mqseal kat` where an answer is wrong.
inline constexpr int kat_mismatch = 1;
/// Runs known-answer files until the first mismatch, which it names on standard error.
int kat(const std::vector<std::filesystem::path>& files);

}  // namespace mqseal::app
