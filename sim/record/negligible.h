// SPDX-License-Identifier: MIT
// Differences from a baseline that count as none, whatever their ratio: where nothing takes longer
// than a tenth of a millisecond, one wake-up of another process doubles it.
#pragma once

namespace mqseal::record {

inline constexpr double negligible_p99_us = 1000;   ///< of the response time's 99th percentile
inline constexpr double negligible_connect_ms = 5;  ///< of the time until CONNACK

}  // namespace mqseal::record
