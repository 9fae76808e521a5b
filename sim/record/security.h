// SPDX-License-Identifier: MIT
// What attacks and captures of one run found, as structs: `attacks[]` and `capture{}` of
// result.json's runs.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::record {

enum class Verdict : std::uint8_t {
  succeeded,
  blocked,       ///< only where a control that must succeed did, in the same run
  inconclusive,  ///< the control did not, or the evidence does not decide
  not_measured   ///< `evidence` says why
};

[[nodiscard]] const char* to_string(Verdict verdict) noexcept;

/// A part of an attack that has a verdict of its own: a region of flipped bytes, a certificate.
struct AttackCase {
  std::string name;
  Verdict verdict = Verdict::not_measured;
  std::uint64_t attempts = 0, successes = 0;
  std::string evidence;
};

/// One attack on one configuration.
struct Attack {
  std::string id, title;
  std::string attacker;              ///< outsider, insider
  std::optional<Verdict> predicted;  ///< by the scenario
  Verdict verdict = Verdict::not_measured;
  std::uint64_t attempts = 0, successes = 0;
  /// Where no attempt succeeded: the success rate that 0 of n still allows with 95 % confidence.
  std::optional<double> limit_95;
  std::string control;   ///< what had to succeed, and that it did (or not)
  std::string evidence;  ///< counts, alert names, log lines
  std::vector<AttackCase> cases;
  std::map<std::string, double> metrics;
};

/// Highest success probability that `n` failures in a row leave at 95 % confidence: 1 - 0.05^(1/n).
[[nodiscard]] double limit_of_failures(std::uint64_t n);

/// A text that was looked for in a capture.
struct Finding {
  std::string what;        ///< "payload of publishers"
  std::string where;       ///< "plain port", "TLS port"
  std::string visibility;  ///< VISIBLE, NOT VISIBLE, INCONCLUSIVE
  std::uint64_t sightings = 0;
  std::string why;
};

struct CapturedPacket {
  std::uint64_t number = 0;
  double seconds = 0;
  std::uint16_t from_port = 0, to_port = 0;
  std::string protocol, info;
  std::uint64_t bytes = 0;
};

struct Capture {
  std::string file;  ///< relative to result.json; empty where nothing could be captured
  std::string why;   ///< there is none
  std::uint64_t frames = 0, dropped = 0, streams = 0;
  std::vector<Finding> findings;
  std::vector<CapturedPacket> packets;  ///< the first ones
  /// Kind of packet, and what it is for.
  std::vector<std::pair<std::string, std::string>> explained;
};

[[nodiscard]] nlohmann::json to_json(const Attack& attack);
[[nodiscard]] nlohmann::json to_json(const Capture& capture);

/// Their parts of the JSON Schema.
[[nodiscard]] nlohmann::json attack_schema();
[[nodiscard]] nlohmann::json capture_schema();

}  // namespace mqseal::record
