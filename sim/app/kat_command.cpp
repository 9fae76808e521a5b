// SPDX-License-Identifier: MIT
// `mqseal kat`: known-answer files, ours or a reviewer's own, against every implementation.
#include <stdexcept>

#include <fmt/format.h>

#include "ciphers/host/kat.h"
#include "sim/app/commands.h"

namespace mqseal::app {

namespace {

std::vector<host::KatRecord> records_of(const std::filesystem::path& file) {
  try {
    return host::read_records(file.string());
  } catch (const std::runtime_error& error) {
    throw base::Error(base::ExitCode::usage, error.what());
  }
}

}  // namespace

int kat(const std::vector<std::filesystem::path>& files) {
  for (const auto& file : files) {
    const auto records = records_of(file);
    const host::KatReport report = host::run_records(records, /*stop_at_first=*/true);
    if (!report.mismatches.empty()) {
      fmt::print(stderr, "mismatch: {}\n", report.mismatches.front());
      return kat_mismatch;
    }
    fmt::print("{}: {} of {} records, {} checks, all match\n",
               file.string(),
               report.records,
               records.size(),
               report.checks);
    for (const auto& [implementation, checks] : report.checks_by_implementation) {
      fmt::print("  {:<40} {:>8}\n", implementation, checks);
    }
    for (const auto& [reason, count] : report.not_run) {
      fmt::print("  not run: {} ({} records)\n", reason, count);
    }
  }
  return 0;
}

}  // namespace mqseal::app
