// SPDX-License-Identifier: MIT
// The man in the middle: listens on a port of its own, connects each client on to the broker, and
// lets a hook see, change or swallow what passes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "sim/attack/stage.h"

namespace mqseal::attack {

enum class Way : std::uint8_t { up, down };  ///< up: from the client to the broker

class Relay final : private net::Watch::Handler {
 public:
  using Bytes = std::vector<std::uint8_t>;
  /// What was read at once, to be changed in place; empty it to swallow it.
  using Hook = std::function<void(Way way, Bytes& bytes)>;

  /// Relays to `port` of the broker at 127.0.0.1, which the guard must allow. Throws base::Error
  /// (environment) where it does not, or no port is free.
  Relay(Stage& stage, std::uint16_t port);
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;
  ~Relay();

  /// Where it listens on 127.0.0.1.
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

  Hook hook;

  /// Sends `bytes` to the broker over the newest connection, past the hook. False where there is
  /// none.
  bool inject(host::Bytes bytes);

  /// Connections that the broker ended before their client did.
  [[nodiscard]] int ended_by_broker() const noexcept { return ended_by_broker_; }

  /// Connections made so far.
  [[nodiscard]] std::size_t connections() const noexcept { return links_.size(); }

 private:
  class Link;

  void on_ready(net::Ready ready) override;

  Stage& stage_;
  net::Watch watch_;
  std::uint16_t broker_port_, port_ = 0;
  int fd_ = -1;
  int ended_by_broker_ = 0;
  std::vector<std::unique_ptr<Link>> links_;
};

}  // namespace mqseal::attack
