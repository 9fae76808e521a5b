// SPDX-License-Identifier: MIT
// Percentile curves from the histogram files of all runs.
#pragma once

#include <filesystem>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// Sets `curves[]` of a result: {cipher, implementation, at{varied factors}, flow, runs, count,
/// points[[1/(1-p), µs]...]}, one for each arm and flow, from the histograms that the runs' flows
/// name (`hlog`: file, '#', tag), merged without loss. A file that is missing or damaged adds a
/// warning to `warnings[]`; its run is left out of the curve. Without any file `curves[]` stays.
void add_curves(nlohmann::json& result, const std::filesystem::path& dir);

}  // namespace mqseal::report
