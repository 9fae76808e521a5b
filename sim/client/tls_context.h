// SPDX-License-Identifier: MIT
// One OpenSSL context for all TLS clients of a process: per client, libmosquitto's own set-up costs
// twice the CPU and 26 kB more.
#pragma once

#include <memory>
#include <string>

#include "sim/client/endpoint.h"

namespace mqseal::client {

class TlsContext {
 public:
  /// Verifies the broker against endpoint.ca_crt and its certificate's IP against endpoint.address;
  /// TLS 1.2 or later. `with_certificate`: presents endpoint.client_crt. Throws base::Error
  /// (environment) that names the file which cannot be read or does not fit.
  TlsContext(const Endpoint& endpoint, bool with_certificate);
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;
  ~TlsContext();

  /// An SSL_CTX*. Used by any thread; owned by this object, kept alive by clients that use it.
  [[nodiscard]] void* native() const noexcept { return context_.get(); }

 private:
  struct Free {
    void operator()(void* context) const noexcept;
  };

  std::unique_ptr<void, Free> context_;
};

/// The last TLS alert or verification fault in this thread, in words; empty where there was none.
/// Forgets it.
[[nodiscard]] std::string take_tls_fault();

}  // namespace mqseal::client
