// SPDX-License-Identifier: MIT
// Cycles of sizes that were not measured, from those that were: see table.h.
#include <algorithm>
#include <map>

#include "sim/device/table.h"

namespace mqseal::device {

namespace {

/// Envelope.md: the associated data is a header of 13 bytes and the topic.
constexpr std::size_t header_bytes = 13;
constexpr std::size_t usual_topic_bytes = 16;

/// What one build costs, by (payload bytes, topic bytes).
using Measured = std::map<std::pair<std::size_t, std::size_t>, const Row*>;

/// Blocks that a text of n > 0 bytes takes: of the block cipher, or of Ascon's rate of 16 bytes,
/// which closes with a padded block that comes for free here, since every message has it.
double blocks_of(const host::CipherInfo& cipher, std::size_t n) {
  const std::size_t b = cipher.block_bytes == 0 ? 16 : cipher.block_bytes;
  return static_cast<double>(cipher.block_bytes == 0 ? n / b : (n + b - 1) / b);
}

double total(const Measured& rows) {
  double sum = 0;
  for (const auto& [size, row] : rows) {
    sum += static_cast<double>(*row->cycles);
  }
  return sum;
}

/// The fastest build; empty where nothing was measured in cycles.
Measured fastest_build(const std::string& target,
                       const host::CipherInfo& cipher,
                       const std::string& operation) {
  std::map<std::string, Measured> builds;
  for (const Table& table : tables()) {
    for (const Row& row : table.rows) {
      if (table.target == target && row.cipher == cipher.id && row.operation == operation &&
          row.cycles) {
        builds[row.implementation + " " + row.optimisation][{row.bytes, row.topic_bytes}] = &row;
      }
    }
  }
  const auto best =
      std::min_element(builds.begin(), builds.end(), [](const auto& a, const auto& b) {
        return total(a.second) < total(b.second);
      });
  return best == builds.end() ? Measured{} : best->second;
}

/// Through two rows, at `blocks` blocks of payload.
double line(double x0, double y0, double x1, double y1, double x) {
  return y0 + (y1 - y0) / (x1 - x0) * (x - x0);
}

/// `figure`: &Row::cycles or &Row::cycles_high.
double at(const Measured& rows,
          const host::CipherInfo& cipher,
          std::optional<std::uint64_t> Row::*figure,
          std::size_t payload_bytes,
          std::size_t topic_bytes) {
  const auto cycles = [&](std::size_t payload, std::size_t topic) {
    return static_cast<double>(*(rows.at({payload, topic})->*figure));
  };
  double result = 0;
  if (payload_bytes == 0) {
    result = cycles(0, usual_topic_bytes);
  } else {
    const std::size_t low = payload_bytes <= 64 ? 16 : 64;
    const std::size_t high = payload_bytes <= 64 ? 64 : 128;
    result = line(blocks_of(cipher, low),
                  cycles(low, usual_topic_bytes),
                  blocks_of(cipher, high),
                  cycles(high, usual_topic_bytes),
                  blocks_of(cipher, payload_bytes));
  }
  const double usual = blocks_of(cipher, header_bytes + usual_topic_bytes);
  const double more = blocks_of(cipher, header_bytes + 80) - usual;
  const double per_block = (cycles(16, 80) - cycles(16, usual_topic_bytes)) / more;
  return result + per_block * (blocks_of(cipher, header_bytes + topic_bytes) - usual);
}

}  // namespace

std::optional<Estimate> estimate(const std::string& target,
                                 const host::CipherInfo& cipher,
                                 const std::string& operation,
                                 std::size_t payload_bytes,
                                 std::size_t topic_bytes) {
  const Measured rows = fastest_build(target, cipher, operation);
  if (rows.empty()) {
    return std::nullopt;
  }
  Estimate estimate;
  estimate.build = rows.begin()->second;
  if (const auto exact = rows.find({payload_bytes, topic_bytes}); exact != rows.end()) {
    estimate.measured = true;
    estimate.cycles = static_cast<double>(*exact->second->cycles);
    estimate.cycles_high = static_cast<double>(*exact->second->cycles_high);
    return estimate;
  }
  estimate.cycles = at(rows, cipher, &Row::cycles, payload_bytes, topic_bytes);
  estimate.cycles_high = at(rows, cipher, &Row::cycles_high, payload_bytes, topic_bytes);
  return estimate;
}

std::optional<Estimate> estimate(const std::string& target,
                                 const std::string& cipher_id,
                                 const std::string& operation,
                                 std::size_t payload_bytes) {
  constexpr std::size_t topic_bytes = 16;
  const host::CipherInfo* const cipher = host::find_cipher(cipher_id);
  return cipher == nullptr ? std::nullopt
                           : estimate(target, *cipher, operation, payload_bytes, topic_bytes);
}

}  // namespace mqseal::device
