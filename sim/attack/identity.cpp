// SPDX-License-Identifier: MIT
// On OpenSSL's numbers. Textbook RSA is what is studied here, so no padding on purpose.
#include "sim/attack/identity.h"

#include <algorithm>
#include <array>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include "ciphers/envelope/bytes.h"
#include "sim/base/error.h"
#include "sim/base/hash.h"

namespace mqseal::attack {
namespace {

struct FreeNumber {
  void operator()(BIGNUM* number) const noexcept { ::BN_clear_free(number); }
};

using Number = std::unique_ptr<BIGNUM, FreeNumber>;

[[noreturn]] void fail(const char* what) {
  throw base::Error(base::ExitCode::environment, std::string("OpenSSL: ") + what);
}

/// A context of this thread.
BN_CTX* scratch() {
  thread_local const std::unique_ptr<BN_CTX, decltype(&::BN_CTX_free)> context(::BN_CTX_new(),
                                                                               ::BN_CTX_free);
  return context.get();
}

Number number_of(std::string_view decimal) {
  BIGNUM* number = nullptr;
  if (::BN_dec2bn(&number, std::string(decimal).c_str()) == 0) {
    fail("not a decimal number");
  }
  return Number(number);
}

std::string decimal_of(const BIGNUM* number) {
  const std::unique_ptr<char, void (*)(char*)> text(::BN_bn2dec(number),
                                                    [](char* t) { OPENSSL_free(t); });
  return text.get();
}

Number lab_hash_number() {
  BIGNUM* number = nullptr;
  ::BN_hex2bn(&number, base::sha256_hex(lab_message).c_str());
  return Number(number);
}

std::string to_be_signed(std::string_view client, std::string_view challenge) {
  std::string text = "mqseal/broker/1";
  text += '\0';
  text += client;
  text += '\0';
  return text.append(challenge);
}

bool is_decimal(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

struct LabVerifier::Impl {
  Number n, e;

  [[nodiscard]] Number power(const BIGNUM* base, const BIGNUM* exponent) const {
    Number result(::BN_new());
    if (::BN_mod_exp(result.get(), base, exponent, n.get(), scratch()) != 1) {
      fail("BN_mod_exp");
    }
    return result;
  }
};

bool LabVerifier::lab_rule(std::string_view decimal) const {
  const Number s = number_of(decimal);
  return ::BN_cmp(impl_->power(s.get(), impl_->e.get()).get(), lab_hash_number().get()) == 0;
}

bool LabVerifier::accepts(std::string_view decimal) const {
  const std::size_t longest = decimal_of(impl_->n.get()).size();
  if (!is_decimal(decimal) || decimal.size() > longest) {
    return false;
  }
  const Number s = number_of(decimal);
  return !::BN_is_zero(s.get()) && ::BN_cmp(s.get(), impl_->n.get()) < 0 && lab_rule(decimal);
}

bool LabVerifier::signs_number(std::string_view decimal, std::string_view message) const {
  const Number s = number_of(decimal);
  return ::BN_cmp(impl_->power(s.get(), impl_->e.get()).get(), number_of(message).get()) == 0;
}

LabSigner::LabSigner(int bits) {
  const std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)> key(
      ::EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(bits)),
      ::EVP_PKEY_free);
  BIGNUM* n = nullptr;
  BIGNUM* e = nullptr;
  BIGNUM* d = nullptr;
  if (!key || ::EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_N, &n) != 1 ||
      ::EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_E, &e) != 1 ||
      ::EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_RSA_D, &d) != 1) {
    fail("no RSA key");
  }
  auto impl = std::make_shared<LabVerifier::Impl>();
  impl->n.reset(n);
  impl->e.reset(e);
  d_ = std::shared_ptr<void>(d, [](void* number) { FreeNumber()(static_cast<BIGNUM*>(number)); });
  verifier_.impl_ = std::move(impl);
  verifier_.bits_ = bits;
}

std::string LabSigner::sign_number(std::string_view decimal) const {
  const Number number = number_of(decimal);
  return decimal_of(
      verifier_.impl().power(number.get(), static_cast<const BIGNUM*>(d_.get())).get());
}

std::string LabSigner::signature() const {
  return sign_number(lab_hash());
}

std::string lab_hash() {
  return decimal_of(lab_hash_number().get());
}

std::string multiply_modulo(const LabVerifier& verifier, std::string_view a, std::string_view b) {
  const Number result(::BN_new());
  if (::BN_mod_mul(result.get(),
                   number_of(a).get(),
                   number_of(b).get(),
                   verifier.impl().n.get(),
                   scratch()) != 1) {
    fail("BN_mod_mul");
  }
  return decimal_of(result.get());
}

std::string power_modulo(const LabVerifier& verifier, std::string_view base) {
  const Number number = number_of(base);
  return decimal_of(verifier.impl().power(number.get(), verifier.impl().e.get()).get());
}

std::string invert_modulo(const LabVerifier& verifier, std::string_view a) {
  const Number result(
      ::BN_mod_inverse(nullptr, number_of(a).get(), verifier.impl().n.get(), scratch()));
  if (!result) {
    fail("BN_mod_inverse");
  }
  return decimal_of(result.get());
}

std::string plus_modulus(const LabVerifier& verifier, std::string_view a) {
  const Number result = number_of(a);
  if (::BN_add(result.get(), result.get(), verifier.impl().n.get()) != 1) {
    fail("BN_add");
  }
  return decimal_of(result.get());
}

std::string random_number(const LabVerifier& verifier) {
  const Number result(::BN_new());
  do {
    if (::BN_rand_range(result.get(), verifier.impl().n.get()) != 1) {
      fail("BN_rand_range");
    }
  } while (::BN_is_zero(result.get()) || ::BN_is_one(result.get()));
  return decimal_of(result.get());
}

ChallengeKey::ChallengeKey()
    : key_(::EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"),
           [](void* key) { ::EVP_PKEY_free(static_cast<EVP_PKEY*>(key)); }) {
  if (!key_) {
    fail("no Ed25519 key");
  }
}

std::string ChallengeKey::sign(std::string_view client, std::string_view challenge) const {
  const std::string text = to_be_signed(client, challenge);
  const std::unique_ptr<EVP_MD_CTX, decltype(&::EVP_MD_CTX_free)> context(::EVP_MD_CTX_new(),
                                                                          ::EVP_MD_CTX_free);
  std::array<unsigned char, 64> out{};
  std::size_t size = out.size();
  auto* const key = static_cast<EVP_PKEY*>(key_.get());
  if (::EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key) != 1 ||
      ::EVP_DigestSign(
          context.get(), out.data(), &size, envelope::bytes_of(text).data(), text.size()) != 1) {
    fail("EVP_DigestSign");
  }
  return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

bool ChallengeKey::accepts(std::string_view client,
                           std::string_view challenge,
                           std::string_view signature) const {
  const std::string text = to_be_signed(client, challenge);
  const std::unique_ptr<EVP_MD_CTX, decltype(&::EVP_MD_CTX_free)> context(::EVP_MD_CTX_new(),
                                                                          ::EVP_MD_CTX_free);
  auto* const key = static_cast<EVP_PKEY*>(key_.get());
  return ::EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
         ::EVP_DigestVerify(context.get(),
                            envelope::bytes_of(signature).data(),
                            signature.size(),
                            envelope::bytes_of(text).data(),
                            text.size()) == 1;
}

}  // namespace mqseal::attack
