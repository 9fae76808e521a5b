// SPDX-License-Identifier: MIT
// What a scenario file says, as plain structs with every default filled in. No YAML here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/clock.h"
#include "sim/scenario/decision.h"

namespace mqseal::scenario {

using base::Nanos;

enum class Transport : std::uint8_t { plain, mtls, tls };
enum class Role : std::uint8_t { publisher, subscriber };
enum class Schedule : std::uint8_t { constant, poisson };
enum class KeyType : std::uint8_t { ecdsa_p256, rsa_2048 };

[[nodiscard]] std::string_view to_string(Transport transport) noexcept;
[[nodiscard]] std::string_view to_string(Role role) noexcept;
[[nodiscard]] std::string_view to_string(Schedule schedule) noexcept;
[[nodiscard]] std::string_view to_string(KeyType type) noexcept;

struct BrokerSettings {
  std::string kind = "mosquitto";
  std::uint16_t plain_port = 0;  ///< 0: the kernel chooses
  std::uint16_t tls_port = 0;
  KeyType key_type = KeyType::ecdsa_p256;
  std::optional<int> cpu;  ///< pin to this CPU; default: the last one where there are two or more
  std::map<std::string, std::string> settings;  ///< further lines of mosquitto.conf
};

/// A group of like clients. Topic placeholders: {group}, {client} (index from 0 in the group).
/// A subscriber group receives from every publisher group whose topics its filter matches.
struct Group {
  std::string name;
  std::size_t clients = 1;
  Role role = Role::publisher;
  Transport transport = Transport::plain;
  std::string topic;
  int qos = 0;
  int mqtt_version = 4;            ///< 4 = 3.1.1, 5 = 5.0
  std::size_t payload_bytes = 64;  ///< plaintext, before sealing
  double rate_msg_s = 1.0;         ///< of each client
  Schedule schedule = Schedule::constant;
  int keep_alive_s = 60;
  bool retain = false;

  std::string cipher = "none";
  std::string implementation;        ///< empty: best for this CPU
  std::string format = "compact";    ///< compact | raw
  std::string nonce = "random";      ///< random | counter | fixed
  std::size_t tag_bytes = 0;         ///< 0: the cipher's default
  std::string keys = "shared";       ///< shared | per-device
  std::size_t replay_window = 2048;  ///< bits
  bool limits = true;                ///< of use per key

  std::uint32_t first_sender = 0;  ///< filled in by the planner: unique sender ids from 1
};

struct Phases {
  Nanos warm_up = 0;  ///< published, not recorded
  Nanos measure = 0;
  Nanos drain = 0;  ///< at most; ends when nothing is in flight
};

struct Threshold {
  std::string metric;  ///< path in result.json's runs: "counts.lost", "latency_us.response.p99"
  std::string where = "*";  ///< cipher id, or "*"
  std::optional<double> max, min;
};

struct Factor {
  std::string key;                  ///< one of factor_keys()
  std::vector<std::string> levels;  ///< as in the file
};

/// One file, after includes are NOT yet expanded (see `include`).
struct Scenario {
  std::string name, about;
  std::string file;           ///< where it was read
  std::string resolved_yaml;  ///< canonical text of all that holds, defaults included
  std::uint64_t seed = 1;
  int rounds = 10;
  double margin = 0.05;              ///< 5 % = 0.05
  std::vector<std::string> primary;  ///< metrics of the declared family: "cpu.seal_ns"
  bool quick_look =
      false;  ///< `quick_look: true` or --quick: no claims, quality failures only warn
  BrokerSettings broker;
  std::vector<Group> groups;
  Phases phases;
  std::vector<Factor> matrix;
  std::vector<Threshold> thresholds;
  Decision decision;          ///< empty: the scenario states none
  bool lab_mistakes = false;  ///< allows nonce: fixed
  std::vector<std::string> include;
};

}  // namespace mqseal::scenario
