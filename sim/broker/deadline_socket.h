// SPDX-License-Identifier: MIT
// A TCP connection of which every step ends by one deadline. Internal to the probe.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace mqseal::broker {

enum class Io : unsigned char { ok, closed, timed_out, failed };

class Socket {
 public:
  explicit Socket(std::chrono::steady_clock::time_point deadline) : deadline_(deadline) {}

  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket();

  /// `address` is numeric IPv4.
  Io connect(const std::string& address, std::uint16_t port);
  /// All of `bytes`.
  Io write(std::span<const std::uint8_t> bytes);
  /// At least one byte; `*count` is 0 where the result is not `ok`.
  Io read(std::span<std::uint8_t> into, std::size_t* count);

  /// The system's words on the last failure; may be empty.
  [[nodiscard]] const std::string& detail() const noexcept { return detail_; }

 private:
  Io failed(int error);
  bool wait(short events);

  std::chrono::steady_clock::time_point deadline_;
  int fd_ = -1;
  std::string detail_;
};

}  // namespace mqseal::broker
