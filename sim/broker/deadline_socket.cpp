// SPDX-License-Identifier: MIT
#include "sim/broker/deadline_socket.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <climits>

namespace mqseal::broker {

Socket::~Socket() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

Io Socket::connect(const std::string& address, std::uint16_t port) {
  sockaddr_in target{};
  target.sin_family = AF_INET;
  target.sin_port = htons(port);
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd_ < 0 || ::inet_pton(AF_INET, address.c_str(), &target.sin_addr) != 1) {
    return failed(fd_ < 0 ? errno : EINVAL);
  }
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&target), sizeof target) == 0) {
    return Io::ok;
  }
  if (errno != EINPROGRESS) {
    return failed(errno);
  }
  if (!wait(POLLOUT)) {
    return Io::timed_out;
  }
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
  return error == 0 ? Io::ok : failed(error);
}

Io Socket::write(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {
      if (!wait(POLLOUT)) {
        return Io::timed_out;
      }
    } else if (errno != EINTR) {
      return failed(errno);
    }
  }
  return Io::ok;
}

Io Socket::read(std::span<std::uint8_t> into, std::size_t* count) {
  *count = 0;
  while (true) {
    const ssize_t n = ::recv(fd_, into.data(), into.size(), 0);
    if (n >= 0) {
      *count = static_cast<std::size_t>(n);
      return n == 0 ? Io::closed : Io::ok;
    }
    if (errno == EAGAIN) {
      if (!wait(POLLIN)) {
        return Io::timed_out;
      }
    } else if (errno != EINTR) {
      return failed(errno);
    }
  }
}

Io Socket::failed(int error) {
  detail_ = std::strerror(error);
  return error == ECONNRESET || error == EPIPE ? Io::closed : Io::failed;
}

bool Socket::wait(short events) {
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now());
    // Asked at least once, also when the deadline has just passed: what is there counts.
    const auto limit = std::clamp<std::int64_t>(left.count(), 0, INT_MAX);
    pollfd socket{fd_, events, 0};
    const int ready = ::poll(&socket, 1, static_cast<int>(limit));
    if (ready > 0) {
      return true;
    }
    if (ready == 0 && limit == 0) {
      return false;
    }
  }
}

}  // namespace mqseal::broker
