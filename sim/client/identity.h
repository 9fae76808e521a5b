// SPDX-License-Identifier: MIT
// Who one client is towards the broker, beside its id: a user with a password, or a certificate of
// its own. All clients still share one TLS context.
#pragma once

#include <memory>
#include <string>

namespace mqseal::client {

/// Texts; empty where it does not have that. Wiped on destruction.
struct Identity {
  Identity() = default;
  Identity(Identity&&) noexcept = default;
  Identity& operator=(Identity&&) noexcept = default;
  Identity(const Identity&) = delete;
  Identity& operator=(const Identity&) = delete;
  ~Identity();

  std::string user, password;
  std::string crt_pem, key_pem;
};

/// A certificate and its key as OpenSSL holds them.
class ClientCertificate {
 public:
  /// Throws base::Error (environment) where the texts are no certificate and its key.
  ClientCertificate(const std::string& crt_pem, const std::string& key_pem);
  ClientCertificate(const ClientCertificate&) = delete;
  ClientCertificate& operator=(const ClientCertificate&) = delete;
  ~ClientCertificate();

  /// While it lives, handshakes that begin in this thread present `certificate`; nullptr: the
  /// context's own. One at a time a thread.
  class Presented {
   public:
    explicit Presented(const ClientCertificate* certificate) noexcept;
    Presented(const Presented&) = delete;
    Presented& operator=(const Presented&) = delete;
    ~Presented();
  };

  /// To be set on a context once (SSL_CTX*), so that Presented works on its connections.
  static void enable(void* context);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mqseal::client
