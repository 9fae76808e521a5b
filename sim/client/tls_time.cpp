// SPDX-License-Identifier: MIT
#include "sim/client/tls_time.h"

#include <dlfcn.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>

namespace mqseal::client {

namespace {

struct Times {
  Nanos total = 0;        ///< what tls_time() gives
  Nanos socket_from = 0;  ///< when the socket's call under way began
  Nanos socket = 0;       ///< of the TLS call under way
  bool timed = false;     ///< the TLS call under way is of a timed connection
};

thread_local Times times;

/// Around each read and write of the socket (BIO_set_callback_ex(3)).
long on_socket(BIO*, int operation, const char*, std::size_t, int, long, int result, std::size_t*) {
  const int what = operation & ~BIO_CB_RETURN;
  if (what == BIO_CB_READ || what == BIO_CB_WRITE) {
    times.timed = true;
    if ((operation & BIO_CB_RETURN) == 0) {
      times.socket_from = base::monotonic_now();
    } else {
      times.socket += base::monotonic_now() - times.socket_from;
    }
  }
  return result;
}

/// Calls OpenSSL's own function of this name and adds what it took without the socket.
template <class Function, class... Arguments>
int timed_call(Function* real, Arguments... arguments) {
  times.socket = 0;
  times.timed = false;
  const Nanos before = base::monotonic_now();
  const int result = real(arguments...);
  if (times.timed) {
    times.total += base::monotonic_now() - before - times.socket;
  }
  return result;
}

template <class Function>
Function* next_definition(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

Nanos tls_time() noexcept {
  return times.total;
}

void time_socket_io(void* ssl) noexcept {
  BIO_set_callback_ex(SSL_get_rbio(static_cast<SSL*>(ssl)), on_socket);
}

}  // namespace mqseal::client

// The dynamic linker takes the program's definitions before OpenSSL's, also for libmosquitto.

extern "C" int SSL_read(SSL* ssl, void* buffer, int bytes) {
  static auto* const real = mqseal::client::next_definition<int(SSL*, void*, int)>("SSL_read");
  return mqseal::client::timed_call(real, ssl, buffer, bytes);
}

extern "C" int SSL_write(SSL* ssl, const void* buffer, int bytes) {
  static auto* const real =
      mqseal::client::next_definition<int(SSL*, const void*, int)>("SSL_write");
  return mqseal::client::timed_call(real, ssl, buffer, bytes);
}
