// SPDX-License-Identifier: MIT
// One virtual MQTT client: libmosquitto driven by a net::Loop. The only place that knows
// mosquitto.h. All of it runs in the loop's thread; nothing blocks and nothing reconnects by
// itself.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/client/endpoint.h"
#include "sim/client/identity.h"
#include "sim/client/tls_context.h"
#include "sim/net/loop.h"

struct mosquitto;

namespace mqseal::client {

using base::Nanos;

/// What happens to a message when its client is gone (MQTT 3.1.1, 3.1.2.5).
struct Will {
  std::string topic, payload;
  int qos = 0;
  bool retain = false;
};

/// User name and password, which a plain connection shows to everybody on the way.
struct Credentials {
  std::string user, password;
};

/// What clients of one kind have in common. Must outlive them.
struct Profile {
  Endpoint endpoint;
  const TlsContext* tls = nullptr;  ///< nullptr: plain TCP to endpoint.plain_port
  int mqtt_version = 4;             ///< 4 = 3.1.1, 5 = 5.0
  int keep_alive_s = 60;            ///< 0 (off) or >= 5: libmosquitto takes no other
  bool clean_session = true;
  std::uint16_t window = 20;  ///< QoS 1 and 2 in flight at most, each direction
  Nanos connect_timeout = 10 * base::nanos_per_second;  ///< from connect() to CONNACK
  std::optional<Will> will;
  std::optional<Credentials> credentials;
};

enum class Stage : std::uint8_t { closed, tcp, tls, connack, connected };

/// When the stages of the last connect() ended (CLOCK_MONOTONIC); 0 where one was not reached.
struct ConnectTiming {
  Nanos started = 0, tcp = 0, tls = 0, connack = 0;
};

/// A PUBLISH that arrived. The views hold during the call only.
struct Message {
  std::string_view topic;
  std::span<const std::uint8_t> payload;
  int qos;
  bool retain;
};

/// What a client tells. Only on_message and on_acknowledged are called from inside libmosquitto:
/// those two must not call the same client.
class Listener {
 public:
  virtual void on_connected() = 0;
  /// The connection, or the attempt, ended; not after disconnect() and not where connect() itself
  /// returned false. `why` is for people. The client may be connected again from here.
  virtual void on_closed(Stage stage, const std::string& why) = 0;
  virtual void on_subscribed(bool granted) = 0;
  virtual void on_message(const Message& message) = 0;
  /// PUBACK (QoS 1) or PUBCOMP (QoS 2). `reason` >= 0x80: refused (MQTT 5).
  virtual void on_acknowledged(int message_id, int reason) = 0;
  /// There is room again after publish() said `busy`.
  virtual void on_sendable() = 0;

 protected:
  ~Listener() = default;
};

enum class PublishStatus : std::uint8_t {
  sent,    ///< written, or taken by libmosquitto and being written
  busy,    ///< the socket or the window is full: try again at on_sendable()
  closed,  ///< not connected, or the connection ended in the call (on_closed was called)
  refused  ///< libmosquitto or the broker's limits do not take such a message
};

class Client final : private net::Watch::Handler {
 public:
  /// `id`: the MQTT client id, unique on the broker. `source`: chooses the local address in
  /// 127.0.1.1-250 where the broker is on 127.0.0.0/8, else unused. `identity`: nullptr where all
  /// clients of the profile are the same to the broker. Throws base::Error (environment) where
  /// libmosquitto has no memory, or the identity's certificate cannot be read.
  Client(net::Loop& loop,
         const Profile& profile,
         const std::string& id,
         std::uint32_t source,
         Listener& listener,
         const Identity* identity = nullptr);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  /// Starts an attempt; only while closed. With a clean session what was in flight is forgotten,
  /// else libmosquitto sends it again. False where it failed at once: see failure().
  [[nodiscard]] bool connect();
  /// Sends DISCONNECT and closes; does nothing while closed.
  void disconnect();
  /// Ends the connection without DISCONNECT, so that the broker publishes the will.
  void abort();
  /// False where the connection is gone (on_closed was called) or the filter is not valid.
  [[nodiscard]] bool subscribe(const std::string& filter, int qos);
  /// The broker acts on it before it acts on anything that is sent later. False as above.
  [[nodiscard]] bool unsubscribe(const std::string& filter);
  /// Whether publish() would take a message now. False while connected: on_sendable() will come.
  [[nodiscard]] bool is_sendable(int qos);
  /// `payload` is copied. `message_id` gets the packet id where libmosquitto gave one: also of a
  /// message that a persistent session keeps while the connection ends in this call.
  [[nodiscard]] PublishStatus publish(const std::string& topic,
                                      std::span<const std::uint8_t> payload,
                                      int qos,
                                      bool retain,
                                      int* message_id = nullptr);
  /// Keep-alive and the connect deadline. To be called about once a second.
  void housekeep(Nanos now);

  /// The next connect() comes from another local address.
  void next_source() noexcept { ++source_; }

  [[nodiscard]] Stage stage() const noexcept { return stage_; }

  [[nodiscard]] const ConnectTiming& timing() const noexcept { return timing_; }

  /// QoS 1 and 2 messages published and not yet acknowledged.
  [[nodiscard]] unsigned outstanding() const noexcept { return outstanding_; }

  /// Why the last attempt or connection ended.
  [[nodiscard]] const std::string& failure() const noexcept { return failure_; }

  /// Whether bytes wait in libmosquitto for the socket.
  [[nodiscard]] bool is_writing() const noexcept;

 private:
  friend struct Callbacks;

  struct Free {
    void operator()(mosquitto* handle) const noexcept;
  };

  void on_ready(net::Ready ready) override;
  void advance_tcp();
  void advance_tls(net::Ready ready);
  void advance_mqtt(net::Ready ready);
  void make_handle();
  void drop_socket();
  [[nodiscard]] bool survives(int code);
  /// survives(), and the packet that gave `code` goes out.
  [[nodiscard]] bool sends(int code);
  [[nodiscard]] std::string reason_of(int code) const;
  void close_with(std::string why);
  void tell();
  void update_interest();

  const Profile& profile_;
  Listener& listener_;
  net::Watch watch_;
  std::string id_, user_, password_;
  std::unique_ptr<ClientCertificate> certificate_;
  std::unique_ptr<mosquitto, Free> handle_;
  ConnectTiming timing_;
  std::string failure_;
  std::uint32_t source_;
  unsigned outstanding_ = 0;
  int refusal_ = 0;         ///< of CONNACK, or of a DISCONNECT that the broker sent
  int qos0_id_ = 0;         ///< packet id of the QoS 0 message that is being written
  std::uint16_t window_;    ///< the profile's, or less where an MQTT 5 broker allows less
  std::int8_t suback_ = 0;  ///< +1 granted, -1 refused, waiting to be told
  Stage stage_ = Stage::closed;
  bool writing_qos0_ = false;  ///< inside publish() of a QoS 0 message
  bool used_ = false, blocked_ = false, progressed_ = false, connack_ = false;
};

/// What is done once a process before the first client, in one thread: libmosquitto's own set-up,
/// and SIGPIPE ignored (OpenSSL writes to sockets that the peer has closed). Made by the first
/// Client; a program with several threads calls it before it starts them.
void init_library();

}  // namespace mqseal::client
