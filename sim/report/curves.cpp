// SPDX-License-Identifier: MIT
// See curves.h. Twelve points a decade: enough for a smooth curve, small in the page.
#include "sim/report/curves.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/record/histogram.h"
#include "sim/report/fields.h"
#include "sim/report/study.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr int points_per_decade = 12;

struct Merged {
  record::Histogram histogram;
  int runs = 0;
};

using ByFlow = std::map<std::string, Merged>;

/// Histograms of one interval log by tag; what holds none is skipped.
std::map<std::string, std::string> encoded_by_tag(const std::string& log) {
  std::map<std::string, std::string> found;
  std::size_t from = 0;
  while (from < log.size()) {
    const std::size_t end = std::min(log.find('\n', from), log.size());
    const std::string_view line(log.data() + from, end - from);
    const auto comma = line.find(','), last = line.rfind(',');
    if (line.substr(0, 4) == "Tag=" && comma != last) {
      found.emplace(line.substr(4, comma - 4), line.substr(last + 1));
    }
    from = end + 1;
  }
  return found;
}

json points_of(const record::Histogram& histogram) {
  json points = json::array();
  const double most = static_cast<double>(histogram.count());
  for (int step = 0;; ++step) {
    const double exponent = static_cast<double>(step) / points_per_decade;
    const double inverse =
        step % points_per_decade == 0 ? std::round(std::pow(10, exponent)) : std::pow(10, exponent);
    if (inverse > most) {
      return points;
    }
    const auto nanos = histogram.percentile(100 - 100 / inverse);
    points.push_back({inverse, static_cast<double>(nanos) / 1000});
  }
}

void merge_run(const json& run, const std::filesystem::path& dir, ByFlow& merged) {
  std::map<std::string, std::map<std::string, std::string>> logs;
  for (const json& flow : rows(run, "flows")) {
    const std::string name = text(flow, "hlog"), file = name.substr(0, name.find('#'));
    const std::string tag =
        name.find('#') == std::string::npos ? "response" : name.substr(file.size() + 1);
    if (file.empty()) {
      continue;
    }
    if (logs.count(file) == 0) {
      logs[file] = encoded_by_tag(base::read_file(dir / file));
    }
    const auto encoded = logs[file].find(tag);
    if (encoded == logs[file].end()) {
      throw base::Error(base::ExitCode::environment,
                        fmt::format("{}: no histogram '{}'", file, tag));
    }
    Merged& to = merged[flow_name(flow).id];
    to.histogram.merge(record::Histogram::decode(encoded->second));
    ++to.runs;
  }
}

}  // namespace

void add_curves(json& result, const std::filesystem::path& dir) {
  json curves = json::array(), warnings = json::array();
  for (const Arm& arm : make_study(result).arms) {
    ByFlow merged;
    for (const json* run : arm.control ? std::vector<const json*>() : arm.runs) {
      try {
        merge_run(*run, dir, merged);
      } catch (const base::Error& error) {
        warnings.push_back(fmt::format(
            "run {} is missing from the percentile curves: {}", text(*run, "id"), error.what()));
      }
    }
    for (const auto& [flow, from] : merged) {
      curves.push_back({{"cipher", arm.cipher},
                        {"implementation", arm.implementation},
                        {"at", arm.at},
                        {"flow", flow},
                        {"runs", from.runs},
                        {"count", from.histogram.count()},
                        {"points", points_of(from.histogram)}});
    }
  }
  if (!curves.empty()) {
    result["curves"] = std::move(curves);
  }
  json& known = result["warnings"];
  for (json& warning : warnings) {
    if (std::find(known.begin(), known.end(), warning) == known.end()) {
      known.push_back(std::move(warning));
    }
  }
}

}  // namespace mqseal::report
