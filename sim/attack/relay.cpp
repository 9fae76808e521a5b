// SPDX-License-Identifier: MIT
#include "sim/attack/relay.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include "sim/base/error.h"

namespace mqseal::attack {
namespace {

[[noreturn]] void fail(const char* what) {
  throw base::Error(base::ExitCode::environment,
                    fmt::format("relay: {}: {}", what, std::strerror(errno)));
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int make_socket() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    fail("socket");
  }
  return fd;
}

/// Small packets at once, reads that do not wait.
void prepare(int fd) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::fcntl(fd, F_SETFL, O_NONBLOCK);
}

}  // namespace

/// One client's connection and the one made for it.
class Relay::Link {
 public:
  /// `client`: accepted. Connects to the broker at once, which over loopback does not wait.
  Link(Relay& relay, int client)
      : relay_(relay), client_(*this, Way::up), broker_(*this, Way::down) {
    const int fd = make_socket();
    const sockaddr_in address = loopback(relay.broker_port_);
    if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(fd);
      ::close(client);
      return;
    }
    client_.open(client);
    broker_.open(fd);
  }

  [[nodiscard]] bool send_up(host::Bytes bytes) { return broker_.send(bytes); }

 private:
  /// A socket, and what is still to be written to it.
  class End final : private net::Watch::Handler {
   public:
    /// `way`: which way bytes read here go.
    End(Link& link, Way way) : link_(link), watch_(link.relay_.stage_.loop(), *this), way_(way) {}

    End(const End&) = delete;
    End& operator=(const End&) = delete;

    ~End() { close(); }

    void open(int fd) {
      prepare(fd);
      fd_ = fd;
      if (!watch_.assign(fd, false)) {
        fail("epoll");
      }
    }

    void close() {
      watch_.release();
      if (fd_ >= 0) {
        ::close(fd_);
        fd_ = -1;
      }
    }

    [[nodiscard]] bool send(host::Bytes bytes) {
      pending_.insert(pending_.end(), bytes.begin(), bytes.end());
      return flush();
    }

    [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }

   private:
    void on_ready(net::Ready ready) override {
      if (!flush() || ((ready.readable || ready.hangup) && !read())) {
        link_.end(way_ == Way::down);
      }
      link_.relay_.stage_.notify();
    }

    bool read() {
      std::array<std::uint8_t, 65536> buffer;
      const ssize_t got = ::recv(fd_, buffer.data(), buffer.size(), 0);
      if (got <= 0) {
        return got < 0 && (errno == EAGAIN || errno == EINTR);
      }
      Bytes bytes(buffer.begin(), buffer.begin() + got);
      if (link_.relay_.hook) {
        link_.relay_.hook(way_, bytes);
      }
      End& other = way_ == Way::up ? link_.broker_ : link_.client_;
      return other.send(bytes);
    }

    bool flush() {
      while (is_open() && !pending_.empty()) {
        const ssize_t put = ::send(fd_, pending_.data(), pending_.size(), MSG_NOSIGNAL);
        if (put < 0) {
          if (errno != EAGAIN && errno != EINTR) {
            return false;
          }
          break;
        }
        pending_.erase(pending_.begin(), pending_.begin() + put);
      }
      watch_.want_write(!pending_.empty());
      return is_open();
    }

    Link& link_;
    net::Watch watch_;
    Way way_;
    int fd_ = -1;
    Bytes pending_;
  };

  /// What closes on one side closes on the other.
  void end(bool by_broker) {
    if (client_.is_open() || broker_.is_open()) {
      relay_.ended_by_broker_ += by_broker ? 1 : 0;
    }
    client_.close();
    broker_.close();
  }

  Relay& relay_;
  End client_, broker_;
};

Relay::Relay(Stage& stage, std::uint16_t port)
    : stage_(stage), watch_(stage.loop(), *this), broker_port_(port) {
  stage.setting().guard.require("127.0.0.1", port);
  fd_ = make_socket();
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  if (::bind(fd_, reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
      ::listen(fd_, 16) != 0 ||
      ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    fail("cannot listen");
  }
  port_ = ntohs(address.sin_port);
  prepare(fd_);
  if (!watch_.assign(fd_, false)) {
    fail("epoll");
  }
}

Relay::~Relay() {
  links_.clear();
  watch_.release();
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

void Relay::on_ready(net::Ready) {
  const int client = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client >= 0) {
    links_.push_back(std::make_unique<Link>(*this, client));
    stage_.notify();
  }
}

bool Relay::inject(host::Bytes bytes) {
  return !links_.empty() && links_.back()->send_up(bytes);
}

}  // namespace mqseal::attack
