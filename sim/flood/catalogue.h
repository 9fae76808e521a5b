// SPDX-License-Identifier: MIT
// The attacks on availability: what each one is called, counts and may use at most.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace mqseal::flood {

class Driver;
class Flood;

/// What an attack's achieved rate counts.
enum class Unit : std::uint8_t {
  connections,  ///< TCP established
  handshakes,   ///< TLS finished
  sessions,     ///< CONNACK came and was a yes
  messages      ///< whole messages written (or questions that were answered)
};

[[nodiscard]] std::string_view to_string(Unit unit) noexcept;

/// What an attack may use at most, and how it doses it.
struct Bounds {
  std::uint64_t connections = 0;  ///< opened over the whole attack
  std::uint64_t window = 1;       ///< being opened at once
  std::uint64_t messages = 0;
  std::uint64_t volume = 0;  ///< bytes of messages; 0: what the other bounds leave
  std::uint64_t size = 0;    ///< bytes of one message
  double rate = 0;           ///< per second; 0: as fast as it goes

  friend bool operator==(const Bounds&, const Bounds&) = default;
};

/// One line of catalogue.def.
struct FloodInfo {
  std::string_view id, title;
  Unit unit;
  Bounds bounds;
  std::unique_ptr<Driver> (*make)(Flood& flood);
  std::string_view needs;    ///< what the attacker must have
  std::string_view answers;  ///< which settings answer it
};

/// In the order of reports.
[[nodiscard]] std::span<const FloodInfo> catalogue() noexcept;
/// nullptr where there is no such attack.
[[nodiscard]] const FloodInfo* find_flood(std::string_view id) noexcept;

}  // namespace mqseal::flood
