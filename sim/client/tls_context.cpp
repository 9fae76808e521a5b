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

/// OpenSSL 3.0 has no words for the alert that TLS 1.3 added (RFC 8446, 6.2).
std::string alert_text(int alert) {
  constexpr int certificate_required = 116;
  return (alert & 0xff) == certificate_required ? "certificate required"
                                                : SSL_alert_desc_string_long(alert);
}

/// libmosquitto reports "a TLS error occurred" and no more; the alert says which.
void on_info(const SSL* ssl, int where, int alert) {
  if ((where & SSL_CB_ALERT) == 0) {
    return;
  }
  const long verified = SSL_get_verify_result(ssl);
  if (verified != X509_V_OK && (SSL_get_verify_mode(ssl) & SSL_VERIFY_PEER) != 0) {
    last_fault =
        std::string("the broker's certificate: ") + X509_verify_cert_error_string(verified);
  } else if ((alert & 0xff) != SSL_AD_CLOSE_NOTIFY) {
    last_fault = std::string((where & SSL_CB_READ) != 0 ? "the broker's alert: " : "our alert: ") +
                 alert_text(alert);
  }
}

void on_secret(const SSL* ssl, const char* line) {
  static_cast<KeyLog*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)))->add(line);
}

/// libmosquitto checks no name where the context is not its own.
void expect_name(SSL_CTX* context, const Endpoint& endpoint) {
  X509_VERIFY_PARAM* const parameters = SSL_CTX_get0_param(context);
  if (!endpoint.name.empty()) {
    if (X509_VERIFY_PARAM_set1_host(parameters, endpoint.name.c_str(), 0) != 1) {
      refuse(endpoint.name, "not a host name");
    }
  } else if (X509_VERIFY_PARAM_set1_ip_asc(parameters, endpoint.address.c_str()) != 1) {
    refuse(endpoint.address, "not a numeric IP address");
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

TlsContext::TlsContext(const Endpoint& endpoint, const TlsOptions& options)
    : context_(SSL_CTX_new(TLS_client_method())) {
  auto* const context = static_cast<SSL_CTX*>(context_.get());
  if (context == nullptr) {
    refuse(endpoint.ca_crt, "no TLS context");
  }
  SSL_CTX_set_min_proto_version(
      context, options.version == TlsVersion::only_1_3 ? TLS1_3_VERSION : TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version(context,
                                options.version == TlsVersion::only_1_2 ? TLS1_2_VERSION : 0);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_info_callback(context, on_info);
  ClientCertificate::enable(context);
  if (options.check_authority) {
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    if (SSL_CTX_load_verify_locations(context, endpoint.ca_crt.c_str(), nullptr) != 1) {
      refuse(endpoint.ca_crt, "the CA's certificate cannot be used");
    }
  }
  if (options.check_name) {
    expect_name(context, endpoint);
  }
  if (options.with_certificate) {
    use_certificate(context, endpoint);
  }
  if (options.key_log != nullptr) {
    SSL_CTX_set_app_data(context, options.key_log);
    SSL_CTX_set_keylog_callback(context, on_secret);
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
