// SPDX-License-Identifier: MIT
// What the shards of one run must know of each other: whether all are connected, when the window
// is, whether everything sent has arrived, whether to stop. Asked a few hundred times a second at
// most; nothing on the way of a message goes through here.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sim/fleet/tally.h"
#include "sim/record/histogram.h"
#include "sim/scenario/scenario.h"

namespace mqseal::fleet {

/// Thread-safe.
class Coordinator {
 public:
  Coordinator(std::size_t shards, const scenario::Phases& phases);

  /// A shard's clients have all connected or given up; once a shard.
  void settled(std::size_t clients, std::size_t failed, const std::string& why);
  /// Known from when the last shard has settled.
  [[nodiscard]] std::optional<Window> window() const;

  /// Not one client of any shard could connect: why the last one could not.
  [[nodiscard]] std::optional<std::string> hopeless() const;

  /// Where a shard stands in the drain.
  struct Arrears {
    std::uint64_t sent = 0, delivered = 0;
    bool done = false;  ///< its publishers have sent what was due and are acknowledged
  };

  void stands(std::size_t shard, const Arrears& arrears);
  /// Whether every shard is done and everything sent has arrived.
  [[nodiscard]] bool is_complete() const;

  /// Ends the run before its time, everywhere. `why` empty: the stop flag.
  void interrupt(const std::string& why);

  [[nodiscard]] bool is_interrupted() const noexcept {
    return interrupted_.load(std::memory_order_relaxed);
  }

  [[nodiscard]] std::string interrupted_by() const;

  /// A shard's part of the progress since its last report; forgets `responses`.
  void report(std::size_t shard, const Progress& part, record::Histogram& responses);
  /// All parts together, as the first shard tells them; forgets the responses.
  [[nodiscard]] Progress told(double seconds);

 private:
  mutable std::mutex mutex_;
  scenario::Phases phases_;
  std::size_t shards_;
  std::size_t settled_ = 0, clients_ = 0, failed_ = 0;
  std::string last_failure_, interrupted_by_;
  std::optional<Window> window_;
  std::vector<Arrears> arrears_;
  std::vector<Progress> parts_;
  record::Histogram responses_;
  std::atomic<bool> interrupted_{false};
};

}  // namespace mqseal::fleet
