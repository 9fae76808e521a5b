// SPDX-License-Identifier: MIT
#include "tests/report/fixture_parts.h"

#include <cmath>
#include <map>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/report/fixture.h"
#include "tests/report/fixture_run.h"

namespace mqseal::report_test {
namespace {

using nlohmann::json;

json attack(const char* id, const char* about, bool succeeds, int attempts) {
  return {{"id", id},
          {"about", about},
          {"scope", "claimed"},
          {"verdict", succeeds ? "succeeded" : "blocked"},
          {"attempts", attempts},
          {"successes", succeeds ? attempts : 0},
          {"evidence", {fmt::format("invented: {} attempts", attempts)}},
          {"metrics", json::object()}};
}

json capture(bool readable) {
  return {{"file", "runs/invented/capture.pcapng"},
          {"why", ""},
          {"frames", 120},
          {"dropped", 0},
          {"streams", 4},
          {"findings",
           {{{"what", "payload of sensors-plain"},
             {"where", "plain port"},
             {"visibility", readable ? "VISIBLE" : "NOT VISIBLE"},
             {"sightings", readable ? 40 : 0},
             {"why", "invented"}},
            {{"what", "payload of sensors-mtls"},
             {"where", "TLS port"},
             {"visibility", "NOT VISIBLE"},
             {"sightings", 0},
             {"why", "invented"}}}},
          {"packets",
           {{{"number", 1},
             {"seconds", 0.000012},
             {"from_port", 40112},
             {"to_port", 1883},
             {"protocol", "MQTT"},
             {"bytes", 42},
             {"info", "CONNECT sensors-plain-0"}}}},
          {"explained", {{{"kind", "CONNECT"}, {"text", "a client introduces itself"}}}}};
}

/// What one second of a run under attack looks like.
struct Course {
  double p99_factor = 1, delivered = 1;
};

json run_under(const char* id,
               const char* defence,
               int round,
               int slot,
               const Course& during,
               double connects,
               Noise& noise) {
  FixtureOptions options;
  json run = make_run(truths()[0], round, slot, false, 1, options, noise);
  run["id"] = fmt::format("r{:02}-{:02}-{}-{}", round, slot, id, defence);
  run["factors"]["attack"] = id;
  run["factors"]["defence"] = defence;
  json timeline = json::array();
  for (int second = 0; second < 12; ++second) {
    const bool hit = std::string(id) != "none" && second >= 3 && second < 8;
    timeline.push_back(
        {{"at_s", second},
         {"sent", 2000},
         {"delivered", std::round(2000 * (hit ? during.delivered : 1))},
         {"errors", 0},
         {"response_p50_us", 400.0 * noise.factor(0.02)},
         {"response_p99_us", 1800.0 * (hit ? during.p99_factor : 1) * noise.factor(0.05)}});
  }
  run["timeline"] = timeline;
  if (std::string(id) == "none") {
    return run;
  }
  const bool harm = connects < 0.9 || during.delivered < 0.9;
  run["attacks"] = {{{"id", id},
                     {"scope", "claimed"},
                     {"verdict", harm ? "succeeded" : "blocked"},
                     {"attempts", 1},
                     {"successes", harm ? 1 : 0},
                     {"evidence", "invented"},
                     {"from_s", 3},
                     {"to_s", 8},
                     {"metrics",
                      {{"delivered_ratio", during.delivered},
                       {"p99_us", 1800.0 * during.p99_factor * noise.factor(0.03)},
                       {"connect_success_ratio", connects},
                       {"recovery_s", harm ? 2.0 * noise.factor(0.1) : 0.0},
                       {"achieved_per_s", 5000 * noise.factor(0.05)},
                       {"broker_alive", true},
                       {"broker_rss_peak_bytes", 6.1e7 * (harm ? 3 : 1)}}}}};
  return run;
}

}  // namespace

void add_attacks(json& result) {
  std::map<std::string, int> done;
  for (json& run : result["runs"]) {
    const std::string cipher = run["factors"]["cipher"];
    if (run["control"] == true || ++done[cipher] > 3) {
      continue;
    }
    const bool plain = cipher == "none";
    const int attempts = plain ? 100 : 1000;
    run["attacks"] = {attack("eavesdrop", "a subscriber without the key", plain, attempts),
                      attack("flip-bits", "each byte of a publish in flight", plain, attempts),
                      attack("replay", "the same message inside its session", plain, attempts)};
    if (!plain) {
      run["attacks"].push_back(attack("forge-truncated-tag", "tag cut to 4 bytes", false, 1000));
      run["attacks"].push_back(
          attack("nonce-reuse", "the fixed nonce of the lab", cipher != "ascon-aead128", 5));
      run["attacks"].back()["scope"] = "fault";
    }
    if (cipher == "aes-128-ccm") {
      run["attacks"][3]["verdict"] = "inconclusive";
    }
    for (const char* region : {"header", "ciphertext", "tag"}) {
      run["attacks"][1]["cases"].push_back({{"name", region},
                                            {"verdict", plain ? "succeeded" : "blocked"},
                                            {"attempts", attempts / 4},
                                            {"successes", plain ? attempts / 4 : 0},
                                            {"evidence", "invented"}});
    }
    if (done[cipher] == 1) {
      run["capture"] = capture(plain);
      run["faults"] = {{{"action", "terminate"},
                        {"at_s", 2},
                        {"lasted_s", 1.1},
                        {"recovery_s", plain ? 0.4 : 0.5}}};
      run["counts"]["acknowledged_lost"] = plain ? 3 : 0;
    }
  }
}

void add_resilience(json& result) {
  Noise noise(7);
  for (int round = 1; round <= 5; ++round) {
    int slot = 0;
    const auto add = [&](const char* id, const char* defence, Course course, double connects) {
      result["runs"].push_back(
          run_under(id, defence, round, 100 + ++slot, course, connects, noise));
    };
    add("none", "none", {}, 1);
    add("tcp-hold", "none", {1, 1}, 0);
    add("tcp-hold", "max-connections", {1, 1}, 1);
    add("pre-auth-memory", "none", {20, 0.6}, 0.4);
    add("pre-auth-memory", "memory-limit", {1.1, 1}, 1);
  }
}

void add_claims(json& result) {
  const auto claim = [](const char* id,
                        const char* sentence,
                        const char* verdict,
                        const char* evidence,
                        const char* instead,
                        const char* source) {
    return json{{"id", id},
                {"sentence", sentence},
                {"verdict", verdict},
                {"evidence", {evidence}},
                {"instead", instead},
                {"source", source}};
  };
  result["claims"] = {
      claim("key-sizes",
            "SPECK and PRESENT are weak with their key sizes.",
            "needs_precision",
            "PRESENT-80: 80 bits, below 112; SPECK64/128: 128 bits",
            "Name the key size: 64 to 96 bits are below NIST's least strength, 128 are not.",
            "NIST SP 800-131A (invented page)"),
      claim("nonce-replay",
            "The nonce prevents replay.",
            "refuted",
            "replayed 100, accepted 100 without a window",
            "A nonce does not; a window of counters does.",
            "this result"),
      claim("known-plaintext",
            "Plaintext and ciphertext give the key.",
            "refuted",
            "0 of 1000",
            "They do for toy keys only.",
            "this result"),
      claim("cross-port",
            "A client on 1883 reads what 8883 protects.",
            "confirmed",
            "canary seen 20 of 20",
            "–",
            "this result")};
}

void add_searches(json& result) {
  Noise noise(11);
  result["scenario"]["matrix"]["transport"] = {"plain", "mtls"};
  for (int round = 1; round <= 6; ++round) {
    for (const char* transport : {"plain", "mtls"}) {
      for (const std::size_t place : {0U, 1U, 2U, 6U}) {
        const Truth& truth = truths()[place];
        const double most = std::string(transport) == "plain" ? 180e3 : 130e3;
        const double knee = most / truth.fleet_ratio * noise.factor(0.02);
        json points = json::array();
        for (const double share : {0.1, 0.25, 0.5, 0.7, 0.85, 0.95, 1.0, 1.05}) {
          points.push_back({{"rate_msg_s", std::round(share * most / truth.fleet_ratio)},
                            {"response_p99_us", 600 / std::pow(std::max(0.02, 1.12 - share), 1.3)},
                            {"delivered_ratio", share > 1 ? 0.97 : 1.0},
                            {"held", share <= 1},
                            {"failure", nullptr}});
        }
        result["searches"].push_back(
            {{"run", fmt::format("s{}-{}-{}", round, transport, truth.cipher)},
             {"round", round},
             {"control", false},
             {"at", {{"cipher", truth.cipher}, {"transport", transport}}},
             {"limit", {{"response_p99_us", 10000}, {"delivered_ratio", 0.999}}},
             {"points", points},
             {"knee", std::round(knee)},
             {"failed", std::round(1.05 * knee)},
             {"ci", nullptr}});
      }
    }
  }
}

void add_bench(json& result) {
  const auto row = [](const char* cipher,
                      const char* op,
                      int bytes,
                      double ns,
                      const char* peer,
                      double peer_ns) {
    return json{{"cipher", cipher},
                {"implementation", "avx512"},
                {"op", op},
                {"bytes", bytes},
                {"ns", ns},
                {"cycles_per_byte", ns * 3 / bytes},
                {"peer", peer},
                {"peer_ns", peer_ns},
                {"ratio", peer_ns / ns}};
  };
  result["bench"] = {row("speck-64-128", "ctr", 12288, 1100, "cryptopp", 25000),
                     row("speck-128-128-eax", "seal", 16, 85, "botan", 620),
                     row("speck-128-128-eax", "seal", 1024, 900, "openssl-aes-128-gcm", 310)};
}

json make_capacity_result() {
  FixtureOptions options;
  options.rounds = 6;
  options.ciphers = {"none", "aes-128-eax", "speck-64-128-eax", "present-80-eax"};
  json result = make_result(options);
  result["scenario"]["name"] = "invented-capacity";
  for (json& run : result["runs"]) {
    // One port a run, as a search over both has it.
    const bool plain = run["slot"].get<int>() % 2 == 0;
    run["factors"]["transport"] = plain ? "plain" : "mtls";
    run["flows"].erase(plain ? 1 : 0);
  }
  add_searches(result);
  return result;
}

json make_lab_result() {
  FixtureOptions options;
  options.rounds = 3;
  options.ciphers = {"none", "aes-128-eax", "ascon-aead128", "aes-128-ccm"};
  json result = make_result(options);
  result["scenario"]["name"] = "invented-lab";
  result["scenario"]["matrix"] = {{"cipher", options.ciphers},
                                  {"attack", {"none", "tcp-hold", "pre-auth-memory"}},
                                  {"defence", {"none", "max-connections", "memory-limit"}}};
  add_attacks(result);
  add_resilience(result);
  add_claims(result);
  return result;
}

}  // namespace mqseal::report_test
