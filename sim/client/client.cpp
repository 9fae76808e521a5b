// SPDX-License-Identifier: MIT
// Life of a client: making, connecting, publishing, closing. What its socket does is in
// client_events.cpp.
#include "sim/client/client.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mqtt_protocol.h>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <new>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <utility>

#include <mosquitto.h>

#include "sim/base/error.h"
#include "sim/client/callbacks.h"
#include "sim/client/library_call.h"

namespace mqseal::client {

namespace {

/// Local addresses to spread clients over: one address has 28,000 ports, and TIME_WAIT holds each
/// for a minute. Any address of 127.0.0.0/8 works without configuration.
constexpr std::uint32_t sources = 250;

std::string local_address(const Endpoint& endpoint, std::uint32_t source) {
  if (!endpoint.address.starts_with("127.")) {
    return {};
  }
  return "127.0.1." + std::to_string(1 + source % sources);
}

/// The error of a refused connection is gone where OpenSSL's first write took it; the state stays.
bool is_dead(int fd) {
  tcp_info info{};
  socklen_t length = sizeof info;
  return ::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0 ||
         info.tcpi_state == TCP_CLOSE;
}

}  // namespace

void init_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (::mosquitto_lib_init() != MOSQ_ERR_SUCCESS) {
      throw base::Error(base::ExitCode::environment, "libmosquitto cannot be initialised");
    }
    if (std::signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
      throw base::Error(base::ExitCode::environment, "SIGPIPE cannot be ignored");
    }
  });
}

Client::Client(net::Loop& loop,
               const Profile& profile,
               const std::string& id,
               std::uint32_t source,
               Listener& listener,
               const Identity* identity)
    : profile_(profile),
      listener_(listener),
      watch_(loop, *this),
      id_(id),
      source_(source),
      window_(profile.window) {
  init_library();
  if (identity != nullptr) {
    user_ = identity->user;
    password_ = identity->password;
    if (!identity->crt_pem.empty()) {
      certificate_ = std::make_unique<ClientCertificate>(identity->crt_pem, identity->key_pem);
    }
  }
  make_handle();
}

Client::~Client() {
  watch_.release();
  OPENSSL_cleanse(password_.data(), password_.size());
}

void Client::Free::operator()(mosquitto* handle) const noexcept {
  ERR_clear_error();
  ::mosquitto_destroy(handle);
}

void Client::make_handle() {
  const LibraryCall call;
  handle_.reset(::mosquitto_new(id_.c_str(), profile_.clean_session, this));
  if (!handle_) {
    throw base::Error(base::ExitCode::environment,
                      "libmosquitto cannot make client " + id_ + ": " + std::strerror(errno));
  }
  mosquitto* const handle = handle_.get();
  ::mosquitto_int_option(handle,
                         MOSQ_OPT_PROTOCOL_VERSION,
                         profile_.mqtt_version == 5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311);
  ::mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1);
  ::mosquitto_int_option(handle, MOSQ_OPT_SEND_MAXIMUM, profile_.window);
  ::mosquitto_int_option(handle, MOSQ_OPT_RECEIVE_MAXIMUM, profile_.window);
  if (profile_.tls != nullptr) {
    // Both are needed: with its defaults on, libmosquitto refuses a context without a CA of its
    // own.
    ::mosquitto_int_option(handle, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
    ::mosquitto_void_option(handle, MOSQ_OPT_SSL_CTX, profile_.tls->native());
  }
  const std::string& any_user = profile_.endpoint.any_user;
  if (!user_.empty()) {
    ::mosquitto_username_pw_set(handle, user_.c_str(), password_.c_str());
  } else if (!any_user.empty()) {
    ::mosquitto_username_pw_set(handle, any_user.c_str(), any_user.c_str());
  }
  if (profile_.will) {
    const Will& will = *profile_.will;
    const int code = ::mosquitto_will_set(handle,
                                          will.topic.c_str(),
                                          static_cast<int>(will.payload.size()),
                                          will.payload.data(),
                                          will.qos,
                                          will.retain);
    if (code != MOSQ_ERR_SUCCESS) {
      throw base::Error(base::ExitCode::usage,
                        "will of " + id_ + ": " + ::mosquitto_strerror(code));
    }
  }
  if (profile_.credentials &&
      ::mosquitto_username_pw_set(handle,
                                  profile_.credentials->user.c_str(),
                                  profile_.credentials->password.c_str()) != MOSQ_ERR_SUCCESS) {
    throw base::Error(base::ExitCode::usage, id_ + ": user name or password cannot be sent");
  }
  Callbacks::set(handle);
  used_ = false;
}

