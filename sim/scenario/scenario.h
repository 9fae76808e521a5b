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
#include "sim/scenario/attack_settings.h"
#include "sim/scenario/claims.h"
#include "sim/scenario/decision.h"
#include "sim/scenario/flood_settings.h"

namespace mqseal::scenario {

using base::Nanos;

enum class Transport : std::uint8_t { plain, mtls, tls };
enum class Role : std::uint8_t { publisher, subscriber };
enum class Schedule : std::uint8_t { constant, poisson, bursty, ramp, staircase, closed };
enum class Session : std::uint8_t { clean, persistent };
enum class Identity : std::uint8_t { shared, certificate, password };
enum class KeyType : std::uint8_t { ecdsa_p256, rsa_2048 };
/// Whether a run has a network namespace of its own; automatic: where the system makes one.
enum class OwnNetwork : std::uint8_t { automatic, yes, no };

[[nodiscard]] std::string_view to_string(Transport transport) noexcept;
[[nodiscard]] std::string_view to_string(Role role) noexcept;
[[nodiscard]] std::string_view to_string(Schedule schedule) noexcept;
[[nodiscard]] std::string_view to_string(Session session) noexcept;
[[nodiscard]] std::string_view to_string(Identity identity) noexcept;
[[nodiscard]] std::string_view to_string(KeyType type) noexcept;
[[nodiscard]] std::string_view to_string(OwnNetwork choice) noexcept;

struct BrokerSettings {
  std::string kind = "mosquitto";
  std::uint16_t plain_port = 0;  ///< 0: 1883 in a network of its own, else the kernel chooses
  std::uint16_t tls_port = 0;
  KeyType key_type = KeyType::ecdsa_p256;
  OwnNetwork own_network = OwnNetwork::automatic;
  std::optional<int> cpu;    ///< pin to this CPU; default: the last one where there are two or more
  std::uint64_t nofile = 0;  ///< descriptors at most; 0: as many as the machine allows
  bool persistence = false;  ///< keeps sessions and messages on disk; saved when it ends
  /// Compare the ledger with the broker's own counters ($SYS), which costs 3 s a run.
  bool counters = false;
  Listeners listeners = Listeners::both;
  bool password = false;    ///< the plain listener asks for a user name and a password
  bool revocation = false;  ///< the TLS listener checks a revocation list
  std::map<std::string, std::string> files;     ///< in the broker's folder, by name
  std::map<std::string, std::string> settings;  ///< further lines of its configuration
  std::string command;                          ///< kind command: what /bin/sh starts
};

/// How the virtual clients are driven.
struct FleetSettings {
  int threads = 1;      ///< each with a loop and a share of the clients of its own
  Nanos spin = 60'000;  ///< the sleep before a deadline ends so much earlier; 0: no spinning
};

/// Plaintext sizes of a publisher's messages, in bytes.
struct PayloadSizes {
  std::vector<std::size_t> sizes{64};  ///< ascending where `range`
  bool range = false;                  ///< any size from the first to the second, else one of them

  [[nodiscard]] std::size_t smallest() const noexcept;
  [[nodiscard]] std::size_t largest() const noexcept;
  [[nodiscard]] double mean() const noexcept;

  [[nodiscard]] bool is_fixed() const noexcept { return sizes.size() == 1; }

  friend bool operator==(const PayloadSizes&, const PayloadSizes&) = default;
};

/// "64B", "16B..256B" (uniform), "16B,64B,1KiB" (each equally likely).
[[nodiscard]] std::string to_string(const PayloadSizes& sizes);

/// A group of like clients. Topic placeholders: {group}, {client} (index from 0 in the group).
/// A subscriber group receives from every publisher group whose topics its filter matches.
struct Group {
  std::string name;
  std::size_t clients = 1;
  Role role = Role::publisher;
  Transport transport = Transport::plain;
  std::string topic;
  int qos = 0;
  int mqtt_version = 4;        ///< 4 = 3.1.1, 5 = 5.0
  PayloadSizes payload_bytes;  ///< plaintext, before sealing
  double rate_msg_s = 1.0;     ///< of each client
  Schedule schedule = Schedule::constant;
  int burst = 10;         ///< bursty: messages due at once
  double rate_to_s = 0;   ///< ramp, staircase: rate at the end of the window; 0: as at its start
  int steps = 5;          ///< staircase: number of rates
  int window = 10;        ///< closed: messages of each client under way at once
  int max_inflight = 20;  ///< QoS 1 and 2: unacknowledged messages of each client at most
  int keep_alive_s = 60;
  Identity identity = Identity::shared;
  Session session = Session::clean;
  Nanos stay = 0;                       ///< mean time online before it leaves; 0: for good
  Nanos away = base::nanos_per_second;  ///< until it comes back
  std::string will;                     ///< topic of the last will; empty: none
  bool retain = false;
  std::string device;  ///< profile whose computing and air time each message takes; empty: none

