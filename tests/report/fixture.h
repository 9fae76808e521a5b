// SPDX-License-Identifier: MIT
// A complete result document made of invented numbers, for tests of statistics, text and page. Its
// true effects are stated here, so a test knows which verdict is right. It says "invented": true at
// top level and in its first warning; a page made from it must say so too.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report_test {

/// The truth behind one cipher of the invented study. Ratios are to `none`.
struct Truth {
  std::string_view cipher;
  std::string_view implementation;  ///< what the invented host chose
  bool uses_aes_instructions;
  double seal_ns, open_ns;           ///< per 64-byte message; of `none`: the cost of a copy
  double p50_ratio, p99_ratio;       ///< response time
  double broker_ratio, fleet_ratio;  ///< CPU time per message
  int overhead_bytes;                ///< envelope - payload
};

/// All ids of design.md, section 3, in its order.
[[nodiscard]] std::span<const Truth> truths();

struct FixtureOptions {
  int rounds = 10;
  std::uint64_t seed = 20261122;
  bool quick_look = false;
  double margin = 0.05;
  std::vector<std::string> primary = {"cpu.seal_ns", "latency_us.response.p50"};
  std::vector<std::string> ciphers;  ///< empty: all twelve
  bool nothing_differs = false;      ///< every ratio 1, every cipher as dear as aes-128-eax
  double cpu_noise = 0.006;          ///< standard deviation of the log, of each run alone
  double latency_noise = 0.02;       ///< the same, for latencies
  double drift = 0.01;  ///< of the machine, shared by neighbouring runs: AR(1), phi 0.9, stationary
                        ///< standard deviation of the log
  double slowdown = 1.0;      ///< of the whole machine: every time is multiplied by this
  std::string slow_cipher;    ///< this cipher alone is slower (seal, open, latency) by...
  double slow_factor = 1.0;   ///< ...this
  double send_delay_us = 24;  ///< p99 lateness
  std::uint64_t lost = 0;     ///< messages lost in each run of present-80-eax
  double payload_bytes = 64;
};

/// Deterministic in its options: the same options give the same document on every machine.
/// `effects`, `quality`, `thresholds` are empty, as before report::analyse.
[[nodiscard]] nlohmann::json make_result(const FixtureOptions& options = {});

}  // namespace mqseal::report_test
