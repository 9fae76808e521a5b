// SPDX-License-Identifier: MIT
// New connections on a schedule, whatever became of the ones before: what somebody meets who wants
// to connect while others attack. One thread of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "sim/flood/connection.h"

namespace mqseal::flood {

struct Probe {
  Nanos due = 0;          ///< CLOCK_MONOTONIC
  bool tls = false;       ///< of the two ports
  bool answered = false;  ///< by a CONNACK, in time
  Nanos took = 0;         ///< from `due`; where it was answered
};

struct ProberOptions {
  std::string address = "127.0.0.1";
  std::uint16_t plain_port = 0, tls_port = 0;
  std::filesystem::path certificate, key;  ///< for the TLS port
  std::string any_user;                    ///< as client::Endpoint::any_user
  Nanos first = 0, end = 0, every = 0;     ///< on each port; the TLS port half a step later
  Nanos patience = 0;
  std::optional<int> cpu;
};

class Prober {
 public:
  /// Probes from now on. Throws base::Error (environment) for unreadable certificates.
  explicit Prober(const ProberOptions& options);
  Prober(const Prober&) = delete;
  Prober& operator=(const Prober&) = delete;
  ~Prober();

  /// Ends it early or waits for its end, by `end` plus the patience at the latest; what it saw, by
  /// due time. Probes that were still waiting when it was ended early are left out.
  [[nodiscard]] std::vector<Probe> finish(bool early);

 private:
  std::atomic<bool> stop_{false};
  std::vector<Probe> seen_;
  std::thread thread_;
};

}  // namespace mqseal::flood
