// SPDX-License-Identifier: MIT
#include "sim/run/echo.h"

#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include <nlohmann/json.hpp>

#include "sim/base/clock.h"
#include "sim/record/histogram.h"

namespace mqseal::run {

namespace {

constexpr int rounds = 2000, warm_up = 200;
constexpr std::size_t block_bytes = 64;  // about one small PUBLISH

class Socket {
 public:
  explicit Socket(int fd) noexcept : fd_(fd) {}

  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  Socket& operator=(Socket&&) = delete;

  ~Socket() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }

  [[nodiscard]] int get() const noexcept { return fd_; }

 private:
  int fd_;
};

void pin(std::optional<int> cpu) {
  if (cpu) {
    cpu_set_t only;
    CPU_ZERO(&only);
    CPU_SET(static_cast<std::size_t>(*cpu), &only);
    ::pthread_setaffinity_np(::pthread_self(), sizeof only, &only);
  }
}

void without_delay(const Socket& socket) {
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/// One block; false at the end of the stream.
bool pass(int fd, std::array<char, block_bytes>& block, bool writing) {
  std::size_t done = 0;
  while (done < block.size()) {
    const ssize_t n = writing ? ::write(fd, block.data() + done, block.size() - done)
                              : ::read(fd, block.data() + done, block.size() - done);
    if (n <= 0) {
      return false;
    }
    done += static_cast<std::size_t>(n);
  }
  return true;
}

void answer(Socket socket, std::optional<int> cpu) {
  pin(cpu);
  without_delay(socket);
  std::array<char, block_bytes> block{};
  while (pass(socket.get(), block, false) && pass(socket.get(), block, true)) {
  }
}

bool ask(const Socket& socket, record::Histogram& times) {
  std::array<char, block_bytes> block{};
  for (int i = -warm_up; i < rounds; ++i) {
    const base::Nanos before = base::monotonic_now();
    if (!pass(socket.get(), block, true) || !pass(socket.get(), block, false)) {
      return false;
    }
    if (i >= 0) {
      times.record(base::monotonic_now() - before);
    }
  }
  return true;
}

/// Both ends of one loopback connection.
std::optional<std::pair<Socket, Socket>> connected_pair() {
  const Socket listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  Socket asking(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* const where = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener.get(), where, length) != 0 || ::listen(listener.get(), 1) != 0 ||
      ::getsockname(listener.get(), where, &length) != 0 ||
      ::connect(asking.get(), where, length) != 0) {
    return std::nullopt;
  }
  Socket answering(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (answering.get() < 0) {
    return std::nullopt;
  }
  return std::pair(std::move(asking), std::move(answering));
}

}  // namespace

std::optional<EchoFloor> measure_echo(std::optional<int> cpu, std::optional<int> other_cpu) {
  auto pair = connected_pair();
  if (!pair) {
    return std::nullopt;
  }
  record::Histogram times;
  bool whole = false;
  std::thread other([&] { answer(std::move(pair->second), other_cpu); });
  std::thread one([&] {
    pin(cpu);
    without_delay(pair->first);
    whole = ask(pair->first, times);
    ::shutdown(pair->first.get(), SHUT_RDWR);
  });
  one.join();
  other.join();
  if (!whole) {
    return std::nullopt;
  }
  return EchoFloor{static_cast<double>(times.percentile(50)) / 1000,
                   static_cast<double>(times.percentile(99)) / 1000,
                   rounds,
                   cpu,
                   other_cpu};
}

nlohmann::json to_json(const EchoFloor& floor) {
  const auto or_null = [](std::optional<int> value) {
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
  };
  return {{"p50_us", floor.p50_us},
          {"p99_us", floor.p99_us},
          {"rounds", floor.rounds},
          {"cpu", or_null(floor.cpu)},
          {"other_cpu", or_null(floor.other_cpu)}};
}

}  // namespace mqseal::run
