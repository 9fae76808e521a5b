// SPDX-License-Identifier: MIT
// The fields of design.md, section 3, for one run.
#include "tests/report/fixture_run.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mqseal::report_test {
namespace {

using nlohmann::json;

/// Three decimals are what a result file holds.
double rounded(double value) {
  return std::round(value * 1000) / 1000;
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

}  // namespace

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
  const double wall = std::pow(machine, 2) * options.slowdown;  // wall time drifts more than CPU
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

}  // namespace mqseal::report_test
