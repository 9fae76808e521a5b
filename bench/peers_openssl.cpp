// SPDX-License-Identifier: MIT
// OpenSSL 3 through EVP: one context a direction, set up once; a message sets its nonce only.
#include <cstring>
#include <openssl/evp.h>

#include <botan/stream_cipher.h>

#include "bench/peers.h"
#include "ciphers/host/simple_aeads.h"

namespace mqseal::bench {

namespace {

using host::Bytes;
using host::MutableBytes;
using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

int length(std::size_t bytes) {
  return static_cast<int>(bytes);
}

class OpensslAead final : public host::Aead {
 public:
  explicit OpensslAead(const EVP_CIPHER* cipher) {
    EVP_EncryptInit_ex(encryption_.get(), cipher, nullptr, nullptr, nullptr);
    EVP_DecryptInit_ex(decryption_.get(), cipher, nullptr, nullptr, nullptr);
    EVP_CIPHER_CTX_ctrl(encryption_.get(), EVP_CTRL_AEAD_SET_IVLEN, 12, nullptr);
    EVP_CIPHER_CTX_ctrl(decryption_.get(), EVP_CTRL_AEAD_SET_IVLEN, 12, nullptr);
  }

  void set_key(Bytes key) noexcept override {
    EVP_EncryptInit_ex(encryption_.get(), nullptr, nullptr, key.data(), nullptr);
    EVP_DecryptInit_ex(decryption_.get(), nullptr, nullptr, key.data(), nullptr);
  }

  void seal(Bytes nonce, Bytes ad, Bytes plaintext, MutableBytes out) noexcept override {
    EVP_CIPHER_CTX* const context = encryption_.get();
    int n = 0;
    EVP_EncryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data());
    EVP_EncryptUpdate(context, nullptr, &n, ad.data(), length(ad.size()));
    EVP_EncryptUpdate(context, out.data(), &n, plaintext.data(), length(plaintext.size()));
    EVP_EncryptFinal_ex(context, out.data() + n, &n);
    EVP_CIPHER_CTX_ctrl(
        context, EVP_CTRL_AEAD_GET_TAG, length(tag_size), out.data() + plaintext.size());
  }

  [[nodiscard]] bool open(Bytes nonce, Bytes ad, Bytes sealed, MutableBytes out) noexcept override {
    EVP_CIPHER_CTX* const context = decryption_.get();
    int n = 0;
    std::uint8_t tag[tag_size];
    std::memcpy(tag, sealed.data() + out.size(), tag_size);
    EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, nonce.data());
    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, length(tag_size), tag);
    EVP_DecryptUpdate(context, nullptr, &n, ad.data(), length(ad.size()));
    EVP_DecryptUpdate(context, out.data(), &n, sealed.data(), length(out.size()));
    return EVP_DecryptFinal_ex(context, out.data() + n, &n) == 1;
  }

  [[nodiscard]] std::size_t tag_bytes() const noexcept override { return tag_size; }

 private:
  static constexpr std::size_t tag_size = 16;
  Context encryption_{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
  Context decryption_{EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
};

Peer by_name(const std::string& name, const EVP_CIPHER* (*cipher)(), std::size_t key_bytes) {
  const std::string suffix = host::botan_is_without_aes() ? "-noaes" : "";
  return {.name = "openssl-" + name + suffix,
          .cipher = "",
          .algorithm = name,
          .key_bytes = key_bytes,
          .nonce_bytes = 12,
          .tag_bytes = 16,
          .make = [cipher] { return std::make_unique<OpensslAead>(cipher()); }};
}

CounterPeer openssl_counter() {
  return {.name = "openssl",
          .cipher = "aes-128",
          .key_bytes = 16,
          .block_bytes = 16,
          .start = [](const Octets& key, const Octets& start) {
            const std::shared_ptr<EVP_CIPHER_CTX> context(EVP_CIPHER_CTX_new(),
                                                          EVP_CIPHER_CTX_free);
            EVP_EncryptInit_ex(context.get(), EVP_aes_128_ctr(), nullptr, key.data(), start.data());
            return [context](const Octets& in, Octets& out) {
              int n = 0;
              EVP_EncryptUpdate(context.get(), out.data(), &n, in.data(), length(in.size()));
            };
          }};
}

CounterPeer botan_counter() {
  return {.name = "botan",
          .cipher = "aes-128",
          .key_bytes = 16,
          .block_bytes = 16,
          .start = [](const Octets& key, const Octets& start) {
            const std::shared_ptr<Botan::StreamCipher> mode(
                Botan::StreamCipher::create_or_throw("CTR-BE(AES-128)").release());
            mode->set_key(key);
            mode->set_iv(start.data(), start.size());
            return [mode](const Octets& in, Octets& out) {
              mode->cipher(in.data(), out.data(), in.size());
            };
          }};
}

}  // namespace

std::vector<Peer> openssl_aeads() {
  return {by_name("aes-128-gcm", EVP_aes_128_gcm, 16),
          by_name("aes-128-ocb", EVP_aes_128_ocb, 16),
          by_name("chacha20-poly1305", EVP_chacha20_poly1305, 32)};
}

std::vector<CounterPeer> library_aes_counters() {
  return {openssl_counter(), botan_counter()};
}

}  // namespace mqseal::bench
