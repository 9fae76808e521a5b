// SPDX-License-Identifier: MIT
// Invented numbers with a stated truth; see fixture.h. Randomness is std::mt19937_64 (whose output
// the standard fixes) and our own Box-Muller, so the document is the same with every library.
#include "tests/report/fixture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mqseal::report_test {
namespace {

using nlohmann::json;

constexpr std::array<Truth, 12> truth_table{{
    {"none", "none", false, 20, 18, 1.000, 1.000, 1.000, 1.000, 13},
    {"aes-128-eax", "portable", false, 1150, 1160, 1.006, 1.008, 1.012, 1.18, 45},
    {"speck-64-128-eax", "portable", false, 620, 630, 1.003, 1.004, 1.010, 1.10, 37},
    {"speck-128-128-eax", "portable", false, 480, 490, 1.003, 1.003, 1.012, 1.08, 45},
    {"simon-64-128-eax", "portable", false, 1400, 1420, 1.022, 1.026, 1.010, 1.22, 37},
    {"simon-128-128-eax", "portable", false, 1250, 1260, 1.007, 1.009, 1.012, 1.20, 45},
    {"present-80-eax", "portable", false, 5200, 5230, 1.120, 1.240, 1.010, 1.84, 37},
    {"present-128-eax", "portable", false, 5230, 5260, 1.122, 1.244, 1.010, 1.85, 37},
    {"ascon-aead128", "portable", false, 640, 650, 1.004, 1.005, 1.012, 1.10, 45},
    {"aes-128-gcm", "botan", true, 410, 420, 1.002, 1.003, 1.011, 1.07, 41},
    {"aes-128-ccm", "botan", true, 520, 525, 1.003, 1.004, 1.011, 1.09, 41},
    {"chacha20-poly1305", "botan", false, 560, 565, 1.003, 1.004, 1.011, 1.09, 41},
}};

class Noise {
 public:
  explicit Noise(std::uint64_t seed) : engine_(seed) {}

  double uniform() { return (static_cast<double>(engine_() >> 11U) + 0.5) * 0x1p-53; }

  double normal() {
    return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform());
  }

  /// exp of a normal with this standard deviation.
  double factor(double sd) { return std::exp(sd * normal()); }

  std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(uniform() * static_cast<double>(bound));
  }

 private:
  std::mt19937_64 engine_;
};

/// The machine's mood: AR(1) on the log, one step a run.
class Drift {
 public:
  Drift(double sd, Noise& noise) : sd_(sd), state_(sd * noise.normal()) {}

  double next(Noise& noise) {
    constexpr double phi = 0.9;
    state_ = phi * state_ + sd_ * std::sqrt(1 - phi * phi) * noise.normal();
    return std::exp(state_);
  }

 private:
  double sd_, state_;
};

/// Three decimals are what a result file holds.
double rounded(double value) {
  return std::round(value * 1000) / 1000;
}

Truth with_options(Truth truth, const FixtureOptions& options) {
  if (options.nothing_differs) {
    const Truth reference = truth_table[1];
    truth.p50_ratio = truth.p99_ratio = truth.broker_ratio = truth.fleet_ratio = 1;
    if (truth.cipher != "none") {
      truth.seal_ns = reference.seal_ns;
      truth.open_ns = reference.open_ns;
    }
  }
  if (truth.cipher == options.slow_cipher) {
    for (double* value : {&truth.seal_ns, &truth.open_ns, &truth.p50_ratio, &truth.p99_ratio}) {
      *value *= options.slow_factor;
    }
  }
  return truth;
}

json counts_of(std::uint64_t sent, std::uint64_t lost) {
  return {{"scheduled", sent},
          {"backlog", 0},
          {"sent", sent},
          {"in_flight", 0},
          {"delivered", sent - lost},
          {"lost", lost},
          {"duplicated", 0},
          {"reordered", 0},
          {"rejected", 0},
          {"stale", 0},
          {"replayed", 0},
          {"replays_accepted", 0},
          {"unmatched", 0},
          {"key_exhausted", 0},
          {"broker_received", sent},
          {"broker_sent", sent - lost},
          {"broker_dropped", lost}};
}

struct Latency {
  double p50, tail;  ///< tail: p99 / p50 against the usual
};

