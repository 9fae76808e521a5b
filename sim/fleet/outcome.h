// SPDX-License-Identifier: MIT
// What the shards of a run counted and timed, as a record::RunResult.
#pragma once

#include <vector>

#include "sim/fleet/shard.h"

namespace mqseal::fleet {

/// All shards together, after the last has ended; the ledger is settled.
struct Whole {
  Account account;
  Tally& tally;
  std::vector<const envelope::KeyRing*>
      keys;                        ///< of every shard; the first shard's, one a group, first
  double clock_ns;                 ///< clock_cost_ns()
  std::uint64_t rss_before_bytes;  ///< before any client was made
};

[[nodiscard]] record::RunResult outcome_of(const scenario::Run& run,
                                           const Topology& topology,
                                           Whole& whole);

}  // namespace mqseal::fleet
