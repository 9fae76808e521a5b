// SPDX-License-Identifier: MIT
// Invented numbers with a stated truth: the study around the runs.
#include "tests/report/fixture.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/report/fixture_run.h"

namespace mqseal::report_test {
namespace {

using nlohmann::json;

constexpr std::array<Truth, 12> truth_table{{
    {"none", "none", false, 20, 18, 1.000, 1.000, 1.000, 1.000, 13},
    {"aes-128-eax", "portable", false, 1150, 1160, 1.006, 1.008, 1.032, 1.18, 45},
    {"speck-64-128-eax", "portable", false, 620, 630, 1.003, 1.004, 1.028, 1.10, 37},
    {"speck-128-128-eax", "portable", false, 480, 490, 1.003, 1.003, 1.032, 1.08, 45},
    {"simon-64-128-eax", "portable", false, 1400, 1420, 1.022, 1.026, 1.028, 1.22, 37},
    {"simon-128-128-eax", "portable", false, 1250, 1260, 1.007, 1.009, 1.032, 1.20, 45},
    {"present-80-eax", "portable", false, 5200, 5230, 1.120, 1.240, 1.028, 1.84, 37},
    {"present-128-eax", "portable", false, 5230, 5260, 1.122, 1.244, 1.028, 1.85, 37},
    {"ascon-aead128", "portable", false, 640, 650, 1.004, 1.005, 1.032, 1.10, 45},
    {"aes-128-gcm", "botan", true, 410, 420, 1.002, 1.003, 1.030, 1.07, 41},
    {"aes-128-ccm", "botan", true, 520, 525, 1.003, 1.004, 1.030, 1.09, 41},
    {"chacha20-poly1305", "botan", false, 560, 565, 1.003, 1.004, 1.030, 1.09, 41},
}};

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

json make_group(const std::string& transport, const FixtureOptions& options) {
  return {{"name", "sensors-" + transport},
          {"clients", 10},
          {"role", "publisher"},
          {"transport", transport},
          {"topic", "invented/" + transport + "/{client}"},
          {"qos", 0},
          {"payload_bytes", fmt::format("{}B", options.payload_bytes)},
          {"rate", "100/s"},
          {"format", "compact"},
          {"nonce", "random"},
          {"keys", "shared"}};
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
          {"groups", {make_group("plain", options), make_group("mtls", options)}},
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
          {"thresholds", json::array()},
          {"quality", json::array()},
          {"decision", json::object()}};
}

}  // namespace mqseal::report_test
