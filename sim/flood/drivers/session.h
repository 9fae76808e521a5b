// SPDX-License-Identifier: MIT
// What drivers have in common whose connections become MQTT sessions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/flood/driver.h"
#include "sim/flood/flood.h"

namespace mqseal::flood {

/// Topics of attacks that do not aim at the legitimate clients' own.
inline const std::string own_topics = "flood";

/// Connects, and hears of the session once the broker has said yes.
class SessionDriver : public Driver {
 public:
  explicit SessionDriver(Flood& flood) : flood_(flood) {}

  void on_open(Connection& connection) override;
  void on_packet(Connection& connection, const Packet& packet) override;

 protected:
  /// Of a connection's CONNECT. By default an id of its own and a long keep-alive.
  [[nodiscard]] virtual ConnectFields fields(const Connection& connection) const;
  virtual void on_session(Connection& connection) = 0;

  /// Whatever comes after CONNACK.
  virtual void on_other(Connection& /*connection*/, const Packet& /*packet*/) {}

  Flood& flood_;
};

/// Sends PUBLISH packets, by the job's rate or as fast as the socket takes them.
class Publisher {
 public:
  Publisher(Flood& flood, int qos, bool retain) : flood_(flood), qos_(qos), retain_(retain) {}

  /// All messages to these topics in turn; `payload` is what each carries.
  void set(std::vector<std::string> topics, Buffer payload);

  /// Number of the message goes into the topic's end ("flood/r" becomes "flood/r/7").
  void number_topics() { numbered_ = true; }

  /// The message's number is added to the 32 bits (big-endian) that begin at `at` in the payload.
  void number_payloads(std::size_t at) { counter_at_ = at; }

  /// A batch, where the bounds and the rate have one; true where something was sent.
  bool send_batch(Connection& connection);
  /// Pumps where there is no rate.
  void begin(Connection& connection);

  [[nodiscard]] std::uint64_t sent() const noexcept { return sent_; }

 private:
  Flood& flood_;
  int qos_;
  bool retain_, numbered_ = false;
  std::optional<std::size_t> counter_at_;
  std::vector<std::string> topics_;
  Buffer payload_, batch_;
  std::uint64_t sent_ = 0;
};

/// Publishers that share one stream of messages; other connections are the driver's own.
class PublishingDriver : public SessionDriver {
 public:
  PublishingDriver(Flood& flood, int qos, bool retain)
      : SessionDriver(flood), publisher_(flood, qos, retain) {}

  void on_idle(Connection& connection) override;
  void on_tick(Nanos now) override;

 protected:
  void on_session(Connection& connection) override;

  Publisher publisher_;
  std::vector<Connection*> publishing_;
};

/// `size` bytes that no compression and no JSON parser likes.
[[nodiscard]] Buffer junk(std::size_t size);
/// The job's topics; `own_topics` where it has none.
[[nodiscard]] std::vector<std::string> target_topics(const Flood& flood);

}  // namespace mqseal::flood
