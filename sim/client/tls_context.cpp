// SPDX-License-Identifier: MIT
#include "sim/client/tls_context.h"

#include <filesystem>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "sim/base/error.h"
#include "sim/client/identity.h"

namespace mqseal::client {

namespace {

thread_local std::string last_fault;

std::string openssl_error() {
  const unsigned long code = ERR_get_error();
  const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  return reason == nullptr ? "unknown reason" : reason;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& what) {
  throw base::Error(base::ExitCode::environment,
                    file.string() + ": " + what + " (" + openssl_error() + ")");
}

/// libmosquitto reports "a TLS error occurred" and no more; the alert says which.
void on_info(const SSL* ssl, int where, int alert) {
  if ((where & SSL_CB_ALERT) == 0) {
    return;
  }
  const long verified = SSL_get_verify_result(ssl);
  if (verified != X509_V_OK) {
    last_fault =
        std::string("the broker's certificate: ") + X509_verify_cert_error_string(verified);
  } else if ((alert & 0xff) != SSL_AD_CLOSE_NOTIFY) {
    last_fault = std::string((where & SSL_CB_READ) != 0 ? "the broker's alert: " : "our alert: ") +
                 SSL_alert_desc_string_long(alert);
  }
}

void use_certificate(SSL_CTX* context, const Endpoint& endpoint) {
  if (SSL_CTX_use_certificate_chain_file(context, endpoint.client_crt.c_str()) != 1) {
    refuse(endpoint.client_crt, "the client's certificate cannot be used");
  }
  if (SSL_CTX_use_PrivateKey_file(context, endpoint.client_key.c_str(), SSL_FILETYPE_PEM) != 1) {
    refuse(endpoint.client_key, "the client's key cannot be used");
  }
  if (SSL_CTX_check_private_key(context) != 1) {
    refuse(endpoint.client_key, "this key does not belong to " + endpoint.client_crt.string());
  }
}

}  // namespace

TlsContext::TlsContext(const Endpoint& endpoint, bool with_certificate)
    : context_(SSL_CTX_new(TLS_client_method())) {
  auto* const context = static_cast<SSL_CTX*>(context_.get());
  if (context == nullptr) {
    refuse(endpoint.ca_crt, "no TLS context");
  }
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_info_callback(context, on_info);
  ClientCertificate::enable(context);
  // libmosquitto checks no name where the context is not its own.
  X509_VERIFY_PARAM* const parameters = SSL_CTX_get0_param(context);
  if (X509_VERIFY_PARAM_set1_ip_asc(parameters, endpoint.address.c_str()) != 1) {
    refuse(endpoint.address, "not a numeric IP address");
  }
  if (SSL_CTX_load_verify_locations(context, endpoint.ca_crt.c_str(), nullptr) != 1) {
    refuse(endpoint.ca_crt, "the CA's certificate cannot be used");
  }
  if (with_certificate) {
    use_certificate(context, endpoint);
  }
}

TlsContext::~TlsContext() = default;

void TlsContext::Free::operator()(void* context) const noexcept {
  SSL_CTX_free(static_cast<SSL_CTX*>(context));
}

std::string take_tls_fault() {
  std::string fault;
  fault.swap(last_fault);
  return fault;
}

}  // namespace mqseal::client
