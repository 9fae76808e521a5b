// SPDX-License-Identifier: MIT
// Listening and connecting on loopback, for the tests of the sandbox.
#pragma once

#include <arpa/inet.h>
#include <cerrno>
#include <cstdint>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace mqseal::test {

inline sockaddr_in address_of(const char* host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  ::inet_pton(AF_INET, host, &address.sin_addr);
  return address;
}

/// A socket that listens on 127.0.0.1:`port`, or -1 with errno.
inline int listen_on(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = address_of("127.0.0.1", port);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(fd, 8) == 0) {
    return fd;
  }
  const int code = errno;
  ::close(fd);
  errno = code;
  return -1;
}

/// connect() from `source` to 127.0.0.1:`port`: 0 or errno (EINPROGRESS after 300 ms of silence).
inline int connect_from(const char* source, std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit{0, 300'000};
  ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  const sockaddr_in from = address_of(source, 0);
  const sockaddr_in to = address_of("127.0.0.1", port);
  const bool done = ::bind(fd, reinterpret_cast<const sockaddr*>(&from), sizeof from) == 0 &&
                    ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  const int code = done ? 0 : errno;
  ::close(fd);
  return code;
}

}  // namespace mqseal::test
