// SPDX-License-Identifier: MIT
// One client for a command by hand: connects, and runs its loop until something has happened.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sim/app/pub_sub.h"
#include "sim/client/client.h"

namespace mqseal::app {

class HandClient final : private client::Listener {
 public:
  using OnMessage = std::function<void(const client::Message&)>;

  /// Connects. Throws base::Error (environment) with the reason where that fails.
  HandClient(const ConnectionFlags& flags, OnMessage on_message);
  HandClient(const HandClient&) = delete;
  HandClient& operator=(const HandClient&) = delete;
  ~HandClient();

  /// Throws base::Error (environment) where the broker refuses.
  void subscribe(const std::string& filter, int qos);
  /// Returns when the message is written (QoS 0) or acknowledged. Throws as subscribe().
  void publish(const std::string& topic, host::Bytes payload, int qos, bool retain);
  /// Runs until `done` holds (asked after each event) or the monotonic clock is at `until`.
  /// Whether it holds. Throws base::Error (environment) where the connection ends.
  bool run_until(const std::function<bool()>& done, base::Nanos until = net::never);

 private:
  void on_connected() override;
  void on_closed(client::Stage stage, const std::string& why) override;
  void on_subscribed(bool granted) override;
  void on_message(const client::Message& message) override;
  void on_acknowledged(int message_id, int reason) override;
  void on_sendable() override;

  net::Loop loop_;
  client::Profile profile_;
  std::optional<client::TlsContext> tls_;
  OnMessage on_message_;
  std::optional<client::Client> client_;
  std::optional<bool> granted_;
  std::optional<int> acknowledged_;
  std::string ended_;  ///< why the connection is gone
  bool connected_ = false;
};

}  // namespace mqseal::app
