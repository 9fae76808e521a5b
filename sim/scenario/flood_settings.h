// SPDX-License-Identifier: MIT
// What a scenario says of an attack on availability beside its fleet: section `attack`. Plain
// structs; the attacks themselves are sim/flood.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/clock.h"

namespace mqseal::scenario {

using base::Nanos;

/// Which part of the comparison a run is.
enum class Arm : std::uint8_t {
  none,      ///< no attack
  attack,    ///< on the broker as the scenario configures it
  defended,  ///< on the broker with the settings of `defence`
  sink       ///< the same attacker, set on a process that is no broker
};

[[nodiscard]] std::string_view to_string(Arm arm) noexcept;

/// Which of the broker's ports is attacked.
enum class AttackPort : std::uint8_t { plain, tls };

[[nodiscard]] std::string_view to_string(AttackPort port) noexcept;

/// What answers the attack: set in the arm `defended` instead of the broker's own.
struct FloodDefence {
  std::string name;  ///< empty: none is stated
  std::string about;
  std::map<std::string, std::string> settings;
  std::map<std::string, std::string> files;  ///< beside the broker's own
  std::uint64_t nofile = 0;                  ///< 0: as the broker's
  std::string key_type;                      ///< empty: as the broker's
  std::string firewall;                      ///< rules of nftables; empty: none
};

/// Bounds of 0 are the catalogue's.
struct FloodSettings {
  std::string id;
  Arm arm = Arm::attack;
  AttackPort port = AttackPort::plain;
  bool certificate = false;  ///< the attacker has a client's
  Nanos at = 0;              ///< from the start of the measured window, which is the baseline
  Nanos lasting = 0;
  Nanos probe_every = base::nanos_per_second / 10;  ///< a new connection, on each port
  Nanos probe_patience = 2 * base::nanos_per_second;
  std::uint64_t connections = 0, window = 0, messages = 0, volume = 0, size = 0;
  double rate = 0;
  FloodDefence defence;
};

/// The ids of sim/flood's catalogue, in its order.
[[nodiscard]] const std::vector<std::string>& flood_ids();

}  // namespace mqseal::scenario
