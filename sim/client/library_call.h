// SPDX-License-Identifier: MIT
// Inside of sim/client only: what must be different in libc while libmosquitto makes or connects a
// client. The program defines socketpair(), bind() and connect() itself (library_call.cpp); outside
// of a LibraryCall they do exactly what libc's do.
//
// Why: libmosquitto 2.0 opens a socket pair for each client, writes a byte into it for each packet
// and never drains it here. That is three descriptors and 223 kB of kernel memory a client. It does
// without where socketpair() fails (a later version has an option for that, 2.0.11 has not).
#pragma once

#include "sim/base/clock.h"

namespace mqseal::client {

using base::Nanos;

/// While it lives, in this thread: socketpair() fails with EMFILE, bind() leaves the choice of the
/// port to connect() (IP_BIND_ADDRESS_NO_PORT), and connect() is timed. One at a time a thread.
class LibraryCall {
 public:
  LibraryCall() noexcept;
  LibraryCall(const LibraryCall&) = delete;
  LibraryCall& operator=(const LibraryCall&) = delete;
  ~LibraryCall();

  Nanos connect_called = 0;    ///< 0 where connect() was not called
  Nanos connect_returned = 0;  ///< 0 where it was not called
  bool established = false;    ///< connect() succeeded at once, as it does over loopback
};

}  // namespace mqseal::client
