// SPDX-License-Identifier: MIT
#include "sim/flood/connection.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace mqseal::flood {
namespace {

sockaddr_in address_of(const std::string& host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  ::inet_pton(AF_INET, host.c_str(), &address.sin_addr);
  return address;
}

int connect_to(int fd, const sockaddr_in& address) {
  return ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

}  // namespace

int Connection::open(const Address& to, std::uint64_t number, base::Nanos now) {
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd_ < 0) {
    return errno;
  }
  const int on = 1;
  const linger reset{1, 0};
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  // The port is chosen at connect(), by the whole pair of addresses: bind() alone would search for
  // one that no other connection has, and takes half a millisecond once many are taken.
  ::setsockopt(fd_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  const sockaddr_in from = address_of(to.from, 0);
  const bool begun = ::bind(fd_, reinterpret_cast<const sockaddr*>(&from), sizeof from) == 0 &&
                     (connect_to(fd_, address_of(to.host, to.port)) == 0 || errno == EINPROGRESS);
  const int fault = begun && watch_.assign(fd_, true) ? 0 : errno;
  if (fault != 0) {
    ::close(std::exchange(fd_, -1));
    return fault;
  }
  stage_ = Stage::tcp;
  tls_setup_ = to.tls;
  number_ = number;
  opened_at_ = now;
  step = 0;
  was_open_ = ignoring_ = false;
  return 0;
}

void Connection::close() noexcept {
  if (fd_ < 0) {
    return;
  }
  watch_.release();
  tls_.reset();
  ::close(std::exchange(fd_, -1));
  stage_ = Stage::closed;
  out_.clear();
  out_done_ = 0;
  marks_.clear();
  queued_total_ = written_total_ = 0;
  pumping_ = tls_wants_write_ = false;
  reader.forget();
}

void Connection::end() {
  const bool was_connected = stage_ != Stage::tcp;
  close();
  owner_.on_end(*this, was_connected);
}

void Connection::on_ready(net::Ready ready) {
  if (stage_ == Stage::tcp && (ready.writable || ready.hangup)) {
    finish_tcp();
  } else if (stage_ == Stage::tls) {
    advance_tls();
  }
  if (stage_ == Stage::open && (ready.readable || ready.hangup)) {
    receive();
  }
  if (stage_ == Stage::open && ready.writable) {
    flush();
  }
  update_interest();
  owner_.on_settled();
}

void Connection::finish_tcp() {
  int fault = 0;
  socklen_t size = sizeof fault;
  ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &fault, &size);
  if (fault != 0) {
    end();
    return;
  }
  stage_ = tls_setup_ != nullptr ? Stage::tls : Stage::open;
  owner_.on_tcp(*this);
  if (stage_ == Stage::open) {
    was_open_ = true;
    owner_.on_open(*this);
  } else if (stage_ == Stage::tls) {
    tls_.emplace(*tls_setup_, fd_);
    advance_tls();
  }
}

void Connection::advance_tls() {
  const Progress progress = tls_->shake_hands();
  tls_wants_write_ = progress == Progress::wants_write;
  if (progress == Progress::failed) {
    end();
  } else if (progress == Progress::done) {
    stage_ = Stage::open;
    was_open_ = true;
    owner_.on_open(*this);
  }
}

void Connection::receive() {
  static thread_local std::array<std::uint8_t, 65536> buffer;
  if (tls_) {
    // OpenSSL may hold a whole record that the socket does not show any more: read until it is dry.
    while (stage_ == Stage::open) {
      const auto moved = tls_->read(buffer);
      if (moved.bytes == 0) {
        if (moved.progress == Progress::failed) {
          end();
        }
        return;
      }
      owner_.on_data(*this, Bytes(buffer).first(moved.bytes));
    }
    return;
  }
  const ssize_t n = ::recv(fd_, buffer.data(), buffer.size(), 0);
  if (n > 0) {
    owner_.on_data(*this, Bytes(buffer).first(static_cast<std::size_t>(n)));
  } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
    end();
  }
}

TlsStream::Moved Connection::write_some(Bytes bytes) {
  if (tls_) {
    return tls_->write(bytes);
  }
  const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (n >= 0) {
    return {static_cast<std::size_t>(n), Progress::done};
  }
  return {0, errno == EAGAIN || errno == EINTR ? Progress::wants_write : Progress::failed};
}

/// Writes what waits; asks for more where nothing does.
void Connection::flush() {
  while (queued() > 0) {
    const auto moved = write_some(Bytes(out_).subspan(out_done_));
    if (moved.progress == Progress::failed) {
      end();
      return;
    }
    if (moved.bytes == 0) {
      return;
    }
    out_done_ += moved.bytes;
    written_total_ += moved.bytes;
  }
  out_.clear();
  out_done_ = 0;
  while (!marks_.empty() && marks_.front().end <= written_total_) {
    const Mark mark = marks_.front();
    marks_.pop_front();
    owner_.on_written(mark.units, mark.bytes);
  }
  if (pumping_ && stage_ == Stage::open) {
    owner_.on_idle(*this);
  }
}

void Connection::send(Bytes bytes, std::uint64_t units) {
  if (stage_ != Stage::open) {
    return;
  }
  queued_total_ += bytes.size();
  marks_.push_back({queued_total_, units, bytes.size()});
  out_.insert(out_.end(), bytes.begin(), bytes.end());
  update_interest();  // the socket is writable, so the loop comes back at once
}

void Connection::pump(bool on) {
  pumping_ = on;
  update_interest();
}

void Connection::update_interest() {
  if (ignoring_) {
    return;
  }
  const bool opening = stage_ == Stage::tcp || (stage_ == Stage::tls && tls_wants_write_);
  watch_.want_write(opening || (stage_ == Stage::open && (pumping_ || queued() > 0)));
}

}  // namespace mqseal::flood
