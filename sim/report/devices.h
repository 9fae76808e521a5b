// SPDX-License-Identifier: MIT
// What the result's ciphers cost on small devices: the committed tables and profiles of sim/device
// at this result's payload and packet sizes.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// devices{} of result.json; null where no run tells its payload:
///   payload_bytes, messages_per_s (what battery_days assumes),
///   targets[]{target, stale (ciphers/core has changed since it was measured)},
///   rows[]{target, cipher, operation (seal, open), bytes, cycles (null on targets that have
///     instructions only: then of the measured size next to the payload, with instructions),
///     cycles_low, cycles_high, interpolated (computed from the measured sizes around),
///     flash_bytes, ram_bytes, stack_bytes, basis, implementation, compiler, optimisation},
///   energy[]{device, title, target, cipher, packet_bytes, basis, seal_ms, air_ms,
///     energy_uj{compute, air}, total_uj, battery_days}: one sealed reading as one packet on the
///     air; compute and what follows from it null where the profile or the table has none,
///   sentences[]{device, sentence}: the cheapest cipher of the catalogue there (sim/device),
///   profiles[]{id, title, notes[], sources[]}.
[[nodiscard]] nlohmann::json devices_of(const nlohmann::json& result);

}  // namespace mqseal::report
