// SPDX-License-Identifier: MIT
// The end of the ledger for QoS 1 and 2: each message that the broker acknowledged, held against
// the receipts of all its subscribers.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "sim/fleet/sender.h"
#include "sim/fleet/tally.h"

namespace mqseal::fleet {

/// Sequences that arrived, by sender id and flow; one entry a delivery, in any order.
using Receipts = std::map<std::pair<std::uint32_t, std::size_t>, std::vector<Sequence>>;

/// Fills in acknowledged, acknowledged_lost and in_flight of every flow, then lost = sent -
/// delivered - in_flight. `cut_short`: the run ended without a drain, so that whatever has not
/// arrived is in flight. After the last shard has ended.
void settle(Senders& senders, Receipts& receipts, Tally& tally, bool cut_short);

}  // namespace mqseal::fleet
