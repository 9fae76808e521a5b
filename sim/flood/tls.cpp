// SPDX-License-Identifier: MIT
#include "sim/flood/tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "sim/base/error.h"

namespace mqseal::flood {
namespace {

SSL_CTX* context_of(void* context) {
  return static_cast<SSL_CTX*>(context);
}

SSL* session_of(void* session) {
  return static_cast<SSL*>(session);
}

[[noreturn]] void fail(const std::string& what) {
  throw base::Error(base::ExitCode::environment, what);
}

void use_files(SSL_CTX* context,
               const std::filesystem::path& certificate,
               const std::filesystem::path& key) {
  if (::SSL_CTX_use_certificate_chain_file(context, certificate.c_str()) != 1) {
    fail(certificate.string() + ": no certificate that can be used");
  }
  if (::SSL_CTX_use_PrivateKey_file(context, key.c_str(), SSL_FILETYPE_PEM) != 1) {
    fail(key.string() + ": no key that goes with the certificate");
  }
}

}  // namespace

void TlsSetup::Free::operator()(void* context) const noexcept {
  ::SSL_CTX_free(context_of(context));
}

TlsSetup::TlsSetup(const std::filesystem::path& certificate, const std::filesystem::path& key)
    : context_(::SSL_CTX_new(::TLS_client_method())) {
  if (context_ == nullptr) {
    fail("OpenSSL gives no TLS context");
  }
  SSL_CTX* const context = context_of(context_.get());
  ::SSL_CTX_set_verify(context, SSL_VERIFY_NONE, nullptr);
  ::SSL_CTX_set_mode(context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                         SSL_MODE_RELEASE_BUFFERS);
  if (!certificate.empty()) {
    use_files(context, certificate, key);
  }
}

ServerTls::ServerTls(const std::filesystem::path& certificate, const std::filesystem::path& key)
    : context_(::SSL_CTX_new(::TLS_server_method())) {
  if (context_ == nullptr) {
    fail("OpenSSL gives no TLS context");
  }
  SSL_CTX* const context = context_of(context_.get());
  ::SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_RELEASE_BUFFERS);
  use_files(context, certificate, key);
}

void ServerTls::Free::operator()(void* context) const noexcept {
  ::SSL_CTX_free(context_of(context));
}

std::vector<unsigned char> TlsSetup::client_hello() const {
  SSL* const session = ::SSL_new(context_of(context_.get()));
  BIO* const in = ::BIO_new(::BIO_s_mem());
  BIO* const out = ::BIO_new(::BIO_s_mem());
  ::SSL_set_bio(session, in, out);  // which owns them now
  ::SSL_connect(session);           // cannot finish: nobody answers
  std::vector<unsigned char> hello(::BIO_ctrl_pending(out));
  ::BIO_read(out, hello.data(), static_cast<int>(hello.size()));
  ::SSL_free(session);
  ::ERR_clear_error();
  return hello;
}

void TlsStream::Free::operator()(void* session) const noexcept {
  ::SSL_free(session_of(session));
}

TlsStream::TlsStream(const TlsSetup& setup, int socket)
    : session_(::SSL_new(context_of(setup.native()))) {
  ::SSL_set_fd(session_of(session_.get()), socket);
}

TlsStream::TlsStream(void* context, int socket)
    : session_(::SSL_new(context_of(context))), server_(true) {
  ::SSL_set_fd(session_of(session_.get()), socket);
}

Progress TlsStream::progress_of(int result) {
  const int why = ::SSL_get_error(session_of(session_.get()), result);
  ::ERR_clear_error();
  if (why == SSL_ERROR_WANT_READ) {
    return Progress::wants_read;
  }
  return why == SSL_ERROR_WANT_WRITE ? Progress::wants_write : Progress::failed;
}

Progress TlsStream::shake_hands() {
  SSL* const session = session_of(session_.get());
  const int result = server_ ? ::SSL_accept(session) : ::SSL_connect(session);
  return result == 1 ? Progress::done : progress_of(result);
}

TlsStream::Moved TlsStream::read(std::span<unsigned char> to) {
  std::size_t bytes = 0;
  const int result = ::SSL_read_ex(session_of(session_.get()), to.data(), to.size(), &bytes);
  return {bytes, result == 1 ? Progress::done : progress_of(result)};
}

TlsStream::Moved TlsStream::write(std::span<const unsigned char> from) {
  std::size_t bytes = 0;
  const int result = ::SSL_write_ex(session_of(session_.get()), from.data(), from.size(), &bytes);
  return {bytes, result == 1 ? Progress::done : progress_of(result)};
}

}  // namespace mqseal::flood