  std::string cipher = "none";
  std::string implementation;        ///< empty: best for this CPU
  std::string format = "compact";    ///< compact | raw | lab | cose
  bool cose_private = false;         ///< format cose with ciphers that COSE has not registered
  std::string nonce = "random";      ///< random | counter | fixed
  std::size_t tag_bytes = 0;         ///< 0: the cipher's default
  std::string keys = "shared";       ///< shared | per-device
  std::size_t replay_window = 2048;  ///< bits
  bool limits = true;                ///< of use per key
  std::string sealing = "single";    ///< single | batch: messages of several clients at once
  Nanos batch_wait = 1'000'000;      ///< batch: a message that is due waits so long at most
  bool size_check = false;           ///< subscriber: drop what is too long before opening it

  std::size_t longest_heard = 0;   ///< filled in by the planner: plaintext, of what it hears
  std::uint32_t first_sender = 0;  ///< filled in by the planner: unique sender ids from 1
};

struct Phases {
  Nanos warm_up = 0;  ///< published, not recorded
  Nanos measure = 0;
  Nanos drain = 0;  ///< at most; ends when nothing is in flight
};

/// What is done to the broker in a run.
enum class FaultAction : std::uint8_t {
  none,       ///< the control
  pause,      ///< SIGSTOP, then SIGCONT
  terminate,  ///< SIGTERM, then started again
  kill        ///< SIGKILL, then started again
};

[[nodiscard]] std::string_view to_string(FaultAction action) noexcept;

struct Fault {
  FaultAction action = FaultAction::pause;
  Nanos at = 0;                            ///< from the start of the measured window
  Nanos lasting = base::nanos_per_second;  ///< until it goes on, or is started again
};

/// Whose rate is searched.
enum class SearchOf : std::uint8_t {
  fleet,  ///< the publishers', together
  attack  ///< the attacker's
};

[[nodiscard]] std::string_view to_string(SearchOf of) noexcept;

/// The highest rate that holds is searched for, instead of one rate being measured.
struct SearchSettings {
  SearchOf of = SearchOf::fleet;
  double start_msg_s = 1000;   ///< over all publishers, as are the others
  double factor = 1.5;         ///< from one rate to the next, until one fails
  double tolerance = 0.05;     ///< bisection ends where the bracket is so narrow
  double highest_msg_s = 1e6;  ///< never try more
  double delivered = 0.999;    ///< least share of the schedule that arrives
  Nanos p99 = 10'000'000;      ///< response time p99 at most
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

/// One file that measures.
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
  FleetSettings fleet;
  std::vector<Group> groups;
  Phases phases;
  std::vector<Fault> faults;
  std::optional<SearchSettings> search;
  AttackSetup attack;
  std::vector<Defence> defences;
  std::vector<Claim> claims;
  std::vector<Evidence> evidence;      ///< for or against them
  bool capture = false;                ///< packets of each run
  std::optional<FloodSettings> flood;  ///< section `attack`
  std::vector<Factor> matrix;
  std::vector<Threshold> thresholds;
  Decision decision;          ///< empty: the scenario states none
  bool lab_mistakes = false;  ///< allows nonce: fixed
  /// Programs of ours to run instead of a fleet (measurement_keys()); groups is empty then.
  std::vector<std::string> measure;
};

}  // namespace mqseal::scenario
