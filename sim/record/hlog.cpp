// SPDX-License-Identifier: MIT
// A run's histograms as an interval log of HdrHistogram, log format 1.3: one line a histogram,
// "Tag=<tag>,<start s>,<length s>,<max ms>,<base64>"; times count from the line StartTime.
#include <algorithm>
#include <ctime>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/record/result.h"

namespace mqseal::record {

namespace {

constexpr double nanos_per_milli = 1e6;  // the log's unit for Interval_Max

/// Seconds since 1970 of "2026-11-22T10:00:00Z".
std::int64_t seconds_of(const std::string& utc) {
  std::tm parts{};
  const char* end = strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (end == nullptr) {
    throw base::Error(base::ExitCode::bug,
                      "started_utc is not ISO 8601: '" + utc + "'; expected 2026-01-31T10:00:00Z");
  }
  return timegm(&parts);
}

std::string line(const std::string& tag, double seconds, const Histogram& histogram) {
  return fmt::format("Tag={},0.000,{:.3f},{:.3f},{}\n",
                     tag,
                     seconds,
                     static_cast<double>(histogram.max()) / nanos_per_milli,
                     histogram.encode());
}

}  // namespace

std::string hlog_tag(const std::string& kind, const Flow& flow) {
  std::string tag = kind + ":" + flow.from + "->" + flow.to;
  std::replace_if(
      tag.begin(),
      tag.end(),
      [](char c) { return c == ',' || c == '#' || static_cast<unsigned char>(c) <= ' '; },
      '_');
  return tag;
}

void write_hlog(const RunResult& run, const std::string& path) {
  std::string text = "#[Run " + run.id + " of mqseal; values in nanoseconds]\n";
  text += "#[Histogram log format version 1.3]\n";
  text += fmt::format("#[StartTime: {}.000 (seconds since epoch), {}]\n",
                      seconds_of(run.started_utc),
                      run.started_utc);
  text +=
      "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\","
      "\"Interval_Compressed_Histogram\"\n";
  text += line("response", run.measured_seconds, run.response);
  text += line("service", run.measured_seconds, run.service);
  text += line("lateness", run.measured_seconds, run.lateness);
  for (const Flow& flow : run.flows) {
    text += line(hlog_tag("response", flow), run.measured_seconds, flow.response);
    text += line(hlog_tag("service", flow), run.measured_seconds, flow.service);
  }
  base::write_file_atomically(path, text);
}

}  // namespace mqseal::record
