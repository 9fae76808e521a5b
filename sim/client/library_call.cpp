// SPDX-License-Identifier: MIT
#include "sim/client/library_call.h"

#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mqseal::client {

namespace {

thread_local LibraryCall* current = nullptr;

}  // namespace

LibraryCall::LibraryCall() noexcept {
  current = this;
}

LibraryCall::~LibraryCall() {
  current = nullptr;
}

}  // namespace mqseal::client

// The dynamic linker takes the program's definitions before libc's, also for libmosquitto.

extern "C" int socketpair(int domain, int type, int protocol, int descriptors[2]) noexcept {
  if (mqseal::client::current != nullptr) {
    errno = EMFILE;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_socketpair, domain, type, protocol, descriptors));
}

extern "C" int bind(int fd, const sockaddr* address, socklen_t length) noexcept {
  if (mqseal::client::current != nullptr) {
    const int on = 1;
    // Where it fails, bind() itself searches a port: slower, not wrong.
    (void)::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  }
  return static_cast<int>(::syscall(SYS_bind, fd, address, length));
}

extern "C" int connect(int fd, const sockaddr* address, socklen_t length) {
  mqseal::client::LibraryCall* const call = mqseal::client::current;
  if (call != nullptr) {
    call->connect_called = mqseal::base::monotonic_now();
  }
  const auto result = static_cast<int>(::syscall(SYS_connect, fd, address, length));
  if (call != nullptr) {
    const int error = errno;
    call->connect_returned = mqseal::base::monotonic_now();
    call->established = result == 0;
    errno = error;
  }
  return result;
}