json percentiles(Latency l, std::uint64_t count) {
  return {{"p50", rounded(l.p50)},
          {"p90", rounded(l.p50 * 1.7)},
          {"p99", rounded(l.p50 * 4.4 * l.tail)},
          {"p99_9", rounded(l.p50 * 8.3 * l.tail)},
          {"max", rounded(l.p50 * 14.5 * l.tail)},
          {"count", count}};
}

json latency_of(Latency l, std::uint64_t count) {
  return {{"response", percentiles(l, count)},
          {"service", percentiles({l.p50 * 0.97, l.tail}, count)}};
}

json timeline_of(Latency l, std::uint64_t rate, Noise& noise) {
  json points = json::array();
  for (int second = -1; second < 5; ++second) {
    const double warm = second < 0 ? 1.3 : 1.0;
    points.push_back(
        {{"at_s", second},
         {"sent", rate},
         {"delivered", rate},
         {"errors", 0},
         {"response_p50_us", rounded(l.p50 * warm * noise.factor(0.02))},
         {"response_p99_us", rounded(l.p50 * 4.4 * l.tail * warm * noise.factor(.06))}});
  }
  return points;
}

json flow_of(const Truth& truth,
             const std::string& transport,
             const json& counts,
             Latency l,
             const std::string& run) {
  return {{"from", "sensors-" + transport},
          {"to", "readers-" + transport},
          {"cipher", truth.cipher},
          {"transport_in", transport},
          {"transport_out", transport},
          {"counts", counts},
          {"latency_us", latency_of(l, counts["delivered"].get<std::uint64_t>())},
          {"hlog", "runs/" + run + "/latency.hlog"}};
}

