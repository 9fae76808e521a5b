// SPDX-License-Identifier: MIT
// What an attack beside the fleet did, as structs: an entry of result.json's runs[].attacks[].
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::record {

/// New connections that were due in some time, on one port or several.
struct Connects {
  std::uint64_t due = 0, answered = 0;                ///< answered: by a CONNACK, in time
  std::optional<double> median_ms, p99_ms;            ///< of those that were answered
  [[nodiscard]] std::optional<double> ratio() const;  ///< nullopt where none was due
};

/// Baseline, attack, recovery.
struct FloodPhase {
  std::string name;
  double from_s = 0, to_s = 0;  ///< on the run's clock, from the start of the measured window
  /// Deliveries per second over those of the baseline.
  std::optional<double> delivered_ratio;
  std::optional<double> p50_us, p99_us;  ///< response times of what arrived in it
  Connects plain, tls;
  std::optional<double> broker_cpu_share;
};

/// One second.
struct FloodSecond {
  double at_s = 0;
  Connects plain, tls;
  std::uint64_t broker_rss_bytes = 0, broker_descriptors = 0, broker_threads = 0;
  std::optional<double> broker_cpu_share;
};

/// How one kind of malformed packet was met.
struct FloodCase {
  std::string name;
  std::uint64_t attempts = 0, as_expected = 0;
  std::string otherwise;
};

struct FloodResult {
  std::string id, title, arm, port;  ///< arm: none, attack, defended, sink
  std::string needs, answers;        ///< what the attacker needs, which settings answer it
  std::string defence;               ///< "max_connections: 200"; empty where none was set
  std::string legitimate_port;       ///< of the fleet's groups: plain, tls, both
  std::string unit;                  ///< what achieved counts
  std::uint64_t achieved = 0;
  double attacked_s = 0;                            ///< how long the attacker was at it
  std::map<std::string, std::uint64_t> attacker;    ///< its counts
  std::map<std::string, std::uint64_t> own_errors;  ///< of the attacker: they weaken the attack
  std::string note;
  std::vector<FloodCase> cases;
  std::vector<FloodPhase> phases;
  std::vector<FloodSecond> seconds;
  /// From the attack's end until p99, deliveries and new connections are back within the margin of
  /// the baseline; nullopt: not within the window.
  std::optional<double> recovery_s;
  bool broker_alive = true;
  std::uint64_t rss_before_bytes = 0, rss_peak_bytes = 0, rss_end_bytes = 0;
  std::uint64_t descriptors_peak = 0, threads_peak = 0;
  /// Of the machine during the run (/proc/net/netstat, TcpExt).
  std::uint64_t listen_overflows = 0, listen_drops = 0, syn_cookies = 0;
};

[[nodiscard]] nlohmann::json to_json(const FloodResult& flood);

}  // namespace mqseal::record
