// SPDX-License-Identifier: MIT
// What a message says: bytes that only its sender and sequence under this run's seed explain, so
// that a subscriber can tell a right message from any other. No time stamps: those wait in the
// sender's ring (sent_ring.h). In formats `raw` and
// `lab`, which do not say it, the payload itself begins with who sent what.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "ciphers/envelope/envelope.h"
#include "sim/scenario/scenario.h"

namespace mqseal::fleet {

using envelope::Sequence;

/// Bytes of the label at the front of such a payload: sender u32, sequence u64, big-endian.
inline constexpr std::size_t label_bytes = 12;

class Payloads {
 public:
  explicit Payloads(std::uint64_t seed) noexcept : seed_(seed) {}

  /// How long this message's payload is, in bytes.
  [[nodiscard]] std::size_t length(const scenario::PayloadSizes& sizes,
                                   std::uint32_t sender,
                                   Sequence sequence) const noexcept;

  /// Fills all of `out`; where `labelled`, its first label_bytes bytes (which it must have) are the
  /// label.
  void write(std::uint32_t sender,
             Sequence sequence,
             bool labelled,
             std::span<std::uint8_t> out) const noexcept;
  /// Whether `payload` is what write() makes.
  [[nodiscard]] bool matches(std::uint32_t sender,
                             Sequence sequence,
                             bool labelled,
                             std::span<const std::uint8_t> payload) const noexcept;

 private:
  std::uint64_t seed_;
};

struct Label {
  std::uint32_t sender;
  Sequence sequence;
};

/// The label of a payload; nullopt where it is too short for one.
[[nodiscard]] std::optional<Label> read_label(std::span<const std::uint8_t> payload) noexcept;

}  // namespace mqseal::fleet
