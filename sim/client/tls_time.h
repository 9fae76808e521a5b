// SPDX-License-Identifier: MIT
// What TLS costs a client beside the socket: time inside of SSL_read() and SSL_write() without the
// socket's own reads and writes. The program defines the two functions itself, times OpenSSL's, and
// asks the connection's BIO how long the socket took.
#pragma once

#include "sim/base/clock.h"

namespace mqseal::client {

using base::Nanos;

/// Of the calling thread so far, for connections on which time_socket_io() was called.
[[nodiscard]] Nanos tls_time() noexcept;

/// From now on the time of this connection's TLS counts. `ssl`: an SSL* whose handshake is done.
void time_socket_io(void* ssl) noexcept;

}  // namespace mqseal::client
