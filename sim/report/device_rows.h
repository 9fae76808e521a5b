// SPDX-License-Identifier: MIT
// Device figures of a result, whatever their origin, in one shape.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/report/document.h"
#include "sim/report/study.h"

namespace mqseal::report {

struct DeviceRow {
  std::string target, cipher, operation, basis, compiler;
  double bytes = 0;
  std::optional<double> cycles, low, high, flash, ram, stack;
  bool interpolated = false, stale = false;
};

/// From runs[].device{target, operation, bytes, cycles, cycles_low, cycles_high, flash_bytes,
/// ram_bytes, stack_bytes, basis} where any run has it, else from devices.rows[].
[[nodiscard]] std::vector<DeviceRow> device_rows(const Study& study);

struct EnergyRow {
  std::string device, cipher;
  std::optional<double> seal_ms, air_ms, compute_uj, air_uj, total_uj, battery_days;
};

/// From devices.energy[].
[[nodiscard]] std::vector<EnergyRow> energy_rows(const Study& study);

/// The rows of bench[] that a reader wants of the thousands in a result.
[[nodiscard]] std::vector<const nlohmann::json*> shown_bench_rows(const nlohmann::json& result);

/// bench[] (rows of ratios.json): {cipher, implementation, op, bytes, ns, cycles_per_byte, peer,
/// peer_ns, ratio} as a table of shown_bench_rows(); nullopt where there is none.
[[nodiscard]] std::optional<Table> bench_table(const Study& study);

}  // namespace mqseal::report
