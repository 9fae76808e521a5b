// SPDX-License-Identifier: MIT
#include "sim/flood/sink.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <memory>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include "sim/base/error.h"
#include "sim/flood/packets.h"
#include "sim/flood/tls.h"
#include "sim/net/loop.h"

namespace mqseal::flood {
namespace {

/// SUBACK, and one message on the first filter's topic for attackers that wait for one.
Buffer answer_to_subscribe(const Packet& packet) {
  const Bytes body = packet.body;
  const std::size_t length = body.size() < 4 ? 0 : std::size_t{body[2]} << 8U | body[3];
  if (body.size() < 4 + length) {
    return {};
  }
  Buffer answer{0x90, 3, body[0], body[1], 0};
  const std::string_view topic(reinterpret_cast<const char*>(body.data()) + 4, length);
  append_publish(answer, topic, Buffer(64), 0, 0, false);
  return answer;
}

/// The answer that a client waits for; empty where there is none.
Buffer answer_to(const Packet& packet) {
  const auto id = [&](std::uint8_t first) {
    return packet.body.size() < 2 ? Buffer{} : Buffer{first, 2, packet.body[0], packet.body[1]};
  };
  switch (packet.type) {
    case Type::connect:
      return {0x20, 2, 0, 0};
    case Type::subscribe:
      return answer_to_subscribe(packet);
    case Type::pingreq:
      return {0xd0, 0};
    case Type::pubrel:
      return id(0x70);
    default:
      return {};
  }
}

/// One accepted connection. Reused, never destroyed while it may be on the stack.
class Guest final : private net::Watch::Handler {
 public:
  Guest(net::Loop& loop, const ServerTls* tls) : watch_(loop, *this), tls_(tls) {}

  void take(int fd) {
    fd_ = fd;
    reader_.forget();
    if (!watch_.assign(fd, false)) {
      close();
    } else if (tls_ != nullptr) {
      stream_.emplace(tls_->native(), fd);
      open_ = false;
    }
  }

  [[nodiscard]] bool is_free() const noexcept { return fd_ < 0; }

 private:
  void on_ready(net::Ready /*ready*/) override {
    if (stream_ && !open_) {
      const Progress progress = stream_->shake_hands();
      open_ = progress == Progress::done;
      if (progress == Progress::failed) {
        close();
      }
      if (!open_) {
        return;
      }
    }
    static thread_local std::array<std::uint8_t, 65536> buffer;
    // OpenSSL may hold what the socket does not show any more; a plain socket is asked again later.
    std::size_t n = 0;
    do {
      n = is_free() ? 0 : read(buffer);
      reader_.feed(Bytes(buffer).first(n), [this](const Packet& packet) { answer(packet); });
    } while (stream_ && n > 0);
  }

  void answer(const Packet& packet) {
    const Buffer bytes = is_free() ? Buffer{} : answer_to(packet);
    if (!bytes.empty()) {
      write(bytes);
    }
  }

  /// 0 where there is nothing; closes at the end.
  std::size_t read(std::span<std::uint8_t> to) {
    if (stream_) {
      const auto moved = stream_->read(to);
      if (moved.progress == Progress::failed) {
        close();
      }
      return moved.bytes;
    }
    const ssize_t n = ::recv(fd_, to.data(), to.size(), 0);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
      close();
    }
    return n > 0 ? static_cast<std::size_t>(n) : 0;
  }

  /// An answer that does not fit is lost: the sink owes nobody anything.
  void write(Bytes bytes) {
    if (stream_) {
      static_cast<void>(stream_->write(bytes));
    } else {
      static_cast<void>(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    }
  }

  void close() {
    watch_.release();
    stream_.reset();
    ::close(std::exchange(fd_, -1));
  }

  net::Watch watch_;
  const ServerTls* tls_;
  std::optional<TlsStream> stream_;
  PacketReader reader_;
  int fd_ = -1;
  bool open_ = false;
};

int listen_somewhere(std::uint16_t& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (fd < 0 || ::bind(fd, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      ::listen(fd, 1024) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw base::Error(base::ExitCode::environment, "the control's sink cannot listen");
  }
  port = ntohs(address.sin_port);
  return fd;
}

class Door final : private net::Watch::Handler {
 public:
  Door(net::Loop& loop, int fd, const ServerTls* tls)
      : loop_(loop), watch_(loop, *this), fd_(fd), tls_(tls) {
    if (!watch_.assign(fd, false)) {
      throw base::Error(base::ExitCode::environment, "the control's sink cannot wait");
    }
  }

 private:
  void on_ready(net::Ready /*ready*/) override {
    for (int taken = 0; taken < 64; ++taken) {
      const int fd = ::accept4(fd_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd < 0) {
        return;
      }
      free_guest().take(fd);
    }
  }

  Guest& free_guest() {
    for (std::size_t i = 0; i < guests_.size(); ++i) {
      next_ = (next_ + 1) % guests_.size();
      if (guests_[next_]->is_free()) {
        return *guests_[next_];
      }
    }
    next_ = guests_.size();
    for (int more = 0; more < 64; ++more) {
      guests_.push_back(std::make_unique<Guest>(loop_, tls_));
    }
    return *guests_[next_];
  }

  net::Loop& loop_;
  net::Watch watch_;
  int fd_;
  const ServerTls* tls_;
  std::vector<std::unique_ptr<Guest>> guests_;
  std::size_t next_ = 0;
};

}  // namespace

void run_sink(const SinkSetup& setup, const std::function<void(std::uint16_t)>& tell) {
  std::optional<ServerTls> tls;
  if (setup.tls) {
    tls.emplace(setup.certificate, setup.key);
  }
  std::uint16_t port = 0;
  const int fd = listen_somewhere(port);
  net::Loop loop(0);
  const Door door(loop, fd, tls ? &*tls : nullptr);
  tell(port);
  loop.run();
}

}  // namespace mqseal::flood
