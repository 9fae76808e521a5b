// SPDX-License-Identifier: MIT
// X.509 v3 by Botan 2.19. Certificates are put together from their extensions one by one, because
// the library's own "sign this request" fills in what a deliberately wrong certificate leaves out.
#include "sim/pki/authority.h"

#include <arpa/inet.h>
#include <chrono>
#include <cstring>
#include <string_view>
#include <utility>

#include <botan/data_src.h>
#include <botan/ecdsa.h>
#include <botan/hex.h>
#include <botan/pkcs10.h>
#include <botan/pkcs8.h>
#include <botan/pubkey.h>
#include <botan/rsa.h>
#include <botan/system_rng.h>
#include <botan/x509_ca.h>
#include <botan/x509_crl.h>
#include <botan/x509_ext.h>
#include <botan/x509cert.h>
#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/file.h"

namespace mqseal::pki {

struct Authority::Impl {
  std::unique_ptr<Botan::Private_Key> key;
  Botan::X509_Certificate certificate;
};

namespace {

namespace extension = Botan::Cert_Extension;
using base::Error;
using base::ExitCode;

constexpr const char* hash_name = "SHA-256";

std::unique_ptr<Botan::Private_Key> make_key(KeyType type, Botan::RandomNumberGenerator& rng) {
  if (type == KeyType::rsa_2048) {
    return std::make_unique<Botan::RSA_PrivateKey>(rng, 2048);
  }
  return std::make_unique<Botan::ECDSA_PrivateKey>(rng, Botan::EC_Group("secp256r1"));
}

/// The default scheme of the key: PKCS #1 v1.5 for RSA (the most widely accepted), ECDSA for EC.
std::unique_ptr<Botan::PK_Signer> make_signer(const Botan::Private_Key& key,
                                              Botan::RandomNumberGenerator& rng,
                                              Botan::AlgorithmIdentifier& algorithm) {
  return Botan::X509_Object::choose_sig_format(algorithm, key, rng, hash_name, "");
}

Botan::X509_DN make_name(const std::string& common_name) {
  // RFC 5280, appendix A.1: ub-common-name is 64.
  if (common_name.empty() || common_name.size() > 64) {
    throw Error(ExitCode::usage,
                fmt::format("certificate: common name '{}' has {} characters; 1 to 64 are allowed",
                            common_name,
                            common_name.size()));
  }
  Botan::X509_DN name;
  name.add_attribute("X520.Organization", "mqseal");
  name.add_attribute("X520.CommonName", common_name);
  return name;
}

Botan::X509_Time time_from_now(std::chrono::seconds offset) {
  return Botan::X509_Time(std::chrono::system_clock::now() + offset);
}

Botan::AlternativeName make_alternative_name(const LeafOptions& options) {
  constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_*";
  Botan::AlternativeName name;
  for (const std::string& dns : options.dns_names) {
    if (dns.empty() || dns.find_first_not_of(allowed) != std::string::npos) {
      throw Error(ExitCode::usage,
                  fmt::format("certificate: '{}' is not a DNS name; letters, digits, '-', '_', '*' "
                              "and '.' are allowed",
                              dns));
    }
    name.add_attribute("DNS", dns);
  }
  for (const std::string& address : options.ipv4_addresses) {
    in_addr parsed{};
    if (::inet_pton(AF_INET, address.c_str(), &parsed) != 1) {
      throw Error(
          ExitCode::usage,
          fmt::format("certificate: '{}' is not an IPv4 address; write it as 192.0.2.1", address));
    }
    name.add_attribute("IP", address);
  }
  return name;
}

enum class Critical : bool { no, yes };

/// Botan's own function takes a raw pointer and owns it.
template <class Extension, class... Arguments>
void add(Botan::Extensions& extensions, Critical critical, Arguments&&... arguments) {
  auto extension = std::make_unique<Extension>(std::forward<Arguments>(arguments)...);
  extensions.add(extension.release(), critical == Critical::yes);
}

void add_usage(Botan::Extensions& extensions, const LeafOptions& options) {
  // RFC 5246, 7.4.2: a server's RSA key may also carry the key exchange of TLS 1.2.
  const bool encipherment = options.server_auth && options.key_type == KeyType::rsa_2048;
  const auto usage =
      encipherment ? Botan::Key_Constraints(Botan::DIGITAL_SIGNATURE | Botan::KEY_ENCIPHERMENT)
                   : Botan::Key_Constraints(Botan::DIGITAL_SIGNATURE);
  add<extension::Key_Usage>(extensions, Critical::yes, usage);
  std::vector<Botan::OID> purposes;
  if (options.server_auth) {
    purposes.push_back(Botan::OID::from_string("PKIX.ServerAuth"));
  }
  if (options.client_auth) {
    purposes.push_back(Botan::OID::from_string("PKIX.ClientAuth"));
  }
  if (!purposes.empty()) {
    add<extension::Extended_Key_Usage>(extensions, Critical::no, purposes);
  }
  if (!options.dns_names.empty() || !options.ipv4_addresses.empty()) {
    add<extension::Subject_Alternative_Name>(
        extensions, Critical::no, make_alternative_name(options));
  }
}

std::unique_ptr<Authority::Impl> make_authority(KeyType key_type,
                                                const std::string& common_name,
                                                const Validity& validity) {
  Botan::System_RNG rng;
  auto impl = std::make_unique<Authority::Impl>();
  impl->key = make_key(key_type, rng);
  const std::vector<std::uint8_t> public_key = impl->key->subject_public_key();
  Botan::Extensions extensions;
  add<extension::Basic_Constraints>(extensions, Critical::yes, true, 0);
  add<extension::Key_Usage>(
      extensions, Critical::yes, Botan::Key_Constraints(Botan::KEY_CERT_SIGN | Botan::CRL_SIGN));
  add<extension::Subject_Key_ID>(extensions, Critical::no, impl->key->public_key_bits(), hash_name);
  Botan::AlgorithmIdentifier algorithm;
  const auto signer = make_signer(*impl->key, rng, algorithm);
  const Botan::X509_DN name = make_name(common_name);
  impl->certificate = Botan::X509_CA::make_cert(signer.get(),
                                                rng,
                                                algorithm,
                                                public_key,
                                                time_from_now(validity.from),
                                                time_from_now(validity.until),
                                                name,
                                                name,
                                                extensions);
  return impl;
}

/// Runs `work`; a fault of the library becomes our error, with `what` before its text.
template <class Work>
auto translated(std::string_view what, Work&& work) {
  try {
    return std::forward<Work>(work)();
  } catch (const Botan::Exception& error) {
    throw Error(ExitCode::environment, fmt::format("{}: {}", what, error.what()));
  }
}

Leaf issue(const Authority::Impl& authority, const LeafOptions& options) {
  Botan::System_RNG rng;
  const auto key = make_key(options.key_type, rng);
  const Botan::X509_DN name = make_name(options.common_name);

  Botan::Extensions requested;
  add_usage(requested, options);
  const auto request = Botan::PKCS10_Request::create(*key, name, requested, hash_name, rng);

  Botan::Extensions extensions;
  add<extension::Basic_Constraints>(extensions, Critical::yes, false);
  add_usage(extensions, options);
  add<extension::Subject_Key_ID>(extensions, Critical::no, key->public_key_bits(), hash_name);
  add<extension::Authority_Key_ID>(
      extensions, Critical::no, authority.certificate.subject_key_id());
  Botan::AlgorithmIdentifier algorithm;
  const auto signer = make_signer(*authority.key, rng, algorithm);
  const auto certificate = Botan::X509_CA::make_cert(signer.get(),
                                                     rng,
                                                     algorithm,
                                                     key->subject_public_key(),
                                                     time_from_now(options.validity.from),
                                                     time_from_now(options.validity.until),
                                                     authority.certificate.subject_dn(),
                                                     name,
                                                     extensions);
  Leaf leaf;
  leaf.key_pem = Botan::PKCS8::PEM_encode(*key);
  leaf.csr_pem = request.PEM_encode();
  leaf.crt_pem = certificate.PEM_encode();
  leaf.serial_hex = Botan::hex_encode(certificate.serial_number());
  return leaf;
}

}  // namespace

Leaf::~Leaf() {
  ::explicit_bzero(key_pem.data(), key_pem.size());
}

Authority::Authority(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Authority::Authority(KeyType key_type, const std::string& common_name, const Validity& validity)
    : impl_(translated("cannot make a certificate authority",
                       [&] { return make_authority(key_type, common_name, validity); })) {}

Authority::Authority(Authority&& other) noexcept = default;
Authority& Authority::operator=(Authority&& other) noexcept = default;
Authority::~Authority() = default;

Authority Authority::load(const Tree& tree) {
  auto impl = std::make_unique<Impl>();
  std::string key_text = base::read_file(tree.ca_key);
  impl->key = translated(tree.ca_key.string(), [&] {
    Botan::DataSource_Memory source(key_text);
    ::explicit_bzero(key_text.data(), key_text.size());
    return Botan::PKCS8::load_key(source);
  });
  const std::string crt_text = base::read_file(tree.ca_crt);
  impl->certificate = translated(tree.ca_crt.string(), [&] {
    Botan::DataSource_Memory source(crt_text);
    return Botan::X509_Certificate(source);
  });
  if (impl->certificate.subject_public_key_info() != impl->key->subject_public_key()) {
    throw Error(ExitCode::environment,
                fmt::format("{}: is not the key of {}; make the tree anew in an empty folder",
                            tree.ca_key.string(),
                            tree.ca_crt.string()));
  }
  return Authority(std::move(impl));
}

std::string Authority::crt_pem() const {
  return impl_->certificate.PEM_encode();
}

std::string Authority::key_pem() const {
  return Botan::PKCS8::PEM_encode(*impl_->key);
}

Leaf make_leaf(const Authority& authority, const LeafOptions& options) {
  return translated("cannot make a certificate", [&] { return issue(authority.impl(), options); });
}

std::string make_revocation_list(const Authority& authority,
                                 std::span<const std::string> revoked_crt_pems) {
  return translated("cannot make a revocation list", [&] {
    Botan::System_RNG rng;
    const Botan::X509_CA ca(authority.impl().certificate, *authority.impl().key, hash_name, rng);
    std::vector<Botan::CRL_Entry> entries;
    for (const std::string& pem : revoked_crt_pems) {
      Botan::DataSource_Memory source(pem);
      entries.emplace_back(Botan::X509_Certificate(source), Botan::KEY_COMPROMISE);
    }
    // Issued an hour ago, as certificates are, so that a clock set back a little does no harm.
    const auto issued = std::chrono::system_clock::now() - std::chrono::hours(1);
    const auto valid = std::chrono::hours(24 * 7);
    return ca.update_crl(ca.new_crl(rng, issued, valid), entries, rng, issued, valid).PEM_encode();
  });
}

void write_leaf(const std::filesystem::path& dir, const std::string& name, const Leaf& leaf) {
  std::error_code code;
  std::filesystem::create_directories(dir, code);
  if (code) {
    throw Error(ExitCode::environment,
                fmt::format("{}: cannot make the folder: {}", dir.string(), code.message()));
  }
  base::write_file_atomically(dir / (name + ".key"), leaf.key_pem, 0600);
  base::write_file_atomically(dir / (name + ".csr"), leaf.csr_pem);
  base::write_file_atomically(dir / (name + ".crt"), leaf.crt_pem);
}

}  // namespace mqseal::pki
