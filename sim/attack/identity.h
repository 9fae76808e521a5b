// SPDX-License-Identifier: MIT
// How a broker shows who it is, beside TLS: the lab's constant signature (textbook RSA over SHA-256
// of a fixed message, in decimal), and a signature over the client's challenge (Ed25519).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ciphers/host/aead.h"

namespace mqseal::attack {

/// The lab's message and topic (exercise 4, "Integrity").
inline constexpr std::string_view lab_message = "A message for signing";
inline constexpr const char* verify_topic = "Group4/verify";

/// What everybody knows: n and e.
class LabVerifier {
 public:
  /// The lab's rule and nothing else: s^e mod n == SHA-256(message). Any s passes that is right
  /// modulo n.
  [[nodiscard]] bool lab_rule(std::string_view decimal) const;
  /// The same after the checks that the lab's scripts lack: digits only, no longer than n,
  /// 0 < s < n.
  [[nodiscard]] bool accepts(std::string_view decimal) const;

  /// Whether s^e mod n is `message`, a number below n: what textbook RSA calls a signature of it.
  [[nodiscard]] bool signs_number(std::string_view decimal, std::string_view message) const;

  [[nodiscard]] int bits() const noexcept { return bits_; }

  struct Impl;

  [[nodiscard]] const Impl& impl() const noexcept { return *impl_; }

 private:
  friend class LabSigner;
  std::shared_ptr<const Impl> impl_;
  int bits_ = 0;
};

/// The broker's side, with the private exponent. Throws base::Error (environment) where OpenSSL
/// fails.
class LabSigner {
 public:
  /// A new key with e = 65537.
  explicit LabSigner(int bits);

  /// Of lab_message: SHA-256(m)^d mod n in decimal.
  [[nodiscard]] std::string signature() const;
  /// number^d mod n, for a number in decimal: a broker that signs whatever it is asked to.
  [[nodiscard]] std::string sign_number(std::string_view decimal) const;

  [[nodiscard]] const LabVerifier& verifier() const noexcept { return verifier_; }

 private:
  LabVerifier verifier_;
  std::shared_ptr<void> d_;
};

/// Arithmetic modulo n on decimal numbers, for those who attack the scheme.
[[nodiscard]] std::string multiply_modulo(const LabVerifier& verifier,
                                          std::string_view a,
                                          std::string_view b);
[[nodiscard]] std::string power_modulo(const LabVerifier& verifier, std::string_view base);
[[nodiscard]] std::string invert_modulo(const LabVerifier& verifier, std::string_view a);
[[nodiscard]] std::string plus_modulus(const LabVerifier& verifier, std::string_view a);
/// SHA-256(lab_message) as a decimal number.
[[nodiscard]] std::string lab_hash();
/// A random number below n, above 1.
[[nodiscard]] std::string random_number(const LabVerifier& verifier);

/// Signs and verifies challenges with one new Ed25519 key (RFC 8032).
class ChallengeKey {
 public:
  ChallengeKey();

  /// 64 bytes over "mqseal/broker/1", the client's id and its challenge.
  [[nodiscard]] std::string sign(std::string_view client, std::string_view challenge) const;
  [[nodiscard]] bool accepts(std::string_view client,
                             std::string_view challenge,
                             std::string_view signature) const;

 private:
  std::shared_ptr<void> key_;
};

}  // namespace mqseal::attack