bool Client::connect() {
  if (!handle_ || (used_ && profile_.clean_session)) {
    make_handle();  // a used one would send again what was in flight, clean session or not
    outstanding_ = 0;
  }
  used_ = true;
  blocked_ = connack_ = writing_qos0_ = false;
  suback_ = 0;
  refusal_ = 0;
  window_ = profile_.window;
  const std::string from = local_address(profile_.endpoint, source_);
  const int port = profile_.tls ? profile_.endpoint.tls_port : profile_.endpoint.plain_port;
  (void)take_tls_fault();
  ERR_clear_error();
  timing_ = {};
  timing_.started = base::monotonic_now();
  const LibraryCall call;
  const ClientCertificate::Presented presented(certificate_.get());
  const int code = ::mosquitto_connect_bind_async(handle_.get(),
                                                  profile_.endpoint.address.c_str(),
                                                  port,
                                                  profile_.keep_alive_s,
                                                  from.empty() ? nullptr : from.c_str());
  const int fd = ::mosquitto_socket(handle_.get());
  if (code != MOSQ_ERR_SUCCESS || fd < 0) {
    failure_ = reason_of(code);
    return false;
  }
  if (call.connect_called != 0) {
    timing_.started = call.connect_called;
  }
  stage_ = Stage::tcp;
  if (call.established) {
    timing_.tcp = call.connect_returned;
    stage_ = profile_.tls ? Stage::tls : Stage::connack;
  } else if (is_dead(fd)) {
    failure_ = "Connection refused (or reset)";
    stage_ = Stage::closed;
    drop_socket();
    return false;
  }
  if (!watch_.assign(fd, true)) {
    failure_ = std::string("its socket cannot be watched: ") + std::strerror(errno);
    stage_ = Stage::closed;
    drop_socket();
    return false;
  }
  update_interest();
  return true;
}

void Client::drop_socket() {
  watch_.release();
  const int fd = handle_ ? ::mosquitto_socket(handle_.get()) : -1;
  if (fd < 0) {
    return;
  }
  if (profile_.clean_session) {
    handle_.reset();
    return;
  }
  // What is in flight lives in the handle, so it must stay; it closes the socket once it reads the
  // end (in a TLS handshake only at the next connect()).
  ::shutdown(fd, SHUT_RDWR);
  ERR_clear_error();
  (void)::mosquitto_loop_read(handle_.get(), 1);
}

void Client::disconnect() {
  if (stage_ == Stage::closed) {
    return;
  }
  const bool polite = stage_ == Stage::connected;
  stage_ = Stage::closed;
  watch_.release();
  if (polite) {
    ERR_clear_error();
    (void)::mosquitto_disconnect(handle_.get());  // writes, closes, calls back
  }
  drop_socket();
}

void Client::abort() {
  stage_ = Stage::closed;
  drop_socket();
}

bool Client::sends(int code) {
  return survives(code) && (update_interest(), code == MOSQ_ERR_SUCCESS);
}

bool Client::subscribe(const std::string& filter, int qos) {
  ERR_clear_error();
  return stage_ == Stage::connected &&
         sends(::mosquitto_subscribe(handle_.get(), nullptr, filter.c_str(), qos));
}

bool Client::unsubscribe(const std::string& filter) {
  ERR_clear_error();
  return stage_ == Stage::connected &&
         sends(::mosquitto_unsubscribe(handle_.get(), nullptr, filter.c_str()));
}

bool Client::is_sendable(int qos) {
  if (stage_ != Stage::connected) {
    return false;
  }
  // libmosquitto would queue without bound in both cases.
  if (::mosquitto_want_write(handle_.get()) || (qos > 0 && outstanding_ >= window_)) {
    blocked_ = true;
    return false;
  }
  return true;
}

PublishStatus Client::publish(const std::string& topic,
                              std::span<const std::uint8_t> payload,
                              int qos,
                              bool retain,
                              int* message_id) {
  if (stage_ != Stage::connected) {
    return PublishStatus::closed;
  }
  if (!is_sendable(qos)) {
    return PublishStatus::busy;
  }
  mosquitto* const handle = handle_.get();
  if (profile_.tls != nullptr) {
    ERR_clear_error();  // an error left by anybody in this thread would end this connection
  }
  int id = 0;
  writing_qos0_ = qos == 0;
  const int code = ::mosquitto_publish(
      handle, &id, topic.c_str(), static_cast<int>(payload.size()), payload.data(), qos, retain);
  writing_qos0_ = false;
  if (code == MOSQ_ERR_SUCCESS && qos == 0) {
    qos0_id_ = ::mosquitto_want_write(handle) ? id : 0;
  }
  if (id != 0 && qos > 0) {  // libmosquitto keeps it, also where the connection ends in this call
    ++outstanding_;
  }
  if (message_id != nullptr && id != 0) {
    *message_id = id;
  }
  if (!survives(code)) {
    return PublishStatus::closed;
  }
  watch_.want_write(::mosquitto_want_write(handle));
  return code == MOSQ_ERR_SUCCESS ? PublishStatus::sent : PublishStatus::refused;
}

bool Client::is_writing() const noexcept {
  return handle_ && ::mosquitto_want_write(handle_.get());
}

}  // namespace mqseal::client
