// SPDX-License-Identifier: MIT
#include "sim/client/identity.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "sim/base/error.h"

namespace mqseal::client {

namespace {

void wipe(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
}

struct FreeBio {
  void operator()(BIO* bio) const noexcept { BIO_free(bio); }
};

std::unique_ptr<BIO, FreeBio> reader_of(const std::string& pem) {
  return std::unique_ptr<BIO, FreeBio>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

}  // namespace

Identity::~Identity() {
  wipe(password);
  wipe(key_pem);
}

struct ClientCertificate::Impl {
  X509* certificate = nullptr;
  EVP_PKEY* key = nullptr;

  /// Of the Presented that lives in this thread.
  static thread_local const Impl* presented;

  /// SSL_CTX_set_cert_cb(3): 1 goes on.
  static int on_certificate_wanted(SSL* ssl, void*) {
    if (presented == nullptr) {
      return 1;
    }
    return SSL_use_certificate(ssl, presented->certificate) == 1 &&
                   SSL_use_PrivateKey(ssl, presented->key) == 1
               ? 1
               : 0;
  }
};

thread_local const ClientCertificate::Impl* ClientCertificate::Impl::presented = nullptr;

ClientCertificate::ClientCertificate(const std::string& crt_pem, const std::string& key_pem)
    : impl_(std::make_unique<Impl>()) {
  impl_->certificate = PEM_read_bio_X509(reader_of(crt_pem).get(), nullptr, nullptr, nullptr);
  impl_->key = PEM_read_bio_PrivateKey(reader_of(key_pem).get(), nullptr, nullptr, nullptr);
  ERR_clear_error();
  if (impl_->certificate == nullptr || impl_->key == nullptr ||
      X509_check_private_key(impl_->certificate, impl_->key) != 1) {
    X509_free(impl_->certificate);
    EVP_PKEY_free(impl_->key);
    throw base::Error(base::ExitCode::environment,
                      "a client's certificate cannot be read, or the key is not its own");
  }
}

ClientCertificate::~ClientCertificate() {
  X509_free(impl_->certificate);
  EVP_PKEY_free(impl_->key);
}

ClientCertificate::Presented::Presented(const ClientCertificate* certificate) noexcept {
  Impl::presented = certificate == nullptr ? nullptr : certificate->impl_.get();
}

ClientCertificate::Presented::~Presented() {
  Impl::presented = nullptr;
}

void ClientCertificate::enable(void* context) {
  SSL_CTX_set_cert_cb(static_cast<SSL_CTX*>(context), &Impl::on_certificate_wanted, nullptr);
}

}  // namespace mqseal::client
