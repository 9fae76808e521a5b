// SPDX-License-Identifier: MIT
// The time and place of one attack: one loop that drives victims, attackers and relays alike, and
// waits that end by a condition, never by a pause.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/attack/attack.h"
#include "sim/client/client.h"
#include "sim/net/loop.h"

namespace mqseal::attack {

using base::Nanos;

/// How long a condition may take that comes true in milliseconds unless something is wrong. Long,
/// because a loaded machine is nothing wrong.
inline constexpr Nanos patience = 10 * base::nanos_per_second;

class Stage {
 public:
  explicit Stage(const Setting& setting) : setting_(setting), loop_(0) {}

  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  ~Stage() = default;

  [[nodiscard]] const Setting& setting() const noexcept { return setting_; }

  [[nodiscard]] net::Loop& loop() noexcept { return loop_; }

  /// Runs the loop until `done` holds. False where `limit` is over first. Throws base::Error
  /// (environment) where a signal stops the run.
  bool wait(const std::function<bool()>& done, Nanos limit = patience);

  /// Something that happened: the waiting condition is asked again.
  void notify() noexcept { loop_.stop(); }

 private:
  const Setting& setting_;
  net::Loop loop_;
};

/// A message that arrived.
struct Arrival {
  std::string topic;
  std::vector<std::uint8_t> payload;
  bool retain = false;
};

/// One MQTT client of an attack, victim or attacker: everything it does is waited for.
class Actor final : private client::Listener {
 public:
  /// `profile` must outlive it.
  Actor(Stage& stage, const client::Profile& profile, const std::string& id);
  Actor(const Actor&) = delete;
  Actor& operator=(const Actor&) = delete;
  ~Actor();

  /// CONNECT until CONNACK. False with why().
  [[nodiscard]] bool connect();
  /// SUBSCRIBE until SUBACK. False where it is refused, or the connection is gone.
  [[nodiscard]] bool subscribe(const std::string& filter, int qos = 1);

  /// UNSUBSCRIBE; what is sent later comes after it. False where the connection is gone.
  [[nodiscard]] bool unsubscribe(const std::string& filter) { return client_.unsubscribe(filter); }

  /// PUBLISH; with QoS 1 until PUBACK. False where it did not get so far within `limit`.
  [[nodiscard]] bool publish(const std::string& topic,
                             host::Bytes payload,
                             int qos = 1,
                             bool retain = false,
                             Nanos limit = patience);
  void disconnect();

  [[nodiscard]] bool is_online() const noexcept {
    return client_.stage() == client::Stage::connected;
  }

  /// Everything that arrived, in order.
  [[nodiscard]] const std::vector<Arrival>& inbox() const noexcept { return inbox_; }

  void forget() noexcept { inbox_.clear(); }

  /// Called for each message, inside of the client library: it must not call this actor.
  std::function<void(const Arrival&)> on_arrival;

  [[nodiscard]] const std::string& id() const noexcept { return id_; }

  /// Why the last attempt or connection ended.
  [[nodiscard]] const std::string& why() const noexcept { return why_; }

  /// Connections that ended without having been asked to.
  [[nodiscard]] int drops() const noexcept { return drops_; }

 private:
  void on_connected() override { stage_.notify(); }

  void on_closed(client::Stage stage, const std::string& why) override;
  void on_subscribed(bool granted) override;
  void on_message(const client::Message& message) override;
  void on_acknowledged(int message_id, int reason) override;

  void on_sendable() override { stage_.notify(); }

  Stage& stage_;
  std::string id_;
  client::Client client_;
  net::Timer housekeeping_;
  std::vector<Arrival> inbox_;
  std::string why_;
  int drops_ = 0, acknowledged_ = 0, refused_ = 0;
  int granted_ = 0;  ///< +1 granted, -1 refused, 0 nothing yet
};

}  // namespace mqseal::attack
