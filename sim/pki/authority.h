// SPDX-License-Identifier: MIT
// A certificate authority of the lab and what it issues: leaf certificates, right ones and those
// that are wrong on purpose (expired, not yet valid, wrong extended key usage, wrong host, signed
// by a foreign authority, revoked). Keys come from the system's random generator, nothing else.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/pki/pki.h"

namespace mqseal::pki {

/// Both ends relative to now; a negative `until` makes an expired certificate.
struct Validity {
  std::chrono::seconds from = std::chrono::hours(-1);
  std::chrono::seconds until = std::chrono::hours(24 * 100);
};

struct LeafOptions {
  KeyType key_type = KeyType::ecdsa_p256;
  std::string common_name;
  std::vector<std::string> dns_names;       ///< subject alternative names
  std::vector<std::string> ipv4_addresses;  ///< subject alternative names
  bool server_auth = false;                 ///< extended key usage id-kp-serverAuth
  bool client_auth = false;                 ///< extended key usage id-kp-clientAuth
  Validity validity;
};

/// PEM texts; the key is PKCS #8, unencrypted, and wiped on destruction.
struct Leaf {
  Leaf() = default;
  Leaf(Leaf&&) noexcept = default;
  Leaf& operator=(Leaf&&) noexcept = default;
  Leaf(const Leaf&) = delete;
  Leaf& operator=(const Leaf&) = delete;
  ~Leaf();

  std::string key_pem, csr_pem, crt_pem;
  std::string serial_hex;  ///< upper case, an even number of digits, as openssl writes ca.srl
};

/// The authority's own key and self-signed certificate (basicConstraints CA, path length 0;
/// keyUsage keyCertSign and cRLSign; RFC 5280, 4.2.1.3 and 4.2.1.9).
class Authority {
 public:
  /// Makes a new key.
  Authority(KeyType key_type, const std::string& common_name, const Validity& validity);
  /// The authority of a tree on disk. Throws base::Error (environment) naming the file.
  static Authority load(const Tree& tree);

  Authority(Authority&& other) noexcept;
  Authority& operator=(Authority&& other) noexcept;
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;
  ~Authority();

  [[nodiscard]] std::string crt_pem() const;
  /// PKCS #8, unencrypted: the caller wipes it.
  [[nodiscard]] std::string key_pem() const;

  struct Impl;

  [[nodiscard]] const Impl& impl() const noexcept { return *impl_; }

 private:
  explicit Authority(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// A new key, its request, and a certificate signed by `authority`. Throws base::Error: usage for
/// a name or address that cannot stand in a certificate, environment where the random generator
/// fails.
[[nodiscard]] Leaf make_leaf(const Authority& authority, const LeafOptions& options);

/// A PEM revocation list of `authority` that names `revoked_crt_pems`, valid for a week.
[[nodiscard]] std::string make_revocation_list(const Authority& authority,
                                               std::span<const std::string> revoked_crt_pems);

/// Writes `dir`/`name`.key (0600), .csr and .crt; `dir` is made where missing. Overwrites.
void write_leaf(const std::filesystem::path& dir, const std::string& name, const Leaf& leaf);

}  // namespace mqseal::pki
