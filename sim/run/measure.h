// SPDX-License-Identifier: MIT
// `measure`: the programs of ours that need no broker, run as children that print JSON lines.
#pragma once

#include <atomic>
#include <filesystem>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "sim/run/campaign.h"

namespace mqseal::run {

/// As run::Measure, with the programs of `folder`.
[[nodiscard]] nlohmann::json measure(const std::filesystem::path& folder,
                                     const std::string& name,
                                     bool quick_look,
                                     const std::atomic<bool>& stop);

/// Adds to a result document what the programs of `measure` give, but for those that it has
/// already.
void add_measurements(const scenario::Scenario& scenario,
                      const CampaignParts& parts,
                      nlohmann::json& document);

/// The folder of the program that runs now, where its companions are.
[[nodiscard]] std::filesystem::path own_folder();

}  // namespace mqseal::run
