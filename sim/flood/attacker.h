// SPDX-License-Identifier: MIT
// The life of an attacker's process, and of the control's sink: limits, priority, job in, JSON
// lines out. Behind hidden commands of mqseal; sim/run starts them.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "sim/flood/job.h"

namespace mqseal::flood {

/// Files in the folder that an attacker's process works in, and the lines that it prints.
inline constexpr const char* job_file = "attack-job.json";
/// Appears, with a number, when the attack's start (CLOCK_MONOTONIC, ns) is known.
inline constexpr const char* start_file = "attack-start";
inline constexpr const char* ready_line = "ready";

/// Reads `folder`/attack-job.json, prints "ready", waits for `folder`/attack-start and attacks;
/// prints a report four times a second and one at the end. `refusal`: Flood::Watcher. Throws
/// base::Error.
void run_attacker(const std::filesystem::path& folder,
                  const std::function<std::string(const Job&)>& refusal);

/// Prints the sink's port, then serves until the process is ended. `certificate` empty: no TLS.
void run_sink_process(const std::filesystem::path& certificate, const std::filesystem::path& key);

}  // namespace mqseal::flood
