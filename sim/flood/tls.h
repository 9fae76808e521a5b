// SPDX-License-Identifier: MIT
// TLS as attackers speak it: they trust every broker. OpenSSL stays behind this header.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace mqseal::flood {

/// What an attacker's TLS connections have in common.
class TlsSetup {
 public:
  /// With `certificate` and `key`, PEM, or without where they are empty. Throws base::Error
  /// (environment) that names the file which cannot be read.
  TlsSetup(const std::filesystem::path& certificate, const std::filesystem::path& key);

  /// The first flight of a handshake, as a client sends it.
  [[nodiscard]] std::vector<unsigned char> client_hello() const;

  [[nodiscard]] void* native() const noexcept { return context_.get(); }

 private:
  struct Free {
    void operator()(void* context) const noexcept;
  };

  std::unique_ptr<void, Free> context_;
};

/// What a server's TLS connections have in common; asks for no certificate.
class ServerTls {
 public:
  /// PEM files. Throws base::Error (environment).
  ServerTls(const std::filesystem::path& certificate, const std::filesystem::path& key);

  [[nodiscard]] void* native() const noexcept { return context_.get(); }

 private:
  struct Free {
    void operator()(void* context) const noexcept;
  };

  std::unique_ptr<void, Free> context_;
};

enum class Progress : unsigned char { done, wants_read, wants_write, failed };

/// One TLS connection over a non-blocking socket that somebody else owns.
class TlsStream {
 public:
  /// As a client of `setup`.
  TlsStream(const TlsSetup& setup, int socket);
  /// As a server: `context` is an SSL_CTX.
  TlsStream(void* context, int socket);

  [[nodiscard]] Progress shake_hands();

  /// Bytes moved; 0 with `progress` saying what it waits for, or that the stream has ended.
  struct Moved {
    std::size_t bytes = 0;
    Progress progress = Progress::done;
  };

  [[nodiscard]] Moved read(std::span<unsigned char> to);
  [[nodiscard]] Moved write(std::span<const unsigned char> from);

 private:
  struct Free {
    void operator()(void* session) const noexcept;
  };

  [[nodiscard]] Progress progress_of(int result);

  std::unique_ptr<void, Free> session_;
  bool server_ = false;
};

}  // namespace mqseal::flood
