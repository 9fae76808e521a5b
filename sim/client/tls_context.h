// SPDX-License-Identifier: MIT
// One OpenSSL context for all TLS clients of a process: per client, libmosquitto's own set-up costs
// twice the CPU and 26 kB more.
#pragma once

#include <memory>
#include <string>

#include "sim/client/endpoint.h"
#include "sim/client/key_log.h"

namespace mqseal::client {

enum class TlsVersion : unsigned char { any, only_1_2, only_1_3 };  ///< any: 1.2 or later

struct TlsOptions {
  bool with_certificate = false;  ///< presents endpoint.client_crt
  bool check_name = true;         ///< of the broker's certificate
  bool check_authority = true;    ///< that endpoint.ca_crt signed it; false checks nothing at all
  TlsVersion version = TlsVersion::any;
  KeyLog* key_log = nullptr;  ///< gets the secrets of every connection; outlives the context
};

class TlsContext {
 public:
  /// Verifies the broker against endpoint.ca_crt, and that its certificate names endpoint.name or,
  /// where that is empty, endpoint.address. Throws base::Error (environment) that names the file
  /// which cannot be read or does not fit.
  TlsContext(const Endpoint& endpoint, const TlsOptions& options);

  TlsContext(const Endpoint& endpoint, bool with_certificate)
      : TlsContext(endpoint, TlsOptions{.with_certificate = with_certificate}) {}

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
