// SPDX-License-Identifier: MIT
// What an attacker's process is told to do, and what it says of itself: JSON both ways.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

#include "sim/base/clock.h"
#include "sim/flood/catalogue.h"

namespace mqseal::flood {

using base::Nanos;

/// Where the attacker's connections come from: another address than the legitimate clients', so
/// that limits per source can tell them apart.
inline constexpr const char* attacker_address = "127.0.0.66";

struct Job {
  std::string attack;  ///< id in the catalogue
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  bool tls = false;  ///< the port speaks TLS
  /// For attackers that have a client's certificate (TLS) or password (plain); empty: none.
  std::filesystem::path certificate, key;
  std::string user, password;
  Bounds bounds;
  std::vector<std::string> topics;   ///< which legitimate subscribers hear
  std::vector<std::string> victims;  ///< client ids of legitimate clients
  /// An envelope that looks like the legitimate senders' and is sealed under another key; the
  /// message's number is added to the 32 bits (big-endian) at `counter_at`, where that is >= 0.
  std::vector<std::uint8_t> forged;
  int counter_at = -1;
  std::uint64_t seed = 0;
  Nanos start_at = 0;  ///< CLOCK_MONOTONIC; in the past: at once
  Nanos lasting = 0;
  std::uint64_t nofile = 0;  ///< descriptors that it may open; 0: as many as the system allows
  int niceness = 19;         ///< added to what it has from its parent
};

[[nodiscard]] std::string to_text(const Job& job);
/// Throws base::Error (usage) for what is no job.
[[nodiscard]] Job job_from(const std::string& text);

/// Outcomes of one kind of malformed packet.
struct CaseTally {
  std::uint64_t tried = 0, as_expected = 0;
  std::string otherwise;  ///< the first other reaction
};

/// What an attacker did and met. Counts only grow.
struct Tally {
  std::uint64_t opened = 0;      ///< connect() called
  std::uint64_t connected = 0;   ///< TCP established
  std::uint64_t handshakes = 0;  ///< TLS finished
  std::uint64_t sessions = 0;    ///< CONNACK 0
  std::uint64_t messages = 0;    ///< written, or asked and answered: what the driver sends
  std::uint64_t bytes_out = 0, bytes_in = 0;
  std::uint64_t refused = 0;         ///< the session, by a CONNACK that says no
  std::uint64_t closed_by_peer = 0;  ///< after TCP was established
  std::uint64_t failed = 0;          ///< TCP not established: refused, no answer in 3 s
  std::uint64_t open_at_most = 0;    ///< connections at the same time
  /// The attacker's own faults (no descriptor, no local port): they weaken the attack.
  std::map<std::string, std::uint64_t> own_errors;
  std::map<std::string, CaseTally> cases;  ///< of the malformed corpus
  std::string note;                        ///< what else is worth saying

  [[nodiscard]] std::uint64_t achieved(Unit unit) const noexcept;
};

/// One line that an attacker prints.
struct Report {
  Nanos at = 0;  ///< CLOCK_MONOTONIC
  Nanos began = 0, ended = 0;
  bool last = false;
  Tally tally;
};

[[nodiscard]] std::string to_text(const Report& report);
/// Throws base::Error (environment) for what is no report.
[[nodiscard]] Report report_from(const std::string& line);

}  // namespace mqseal::flood
