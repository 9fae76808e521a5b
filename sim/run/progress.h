// SPDX-License-Identifier: MIT
// What a campaign says while it works, on standard error; standard output is for results.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "sim/fleet/fleet.h"

namespace mqseal::run {

/// Which run this is of how many.
struct Place {
  std::string scenario, id, cipher;
  std::size_t run = 1, runs = 1;  ///< from 1; repeats count as further runs
  int round = 1, rounds = 1;
  double seconds_left = 0;  ///< of the whole campaign, from what the runs so far took
};

/// Called from one thread, in the order of a campaign.
class ProgressSink {
 public:
  ProgressSink() = default;
  ProgressSink(const ProgressSink&) = delete;
  ProgressSink& operator=(const ProgressSink&) = delete;
  virtual ~ProgressSink() = default;

  virtual void run_begins(const Place& place) = 0;
  virtual void tick(const Place& place, const fleet::Progress& progress) = 0;
  /// `run` is its entry of `runs[]`.
  virtual void run_ended(const Place& place, const nlohmann::json& run) = 0;
  /// `status` is the document's: complete, interrupted, failed.
  virtual void campaign_ended(const std::string& status) = 0;
};

/// `kind`: auto (tty on a terminal, else plain), tty (a small table, four times a second), plain
/// (one line for each finished run), json (one object a line), none. Throws base::Error (usage) on
/// another word.
[[nodiscard]] std::unique_ptr<ProgressSink> make_progress(const std::string& kind);

/// "measure"
[[nodiscard]] const char* to_string(fleet::Progress::Phase phase) noexcept;
/// "45 s", "4 min 10 s", "2 h 5 min"
[[nodiscard]] std::string duration_text(double seconds);
/// One line for a finished run: messages, p50, p99, errors.
[[nodiscard]] std::string run_line(const Place& place, const nlohmann::json& run);

}  // namespace mqseal::run
