// SPDX-License-Identifier: MIT
// Crypto++ 8.7. Its SPECK-128 and SIMON-128 are wrong block by block on SSSE3 machines, so its EAX
// over them is wrong too; they are listed all the same, and the harness, which verifies first, does
// not time them. A new key comes with its first nonce, and EAX goes through Update and ProcessData:
// EncryptAndAuthenticate or Resynchronize right after SetKeyWithIV gives a wrong result.
#include <cryptopp/aes.h>
#include <cryptopp/eax.h>
#include <cryptopp/modes.h>
#include <cryptopp/simon.h>
#include <cryptopp/speck.h>
#include <cstring>

#include "bench/peers.h"
#include "ciphers/host/secret.h"

namespace mqseal::bench {

namespace {

using host::Bytes;
using host::MutableBytes;

template <class Cipher>
class CryptoppEax final : public host::Aead {
 public:
  CryptoppEax(std::size_t key_bytes, std::size_t tag_bytes)
      : key_bytes_(key_bytes), tag_bytes_(tag_bytes) {}

  void set_key(Bytes key) noexcept override {
    key_ = key;
    seal_key_is_new_ = open_key_is_new_ = true;
  }

  void seal(Bytes nonce, Bytes ad, Bytes plaintext, MutableBytes out) noexcept override {
    begin(encryption_, seal_key_is_new_, nonce);
    encryption_.Update(ad.data(), ad.size());
    encryption_.ProcessData(out.data(), plaintext.data(), plaintext.size());
    encryption_.TruncatedFinal(out.data() + plaintext.size(), tag_bytes_);
  }

  [[nodiscard]] bool open(Bytes nonce, Bytes ad, Bytes sealed, MutableBytes out) noexcept override {
    begin(decryption_, open_key_is_new_, nonce);
    decryption_.Update(ad.data(), ad.size());
    decryption_.ProcessData(out.data(), sealed.data(), out.size());
    return decryption_.TruncatedVerify(sealed.data() + out.size(), tag_bytes_);
  }

  [[nodiscard]] std::size_t tag_bytes() const noexcept override { return tag_bytes_; }

 private:
  template <class Mode>
  void begin(Mode& mode, bool& key_is_new, Bytes nonce) {
    if (key_is_new) {
      mode.SetKeyWithIV(key_.data(), key_bytes_, nonce.data(), nonce.size());
    } else {
      mode.Resynchronize(nonce.data(), static_cast<int>(nonce.size()));
    }
    key_is_new = false;
  }

  std::size_t key_bytes_, tag_bytes_;
  Bytes key_;  ///< the caller's
  bool seal_key_is_new_ = false, open_key_is_new_ = false;
  typename CryptoPP::EAX<Cipher>::Encryption encryption_;
  typename CryptoPP::EAX<Cipher>::Decryption decryption_;
};

template <class Cipher>
Peer eax(const char* cipher, std::size_t block_bytes) {
  return {.name = "cryptopp",
          .cipher = cipher,
          .algorithm = cipher,
          .key_bytes = 16,
          .nonce_bytes = 12,
          .tag_bytes = block_bytes,
          .key_comes_with_nonce = true,
          .make = [block_bytes] {
            return std::make_unique<CryptoppEax<Cipher>>(std::size_t{16}, block_bytes);
          }};
}

template <class Cipher>
CounterPeer counter(const char* cipher, std::size_t key_bytes, std::size_t block_bytes) {
  return {.name = "cryptopp",
          .cipher = cipher,
          .key_bytes = key_bytes,
          .block_bytes = block_bytes,
          .start = [](const Octets& key, const Octets& start) {
            using Mode = typename CryptoPP::CTR_Mode<Cipher>::Encryption;
            const auto mode = std::make_shared<Mode>(key.data(), key.size(), start.data());
            return [mode](const Octets& in, Octets& out) {
              mode->ProcessData(out.data(), in.data(), in.size());
            };
          }};
}

}  // namespace

std::vector<Peer> cryptopp_aeads() {
  return {eax<CryptoPP::AES>("aes-128-eax", 16),
          eax<CryptoPP::SPECK64>("speck-64-128-eax", 8),
          eax<CryptoPP::SPECK128>("speck-128-128-eax", 16),
          eax<CryptoPP::SIMON64>("simon-64-128-eax", 8),
          eax<CryptoPP::SIMON128>("simon-128-128-eax", 16)};
}

std::vector<CounterPeer> cryptopp_counters() {
  return {counter<CryptoPP::AES>("aes-128", 16, 16),
          counter<CryptoPP::SPECK64>("speck-64-128", 16, 8),
          counter<CryptoPP::SPECK128>("speck-128-128", 16, 16),
          counter<CryptoPP::SPECK128>("speck-128-256", 32, 16),
          counter<CryptoPP::SIMON64>("simon-64-128", 16, 8),
          counter<CryptoPP::SIMON128>("simon-128-128", 16, 16),
          counter<CryptoPP::SIMON128>("simon-128-256", 32, 16)};
}

}  // namespace mqseal::bench
