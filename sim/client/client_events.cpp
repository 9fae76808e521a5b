// SPDX-License-Identifier: MIT
// What a client does when its socket is ready, and what libmosquitto calls back.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mqtt_protocol.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <utility>

#include <mosquitto.h>

#include "sim/client/callbacks.h"
#include "sim/client/client.h"
#include "sim/client/tls_time.h"

namespace mqseal::client {

namespace {

/// MQTT 5, 2.4: reason codes from here on are failures.
constexpr int first_failure = 0x80;

SSL* tls_of(mosquitto* handle) {
  return static_cast<SSL*>(::mosquitto_ssl_get(handle));
}

/// Codes after which a call that is no loop call leaves a dead socket open.
bool ends_connection(int code) {
  return code == MOSQ_ERR_NO_CONN || code == MOSQ_ERR_CONN_LOST || code == MOSQ_ERR_ERRNO ||
         code == MOSQ_ERR_TLS;
}

}  // namespace

bool Client::survives(int code) {
  if (::mosquitto_socket(handle_.get()) >= 0 && !ends_connection(code)) {
    return true;
  }
  close_with(reason_of(code));
  return false;
}

std::string Client::reason_of(int code) const {
  if (refusal_ != 0) {
    return std::string("refused by the broker: ") + (profile_.mqtt_version == 5
                                                         ? ::mosquitto_reason_string(refusal_)
                                                         : ::mosquitto_connack_string(refusal_));
  }
  if (std::string fault = take_tls_fault(); !fault.empty()) {
    return fault;
  }
  const bool in_tls = code == MOSQ_ERR_ERRNO && errno == EPROTO;  // libmosquitto's own errno
  const bool is_new = stage_ != Stage::connected;
  if (profile_.tls != nullptr && is_new && (stage_ == Stage::connack || in_tls)) {
    // TLS 1.3: the broker judges our certificate after our side of the handshake is done, and its
    // alert is lost where its reset overtakes it. Over loopback that may all happen in connect().
    return "the broker ended the TLS connection before CONNACK (does it accept our certificate?)";
  }
  switch (code) {
    case MOSQ_ERR_SUCCESS:
      return "the broker closed the connection";
    case MOSQ_ERR_ERRNO:
      return std::strerror(errno);
    default:
      return ::mosquitto_strerror(code);
  }
}

void Client::close_with(std::string why) {
  const Stage was = stage_;
  stage_ = Stage::closed;
  drop_socket();
  failure_ = std::move(why);
  listener_.on_closed(was, failure_);
}

void Client::on_ready(net::Ready ready) {
  if (stage_ == Stage::tcp) {
    advance_tcp();
  }
  if (stage_ == Stage::tls) {
    advance_tls(ready);
  } else if (stage_ != Stage::closed) {
    advance_mqtt(ready);
  }
  if (stage_ != Stage::closed) {
    tell();
  }
  if (stage_ != Stage::closed) {
    update_interest();
  }
}

void Client::advance_tcp() {
  int error = 0;
  socklen_t length = sizeof error;
  if (::getsockopt(watch_.fd(), SOL_SOCKET, SO_ERROR, &error, &length) != 0 || error != 0) {
    close_with(std::strerror(error != 0 ? error : errno));
    return;
  }
  tcp_info info{};
  length = sizeof info;
  if (::getsockopt(watch_.fd(), IPPROTO_TCP, TCP_INFO, &info, &length) != 0 ||
      info.tcpi_state == TCP_CLOSE) {
    close_with("Connection refused (or reset)");  // OpenSSL's first write took the error
    return;
  }
  // The kernel's round-trip time of SYN and SYN-ACK holds no waiting in this loop. A SYN that was
  // sent again has none, and then the waiting is the network's.
  timing_.tcp = base::monotonic_now();
  if (info.tcpi_total_retrans == 0 && info.tcpi_rtt > 0) {
    timing_.tcp = std::min(timing_.tcp, timing_.started + Nanos{info.tcpi_rtt} * 1000);
  }
  stage_ = profile_.tls != nullptr ? Stage::tls : Stage::connack;
}

// Only loop_read advances the handshake, also when it is the writing that was waited for.
void Client::advance_tls(net::Ready ready) {
  const ClientCertificate::Presented presented(certificate_.get());
  ERR_clear_error();
  if (!survives(::mosquitto_loop_read(handle_.get(), 1))) {
    return;
  }
  const SSL* const tls = tls_of(handle_.get());
  if (tls == nullptr || SSL_is_init_finished(tls) == 0) {
    if (ready.hangup) {  // libmosquitto takes a reset here for "try again", for ever
      close_with("the connection was reset in the TLS handshake");
    }
    return;
  }
  time_socket_io(tls_of(handle_.get()));
  timing_.tls = connack_ ? timing_.connack : base::monotonic_now();
  stage_ = Stage::connack;
  ERR_clear_error();
  if (::mosquitto_want_write(handle_.get())) {  // the CONNECT packet waits since connect()
    (void)survives(::mosquitto_loop_write(handle_.get(), 1));
  }
}

void Client::advance_mqtt(net::Ready ready) {
  mosquitto* const handle = handle_.get();
  if (profile_.tls != nullptr) {
    ERR_clear_error();
  }
  if (ready.readable || ready.hangup) {
    progressed_ = false;
    if (!survives(::mosquitto_loop_read(handle, 1))) {
      return;
    }
    if (ready.hangup && !progressed_) {
      close_with("the connection was reset");
      return;
    }
  }
  // Inside callbacks libmosquitto only queues (PUBACK, PUBREC, PUBREL): write that now.
  if (::mosquitto_want_write(handle)) {
    (void)survives(::mosquitto_loop_write(handle, 1));
  }
}

void Client::tell() {
  if (connack_) {
    connack_ = false;
    stage_ = Stage::connected;
    listener_.on_connected();
  }
  if (suback_ != 0 && stage_ == Stage::connected) {
    const bool granted = suback_ > 0;
    suback_ = 0;
    listener_.on_subscribed(granted);
  }
  if (blocked_ && stage_ == Stage::connected && outstanding_ < window_ &&
      !::mosquitto_want_write(handle_.get())) {
    blocked_ = false;
    listener_.on_sendable();
  }
}

void Client::housekeep(Nanos now) {
  if (stage_ == Stage::closed) {
    return;
  }
  if (stage_ != Stage::connected) {
    if (now - timing_.started > profile_.connect_timeout) {
      close_with("no CONNACK within " +
                 std::to_string(profile_.connect_timeout / base::nanos_per_second) + " s");
    }
    return;
  }
  ERR_clear_error();
  if (survives(::mosquitto_loop_misc(handle_.get()))) {
    update_interest();
  }
}

void Client::update_interest() {
  bool writing = false;
  switch (stage_) {
    case Stage::closed:
      return;
    case Stage::tcp:
      writing = true;
      break;
    case Stage::tls: {
      // mosquitto_want_write() is true for the whole handshake once a ClientHello had to wait.
      const SSL* const tls = tls_of(handle_.get());
      writing = tls != nullptr && SSL_want_write(tls);
      break;
    }
    case Stage::connack:
    case Stage::connected:
      writing = ::mosquitto_want_write(handle_.get());
      break;
  }
  watch_.want_write(writing);
}

void Callbacks::set(mosquitto* handle) {
  ::mosquitto_connect_v5_callback_set(handle, on_connect);
  ::mosquitto_disconnect_v5_callback_set(handle, on_disconnect);
  ::mosquitto_subscribe_callback_set(handle, on_subscribe);
  ::mosquitto_publish_v5_callback_set(handle, on_publish);
  ::mosquitto_message_callback_set(handle, on_message);
}

void Callbacks::on_connect(
    mosquitto*, void* self, int code, int, const mosquitto_property* properties) {
  auto& client = *static_cast<Client*>(self);
  client.progressed_ = true;
  if (code != 0) {
    client.refusal_ = code;
    return;
  }
  client.connack_ = true;
  client.timing_.connack = base::monotonic_now();
  std::uint16_t allowed = 0;
  if (::mosquitto_property_read_int16(properties, MQTT_PROP_RECEIVE_MAXIMUM, &allowed, false) !=
          nullptr &&
      allowed > 0) {
    client.window_ = std::min(client.window_, allowed);
  }
}

void Callbacks::on_disconnect(mosquitto*, void* self, int code, const mosquitto_property*) {
  if (code >= first_failure) {
    static_cast<Client*>(self)->refusal_ = code;
  }
}

void Callbacks::on_subscribe(mosquitto*, void* self, int, int count, const int* granted) {
  auto& client = *static_cast<Client*>(self);
  client.progressed_ = true;
  client.suback_ = count > 0 && granted[0] < first_failure ? 1 : -1;
}

void Callbacks::on_publish(mosquitto*, void* self, int id, int reason, const mosquitto_property*) {
  auto& client = *static_cast<Client*>(self);
  client.progressed_ = true;
  if (client.writing_qos0_ || id == client.qos0_id_) {
    client.qos0_id_ = 0;
    return;  // QoS 0: written, which is no acknowledgement
  }
  client.outstanding_ -= client.outstanding_ > 0 ? 1U : 0U;
  client.listener_.on_acknowledged(id, reason);
}

void Callbacks::on_message(mosquitto*, void* self, const mosquitto_message* message) {
  auto& client = *static_cast<Client*>(self);
  client.progressed_ = true;
  client.listener_.on_message({message->topic,
                               {static_cast<const std::uint8_t*>(message->payload),
                                static_cast<std::size_t>(message->payloadlen)},
                               message->qos,
                               message->retain});
}

}  // namespace mqseal::client
