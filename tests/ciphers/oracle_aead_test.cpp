// SPDX-License-Identifier: MIT
// The library AEADs behind our interface, against a second library: OpenSSL 3.
#include <memory>
#include <openssl/evp.h>

#include "tests/ciphers/cases.h"

namespace mqseal::host {
namespace {

struct Message {
  Octets key, nonce, ad, plain;
};

struct OpensslAead {
  std::string_view id;
  const EVP_CIPHER* (*cipher)();
};

Octets openssl_seal(const OpensslAead& aead, const Message& m, std::size_t tag) {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> held(EVP_CIPHER_CTX_new(),
                                                                             EVP_CIPHER_CTX_free);
  EVP_CIPHER_CTX* const context = held.get();
  const bool ccm = aead.id == "aes-128-ccm";
  const int length = static_cast<int>(m.plain.size()), tag_length = static_cast<int>(tag);
  Octets out(m.plain.size() + tag);
  int n = 0;
  EXPECT_EQ(EVP_EncryptInit_ex(context, aead.cipher(), nullptr, nullptr, nullptr), 1);
  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(m.nonce.size()), nullptr);
  if (ccm) {
    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, tag_length, nullptr);
  }
  EXPECT_EQ(EVP_EncryptInit_ex(context, nullptr, nullptr, m.key.data(), m.nonce.data()), 1);
  if (ccm) {
    EVP_EncryptUpdate(context, nullptr, &n, nullptr, length);
  }
  if (!m.ad.empty()) {
    EVP_EncryptUpdate(context, nullptr, &n, m.ad.data(), static_cast<int>(m.ad.size()));
  }
  EXPECT_EQ(EVP_EncryptUpdate(context, out.data(), &n, m.plain.data(), length), 1);
  EVP_EncryptFinal_ex(context, out.data() + n, &n);
  EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, tag_length, out.data() + m.plain.size());
  return out;
}

TEST(AeadOracle, openssl_agrees_with_the_library_baselines) {
  const OpensslAead aeads[] = {{"aes-128-gcm", EVP_aes_128_gcm},
                               {"aes-128-ccm", EVP_aes_128_ccm},
                               {"chacha20-poly1305", EVP_chacha20_poly1305}};
  for (const OpensslAead& aead : aeads) {
    RandomBytes random(13);
    const CipherInfo& cipher = *find_cipher(aead.id);
    for (const Implementation& implementation : cipher.implementations) {
      for (int i = 0; implementation.supported() && i < 200; ++i) {
        // At least one byte: OpenSSL's CCM skips an update of none.
        const Message message{random(cipher.key_bytes),
                              random(cipher.random_nonce_bytes),
                              random(random.below(60)),
                              random(1 + (i % 20 == 0 ? 5000 : random.below(140)))};
        const AeadCase one{&cipher, &implementation};
        const auto ours = one.make(message.key);
        Octets sealed(message.plain.size() + ours->tag_bytes());
        ours->seal(message.nonce, message.ad, message.plain, sealed);
        ASSERT_EQ(sealed, openssl_seal(aead, message, ours->tag_bytes())) << aead.id;
      }
    }
  }
}

}  // namespace
}  // namespace mqseal::host
