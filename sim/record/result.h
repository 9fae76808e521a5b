// SPDX-License-Identifier: MIT
// result.json as structs: what one run measured. A value that was not measured is nullopt and a
// warning says why; never 0. The JSON form is design.md, section 3 ("mqseal-result/1").
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sim/record/flood.h"
#include "sim/record/histogram.h"
#include "sim/record/security.h"

namespace mqseal::record {

/// The ledger. scheduled = sent + backlog; sent = delivered + lost + in_flight (QoS 0..2, per flow,
/// counted at the measuring subscriber; a sender with n matching subscribers counts n deliveries
/// each).
struct Counts {
  std::uint64_t scheduled = 0, backlog = 0, sent = 0, in_flight = 0, delivered = 0, lost = 0;
  std::uint64_t duplicated = 0, reordered = 0, rejected = 0, stale = 0, replayed = 0,
                replays_accepted = 0;
  std::uint64_t unmatched = 0;  ///< the ring slot of intended times was overwritten
  std::uint64_t key_exhausted = 0;
  /// QoS 1 and 2: deliveries due for what the broker acknowledged, and those that never came: what
  /// the broker lost.
  std::uint64_t acknowledged = 0, acknowledged_lost = 0;
  /// PUBLISH packets of the whole run, warm-up and resends included: what the fleet handed to its
  /// clients and got from them, and what the broker itself counted ($SYS).
  std::uint64_t published = 0, received = 0;
  std::optional<std::uint64_t> broker_received, broker_sent, broker_dropped;

  void add(const Counts& other);
};

/// What travels from one publisher group to one subscriber group.
struct Flow {
  std::string from, to, cipher, transport_in, transport_out;
  Counts counts;
  Histogram response, service;  ///< ns; from the intended time, and from the real send
};

struct Connect {
  std::uint64_t clients = 0, failed = 0;
  double seconds = 0;
  std::optional<double> tcp_p99_ms, tls_p99_ms, connack_p99_ms;
  /// After the first connect: connections that broke, clients that left by their churn, returns.
  std::uint64_t dropped = 0, left = 0, returned = 0;
  /// Of the connect phase's wall time, what the broker's process had the CPU: near 1, the broker is
  /// the limit.
  std::optional<double> broker_cpu_share;
};

struct Cpu {
  std::optional<double> seal_ns, open_ns, broker_us_per_msg, fleet_us_per_msg, fleet_spin_s,
      fleet_cpu_s, tls_us_per_msg;
};

struct Memory {
  std::optional<std::uint64_t> broker_rss_peak_bytes, fleet_rss_peak_bytes,
      fleet_rss_per_client_bytes;
};

struct Wire {
  std::uint64_t payload_bytes = 0,
                envelope_bytes = 0;            ///< envelope = sealed size, payload included
  std::optional<std::uint64_t> publish_bytes;  ///< whole MQTT PUBLISH packet, fixed header included
};

/// One second of a run.
struct TimelinePoint {
  double at_s = 0;  ///< from the start of the measured window; negative in warm-up
  std::uint64_t sent = 0, delivered = 0, errors = 0;
  double response_p50_us = 0, response_p99_us = 0;
  std::vector<Histogram::Bucket> responses;  ///< not part of the JSON form
};

/// What was done to the broker, and how long the fleet took to come back.
struct Fault {
  std::string action;  ///< pause, terminate, kill
  double at_s = 0;     ///< from the start of the measured window, as it happened
  double lasted_s = 0;
  std::optional<double> recovery_s;  ///< from its end; nullopt: not within the window
};

/// What a message costs the device whose profile the publishers carry; from tables and profiles,
/// not measured in this run. The fleet's schedule waits for both times.
struct DeviceCost {
  std::string profile, microcontroller;
  std::string basis, implementation;  ///< of the cycles
  std::uint64_t payload_bytes = 0, air_bytes = 0;
  std::optional<double> cycles, cycles_high;
  std::optional<std::uint64_t> flash_bytes, ram_bytes, stack_bytes;
  double compute_seconds = 0, air_seconds = 0;
  std::optional<double> compute_uj;
  double air_uj = 0;
  std::optional<double> battery_days;  ///< at the group's rate; an upper limit
};

struct RunResult {
  std::string id;
  int round = 0, slot = 0;
  bool control = false, interrupted = false;
  std::string repeat_of;  ///< id of the run that this one repeats (design.md, decision 11)
  std::map<std::string, std::string> factors;
  std::string implementation;  ///< "portable"; "mixed" where flows differ
  bool uses_aes_instructions = false;
  std::string broker_kind, broker_version;
  bool broker_own_network = false;  ///< on its ports in a network namespace of the run's own
  std::optional<int> loopback_mtu;  ///< bytes; of the network that the run was in
  std::optional<std::uint64_t> broker_nofile;  ///< its limit of descriptors
  std::optional<int> broker_cpu, fleet_cpu;    ///< the CPU that each is pinned to; nullopt: none
  std::optional<double> stolen_share;          ///< of the machine's CPU time, by the hypervisor
  Counts counts;                               ///< exact sum of the flows'
  Histogram response, service,
      lateness;  ///< exact merges of the flows'; lateness = real send - intended
  double measured_seconds = 0;
  /// The measured window on the monotonic clock, ns; the broker's CPU is taken over it. Both 0
  /// where the run never came to measure. Not part of the JSON form.
  std::int64_t measure_begin = 0, measure_end = 0;
  /// The connect phase, likewise.
  std::int64_t connect_begin = 0, connect_end = 0;
  std::optional<double> throughput_msg_s;  ///< delivered / measured_seconds
  std::optional<double> capacity_msg_s;    ///< of a search: the highest offered rate that held
  Connect connect;
  Cpu cpu;
  Memory memory;
  Wire wire;
  std::vector<Flow> flows;
  std::vector<TimelinePoint> timeline;
  std::vector<Fault> faults;
  std::vector<Attack> attacks;
  std::optional<Capture> capture;    ///< nullopt: not asked for
  std::optional<FloodResult> flood;  ///< an attack beside the fleet
  std::optional<DeviceCost> device;
  std::vector<std::string> warnings;
  std::string started_utc;  ///< ISO 8601
};

/// The run's entry of `runs[]`; `hlog` is the path of its histogram file relative to the result.
/// A null that no warning names (a warning that begins with the field's path, "cpu.tls_us_per_msg:
/// why") gets one here.
[[nodiscard]] nlohmann::json to_json(const RunResult& run, const std::string& hlog);
/// Tag of a flow's histograms in the run's interval log: "response:<from>-><to>", characters that
/// the log's format keeps for itself replaced by '_'. `kind` is "response" or "service".
[[nodiscard]] std::string hlog_tag(const std::string& kind, const Flow& flow);
/// Writes an interval log (HdrHistogram, log format 1.3) with one tagged histogram each: response,
/// service, lateness, and response:<from>-><to> and service:<from>-><to> for each flow. Atomic.
void write_hlog(const RunResult& run, const std::string& path);

}  // namespace mqseal::record
