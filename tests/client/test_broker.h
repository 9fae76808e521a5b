// SPDX-License-Identifier: MIT
// A real mosquitto for the tests of sim/client and sim/fleet: plain and TLS listeners, a directory
// of its own, killed with the test.
#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>

#include "sim/client/endpoint.h"
#include "sim/pki/pki.h"

namespace mqseal::client {

/// A directory below the system's temporary one, removed with its content.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory();

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

class TestBroker {
 public:
  /// `settings`: further lines of mosquitto.conf. `max_tls_1_2`: refuse TLS 1.3.
  explicit TestBroker(const std::string& settings = {},
                      bool max_tls_1_2 = false,
                      const pki::Options& certificates = {});
  TestBroker(const TestBroker&) = delete;
  TestBroker& operator=(const TestBroker&) = delete;
  ~TestBroker();

  [[nodiscard]] const Endpoint& endpoint() const noexcept { return endpoint_; }

  [[nodiscard]] const pki::Tree& tree() const noexcept { return tree_; }

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }

  /// Ends it with `signal` and reaps it.
  void kill(int signal);
  /// Starts it again on the same ports.
  void start();
  /// Sends `signal` (SIGSTOP, SIGCONT).
  void signal(int signal) const;
  [[nodiscard]] std::string log() const;

 private:
  void wait_until_it_listens() const;

  TemporaryDirectory directory_;
  pki::Tree tree_;
  Endpoint endpoint_;
  bool max_tls_1_2_;
  pid_t pid_ = -1;
};

}  // namespace mqseal::client
