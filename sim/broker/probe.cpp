// SPDX-License-Identifier: MIT
// TLS goes through OpenSSL's memory BIOs, because its socket BIO raises SIGPIPE when the broker
// closes.
#include "sim/broker/probe.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <span>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "sim/broker/deadline_socket.h"
#include "sim/broker/mqtt_bytes.h"

namespace mqseal::broker {
namespace {

using Bytes = std::span<const std::uint8_t>;

/// The client id is new for each process, so that a probe never takes over another's session
/// (3.1.4).
Packet connect_packet_for(const client::Endpoint& endpoint) {
  return connect_packet({.version = 4,
                         .clean = true,
                         .id = fmt::format("mqseal-probe-{}", ::getpid()),
                         .user = name_for(endpoint),
                         .password = password_for(endpoint)});
}

ProbeStatus status_of(Io io) noexcept {
  return io == Io::timed_out ? ProbeStatus::timed_out : ProbeStatus::closed;
}

ProbeResult unconnected(Io io, const Socket& socket) {
  return {
      io == Io::timed_out ? ProbeStatus::timed_out : ProbeStatus::unreachable, -1, socket.detail()};
}

/// TLS over a Socket. The same calls, so that the exchange of packets is written once.
class TlsStream {
 public:
  explicit TlsStream(Socket& socket) : socket_(socket) {}

  [[nodiscard]] const std::string& detail() const noexcept { return detail_; }

  Io handshake(const client::Endpoint& endpoint) {
    ::ERR_clear_error();
    context_.reset(::SSL_CTX_new(::TLS_client_method()));
    const bool bare = endpoint.client_crt.empty();
    if (!context_ ||
        (!bare &&
         (::SSL_CTX_use_certificate_chain_file(context_.get(), endpoint.client_crt.c_str()) != 1 ||
          ::SSL_CTX_use_PrivateKey_file(
              context_.get(), endpoint.client_key.c_str(), SSL_FILETYPE_PEM) != 1))) {
      return refused();
    }
    ssl_.reset(::SSL_new(context_.get()));
    if (!ssl_) {
      return refused();
    }
    ::SSL_set_bio(ssl_.get(), ::BIO_new(::BIO_s_mem()), ::BIO_new(::BIO_s_mem()));
    return drive([this] { return ::SSL_connect(ssl_.get()); });
  }

  Io write(Bytes bytes) {
    return drive(
        [&] { return ::SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())); });
  }

  Io read(std::span<std::uint8_t> into, std::size_t* count) {
    int n = 0;
    const Io io = drive(
        [&] { return n = ::SSL_read(ssl_.get(), into.data(), static_cast<int>(into.size())); });
    *count = io == Io::ok ? static_cast<std::size_t>(n) : 0;
    return io;
  }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const noexcept { ::SSL_CTX_free(context); }

    void operator()(SSL* ssl) const noexcept { ::SSL_free(ssl); }
  };

  /// OpenSSL's words, taken from its queue, which is left empty: a stale entry would fail the next
  /// user of the library in this thread.
  Io refused() {
    std::array<char, 256> text{};
    ::ERR_error_string_n(::ERR_peek_error(), text.data(), text.size());
    detail_ = text.data();
    ::ERR_clear_error();
    return Io::failed;
  }

  Io flush() {
    std::array<std::uint8_t, 4096> buffer{};
    while (true) {
      const int n =
          ::BIO_read(::SSL_get_wbio(ssl_.get()), buffer.data(), static_cast<int>(buffer.size()));
      if (n <= 0) {
        return Io::ok;
      }
      const Io io = socket_.write(Bytes(buffer).first(static_cast<std::size_t>(n)));
      if (io != Io::ok) {
        return io;
      }
    }
  }

  Io fill() {
    std::array<std::uint8_t, 4096> buffer{};
    std::size_t count = 0;
    const Io io = socket_.read(buffer, &count);
    if (io == Io::ok) {
      ::BIO_write(::SSL_get_rbio(ssl_.get()), buffer.data(), static_cast<int>(count));
    }
    return io;
  }

  /// Repeats `call` and moves bytes until it succeeds or fails for good.
  template <class Call>
  Io drive(Call&& call) {
    while (true) {
      ::ERR_clear_error();
      const int result = call();
      const int reason = ::SSL_get_error(ssl_.get(), result);
      const Io flushed = flush();
      if (result > 0) {
        return flushed;
      }
      if (reason == SSL_ERROR_ZERO_RETURN) {
        return Io::closed;
      }
      if (reason != SSL_ERROR_WANT_READ) {
        return refused();
      }
      const Io filled = flushed == Io::ok ? fill() : flushed;
      if (filled != Io::ok) {
        return filled;
      }
    }
  }

  Socket& socket_;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
  std::string detail_;
};

/// CONNECT, CONNACK, DISCONNECT over a stream that stands.
template <class Stream>
ProbeResult exchange(Stream& stream, const client::Endpoint& endpoint) {
  std::array<std::uint8_t, 4> answer{};  // MQTT 3.1.1, 3.2: 20 02, flags, return code
  std::size_t have = 0;
  Io io = stream.write(connect_packet_for(endpoint));
  while (io == Io::ok && have < answer.size()) {
    std::size_t count = 0;
    io = stream.read(std::span(answer).subspan(have), &count);
    have += count;
  }
  if (io != Io::ok) {
    return {status_of(io), -1, stream.detail()};
  }
  if (answer[0] != 0x20 || answer[1] != 2) {
    return {ProbeStatus::not_mqtt, -1, fmt::format("{:02x} {:02x} ...", answer[0], answer[1])};
  }
  // The answer is in hand: a broker that closes now changes nothing.
  [[maybe_unused]] const Io ignored = stream.write(disconnect_packet);
  return {ProbeStatus::connack, answer[3], {}};
}

}  // namespace

std::string_view to_string(ProbeStatus status) noexcept {
  switch (status) {
    case ProbeStatus::connack:
      return "answers";
    case ProbeStatus::unreachable:
      return "cannot be reached";
    case ProbeStatus::closed:
      return "closes the connection without an answer";
    case ProbeStatus::timed_out:
      return "does not answer in time";
    case ProbeStatus::tls_refused:
      return "makes no TLS connection";
    case ProbeStatus::not_mqtt:
      return "answers, but not in MQTT";
  }
  return "?";
}

ProbeResult probe_plain(const client::Endpoint& endpoint, ProbeDeadline deadline) {
  Socket socket(deadline);
  const Io io = socket.connect(endpoint.address, endpoint.plain_port);
  if (io != Io::ok) {
    return unconnected(io, socket);
  }
  return exchange(socket, endpoint);
}

ProbeResult probe_tls(const client::Endpoint& endpoint, ProbeDeadline deadline) {
  Socket socket(deadline);
  Io io = socket.connect(endpoint.address, endpoint.tls_port);
  if (io != Io::ok) {
    return unconnected(io, socket);
  }
  TlsStream stream(socket);
  io = stream.handshake(endpoint);
  if (io != Io::ok) {
    return {io == Io::failed ? ProbeStatus::tls_refused : status_of(io), -1, stream.detail()};
  }
  ProbeResult result = exchange(stream, endpoint);
  if (result.status == ProbeStatus::closed && !stream.detail().empty()) {
    result.status = ProbeStatus::tls_refused;  // an alert of TLS 1.3, after the handshake
  }
  return result;
}

}  // namespace mqseal::broker