json make_run(const Truth& truth,
              int round,
              int slot,
              bool control,
              double machine,
              const FixtureOptions& options,
              Noise& noise) {
  const std::string id = fmt::format("r{:02}-{:02}-{}", round, slot, truth.cipher);
  const double cpu = machine * options.slowdown;
  const auto cpu_noise = [&] { return noise.factor(options.cpu_noise); };
  const double wall = std::pow(machine, 3) * options.slowdown;  // wall time drifts more than CPU
  const Latency both{420 * truth.p50_ratio * wall * noise.factor(options.latency_noise),
                     truth.p99_ratio / truth.p50_ratio * noise.factor(options.latency_noise)};
  const std::uint64_t rate = 2000, sent = rate * 5;
  const std::uint64_t lost = truth.cipher == "present-80-eax" ? options.lost : 0;
  const json half = counts_of(sent / 2, 0), lossy = counts_of(sent / 2, lost);
  return {
      {"id", id},
      {"round", round},
      {"slot", slot},
      {"control", control},
      {"interrupted", false},
      {"started_utc", fmt::format("2026-11-22T10:{:02}:{:02}Z", round, slot * 4)},
      {"factors",
       {{"cipher", truth.cipher},
        {"qos", "0"},
        {"payload_bytes", fmt::format("{}", options.payload_bytes)},
        {"format", "compact"},
        {"nonce", "random"}}},
      {"implementation", truth.implementation},
      {"uses_aes_instructions", truth.uses_aes_instructions},
      {"broker", {{"kind", "mosquitto"}, {"version", "2.0.11"}}},
      {"counts", counts_of(sent, lost)},
      {"latency_us", latency_of(both, sent - lost)},
      {"connect",
       {{"clients", 40},
        {"failed", 0},
        {"seconds", rounded(0.21 * wall)},
        {"tcp_p99_ms", rounded(0.4 * wall)},
        {"tls_p99_ms", rounded(6.1 * wall)},
        {"connack_p99_ms", rounded(1.2 * wall)}}},
      {"lateness_us",
       {{"p50", 3.1}, {"p99", rounded(options.send_delay_us * noise.factor(0.1))}, {"max", 410}}},
      {"throughput_msg_s", rounded(static_cast<double>(sent - lost) / 5)},
      {"measured_seconds", 5.0},
      {"cpu",
       {{"seal_ns", rounded(truth.seal_ns * cpu * cpu_noise())},
        {"open_ns", rounded(truth.open_ns * cpu * cpu_noise())},
        {"broker_us_per_msg", rounded(9.4 * truth.broker_ratio * cpu * cpu_noise())},
        {"fleet_us_per_msg", rounded(11.2 * truth.fleet_ratio * cpu * cpu_noise())},
        {"fleet_spin_s", 0.31},
        {"tls_us_per_msg", nullptr}}},
      {"memory",
       {{"broker_rss_peak_bytes", 9'830'400},
        {"fleet_rss_peak_bytes", 41'943'040},
        {"fleet_rss_per_client_bytes", 61'440}}},
      {"wire",
       {{"payload_bytes", options.payload_bytes},
        {"envelope_bytes", options.payload_bytes + truth.overhead_bytes},
        {"publish_bytes", options.payload_bytes + truth.overhead_bytes + 24}}},
      {"attacks", json::array()},
      {"timeline", timeline_of(both, rate, noise)},
      {"warnings",
       {"cpu.tls_us_per_msg was not measured: the fleet times its TLS only with "
        "OpenSSL's message callback, which was off"}},
      {"flows",
       {flow_of(truth, "plain", lossy, {both.p50 * 0.93 * cpu_noise(), both.tail}, id),
        flow_of(truth, "mtls", half, {both.p50 * 1.08 * cpu_noise(), both.tail}, id)}}};
}

json make_host() {
  return {{"cpu_model", "Invented CPU 3000"},
          {"cpu_flags", {"aes", "pclmulqdq", "avx2", "sha_ni"}},
          {"cores", 2},
          {"memory_bytes", 8'589'934'592},
          {"kernel", "Linux 6.1.0"},
          {"distribution", "Debian GNU/Linux 12 (bookworm)"},
          {"virtualisation", "kvm"},
          {"governor", "not exposed"},
          {"clock_source", "kvm-clock"},
          {"libraries", {{"botan", "2.19.3"}, {"openssl", "3.0.11"}, {"libmosquitto", "2.0.11"}}}};
}

json make_scenario(const FixtureOptions& options, const std::vector<Truth>& arms) {
  json ciphers = json::array();
  for (const Truth& arm : arms) {
    ciphers.push_back(arm.cipher);
  }
  return {{"schema", "mqseal-scenario/1"},
          {"name", "invented"},
          {"about", "Invented numbers for tests; nothing here was measured."},
          {"seed", options.seed},
          {"rounds", options.rounds},
          {"margin", options.margin},
          {"primary", options.primary},
          {"quick_look", options.quick_look},
          {"broker", {{"kind", "mosquitto"}}},
          {"phases", {{"warm_up", "1s"}, {"measure", "5s"}, {"drain", "5s"}}},
          {"matrix", {{"cipher", ciphers}}},
          {"thresholds", json::array()}};
}

}  // namespace

std::span<const Truth> truths() {
  return truth_table;
}

json make_result(const FixtureOptions& options) {
  std::vector<Truth> arms;
  for (const Truth& truth : truth_table) {
    if (options.ciphers.empty() ||
        std::find(options.ciphers.begin(), options.ciphers.end(), truth.cipher) !=
            options.ciphers.end()) {
      arms.push_back(with_options(truth, options));
    }
  }
  Noise noise(options.seed);
  Drift drift(options.drift, noise);
  json runs = json::array();
  for (int round = 1; round <= options.rounds; ++round) {
    // Arm 0 once more is the A/A control; Fisher-Yates shuffle.
    std::vector<std::size_t> order(arms.size() + 1);
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = i;
    }
    for (std::size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[noise.below(i)]);
    }
    int slot = 0;
    for (const std::size_t place : order) {
      const bool control = place == arms.size();
      runs.push_back(make_run(
          arms[control ? 0 : place], round, ++slot, control, drift.next(noise), options, noise));
    }
  }
  json tool = {{"version", "0.1.0"},
               {"git", "0000000"},
               {"compiler", "g++ 12.2.0"},
               {"flags", "-O2"},
               {"build_type", "RelWithDebInfo"}};
  return {{"schema", "mqseal-result/1"},
          {"invented", true},
          {"tool", tool},
          {"host", make_host()},
          {"scenario", make_scenario(options, arms)},
          {"scenario_sha256", std::string(64, '0')},
          {"seed", options.seed},
          {"warnings", {"every number in this result is invented: it is a test fixture"}},
          {"runs", runs},
          {"effects", json::array()},
          {"searches", json::array()},
          {"claims", json::array()},
          {"bench", json::array()},
          {"parts", json::array()},
          {"thresholds", json::array()},
          {"quality", json::array()},
          {"decision", json::object()}};
}

}  // namespace mqseal::report_test
