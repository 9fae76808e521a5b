// SPDX-License-Identifier: MIT
// The fleet of one run: thousands of virtual publishers and subscribers on one broker. Open loop:
// each publish has an intended time from a schedule; response time counts from it.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ciphers/host/secret.h"
#include "sim/base/clock.h"
#include "sim/client/endpoint.h"
#include "sim/client/identity.h"
#include "sim/client/key_log.h"
#include "sim/record/result.h"
#include "sim/scenario/plan.h"

namespace mqseal::fleet {

/// What the fleet says while it runs, about four times a second, from one of its threads.
struct Progress {
  enum class Phase : std::uint8_t {
    connect,  ///< and subscribe
    warm_up,
    measure,
    drain
  } phase = Phase::connect;
  double phase_seconds_left = 0;
  double rate_msg_s = 0;                            ///< delivered, last interval
  double response_p50_us = 0, response_p99_us = 0;  ///< last interval
  std::uint64_t errors = 0;                         ///< lost, rejected, duplicated, failed so far
  std::size_t connected = 0, clients = 0;
};

struct Options {
  std::size_t threads = 1;  ///< each with a loop and a share of the clients of its own
  std::vector<int> cpus;    ///< thread i runs on cpus[i mod size]; empty: wherever
  base::Nanos timeline_step = base::nanos_per_second;
  std::int64_t spin_ns = 60'000;            ///< sleep until this long before a deadline, then spin
  const std::atomic<bool>* stop = nullptr;  ///< set by a signal: leave at once, mark interrupted
  std::function<void(const Progress&)> on_progress;
  std::function<bool()> broker_alive;  ///< asked about ten times a second, from one thread
  /// The identity of the client with this index over all groups; asked for groups whose identity
  /// is not shared, once a client, in the thread that the client belongs to.
  std::function<client::Identity(std::size_t client)> identity_of;
  std::function<void(base::Nanos begin)> on_window;  ///< when the measured window begins; once
  client::KeyLog* key_log = nullptr;                 ///< gets the secrets of all TLS connections
  std::function<void()> inside_seal;  ///< work added to every seal: self-test of the CPU figures
};

/// Runs connect, subscribe, warm-up, measure, drain and returns what was
/// measured: counts, histograms, flows, connect, cpu (seal, open, fleet, spin), wire, timeline,
/// memory of the fleet. The broker's CPU and memory are the caller's. Throws base::Error
/// (environment) where not one client could connect; a broker that dies in mid-run ends the run
/// early, marked in warnings and interrupted.
[[nodiscard]] record::RunResult run(const scenario::Run& run,
                                    const client::Endpoint& endpoint,
                                    const host::MasterKey& master,
                                    const Options& options);

}  // namespace mqseal::fleet
