// SPDX-License-Identifier: MIT
// Botan 2.19. Its EAX over our block ciphers says what the mode costs where it is generic: the
// blocks are ours, the best implementation of this CPU. parallelism() = 1, because Botan's counter
// mode computes four times as many blocks ahead, which a short message never uses. Botan's EAX
// keeps its nonce after finish() (fixed upstream later), so reset() goes before each message.
#include <cstring>

#include <botan/aead.h>
#include <botan/block_cipher.h>
#include <botan/eax.h>
#include <botan/stream_cipher.h>

#include "bench/peers.h"
#include "ciphers/host/simple_aeads.h"

namespace mqseal::bench {

namespace {

using host::Bytes;
using host::MutableBytes;

class OurBlocks final : public Botan::BlockCipher {
 public:
  explicit OurBlocks(const host::BlockCipherInfo& info) : info_(info) {
    for (const auto& candidate : info.implementations) {
      if (candidate.claims_constant_time && candidate.supported()) {
        implementation_ = &candidate;
        break;
      }
    }
  }

  void encrypt_n(const std::uint8_t in[], std::uint8_t out[], std::size_t blocks) const override {
    cipher_->encrypt({in, blocks * info_.block_bytes}, {out, blocks * info_.block_bytes});
  }

  void decrypt_n(const std::uint8_t in[], std::uint8_t out[], std::size_t blocks) const override {
    cipher_->decrypt({in, blocks * info_.block_bytes}, {out, blocks * info_.block_bytes});
  }

  [[nodiscard]] std::size_t block_size() const override { return info_.block_bytes; }

  [[nodiscard]] std::size_t parallelism() const override { return 1; }

  void clear() override { cipher_.reset(); }

  [[nodiscard]] std::string name() const override { return std::string(info_.id); }

  [[nodiscard]] Botan::BlockCipher* clone() const override { return new OurBlocks(info_); }

  [[nodiscard]] Botan::Key_Length_Specification key_spec() const override {
    return Botan::Key_Length_Specification(info_.key_bytes);
  }

 private:
  void key_schedule(const std::uint8_t key[], std::size_t length) override {
    if (cipher_) {
      cipher_->set_key({key, length});
    } else {
      cipher_ = std::make_unique<host::BlockCipher>(*implementation_->kernel, Bytes(key, length));
    }
  }

  const host::BlockCipherInfo& info_;
  const host::BlockImplementation* implementation_ = nullptr;
  std::unique_ptr<host::BlockCipher> cipher_;
};

class BotanAead final : public host::Aead {
 public:
  BotanAead(std::unique_ptr<Botan::AEAD_Mode> encryption,
            std::unique_ptr<Botan::AEAD_Mode> decryption)
      : encryption_(std::move(encryption)), decryption_(std::move(decryption)) {}

  void set_key(Bytes key) noexcept override {
    encryption_->set_key(key.data(), key.size());
    decryption_->set_key(key.data(), key.size());
  }

  void seal(Bytes nonce, Bytes ad, Bytes plaintext, MutableBytes out) noexcept override {
    start(*encryption_, nonce, ad, plaintext);
    encryption_->finish(buffer_);
    std::memcpy(out.data(), buffer_.data(), buffer_.size());
  }

  [[nodiscard]] bool open(Bytes nonce, Bytes ad, Bytes sealed, MutableBytes out) noexcept override {
    start(*decryption_, nonce, ad, sealed);
    decryption_->finish(buffer_);  // throws on a bad tag: no bench opens one
    std::memcpy(out.data(), buffer_.data(), buffer_.size());
    return true;
  }

  [[nodiscard]] std::size_t tag_bytes() const noexcept override { return encryption_->tag_size(); }

 private:
  void start(Botan::AEAD_Mode& mode, Bytes nonce, Bytes ad, Bytes in) {
    buffer_.assign(in.begin(), in.end());
    mode.reset();
    mode.set_associated_data(ad.data(), ad.size());
    mode.start(nonce.data(), nonce.size());
  }

  std::unique_ptr<Botan::AEAD_Mode> encryption_, decryption_;
  Botan::secure_vector<std::uint8_t> buffer_;
};

Peer over_our_blocks(const host::CipherInfo& cipher) {
  const host::BlockCipherInfo& blocks = *host::find_block_cipher(cipher.block_cipher);
  return {.name = "botan",
          .cipher = std::string(cipher.id),
          .algorithm = std::string(cipher.id),
          .key_bytes = cipher.key_bytes,
          .nonce_bytes = 12,
          .tag_bytes = cipher.block_bytes,
          .make = [&blocks] {
            return std::make_unique<BotanAead>(
                std::make_unique<Botan::EAX_Encryption>(new OurBlocks(blocks), blocks.block_bytes),
                std::make_unique<Botan::EAX_Decryption>(new OurBlocks(blocks), blocks.block_bytes));
          }};
}

Peer by_name(const std::string& name, const char* botan_name, std::size_t key_bytes) {
  const std::string suffix = host::botan_is_without_aes() ? "-noaes" : "";
  return {.name = "botan-" + name + suffix,
          .cipher = "",
          .algorithm = name,
          .key_bytes = key_bytes,
          .nonce_bytes = 12,
          .tag_bytes = 16,
          .make = [botan_name] {
            return std::make_unique<BotanAead>(
                Botan::AEAD_Mode::create_or_throw(botan_name, Botan::ENCRYPTION),
                Botan::AEAD_Mode::create_or_throw(botan_name, Botan::DECRYPTION));
          }};
}

}  // namespace

std::vector<Peer> botan_aeads() {
  std::vector<Peer> peers = {by_name("aes-128-eax", "AES-128/EAX", 16),
                             by_name("aes-128-gcm", "AES-128/GCM", 16),
                             by_name("aes-128-ocb", "AES-128/OCB", 16),
                             by_name("chacha20-poly1305", "ChaCha20Poly1305", 32)};
  // The same AES-EAX once more, as the library's own namesake of our cipher.
  peers.push_back(peers.front());
  peers.back().name = "botan";
  peers.back().cipher = "aes-128-eax";
  for (const host::CipherInfo& cipher : host::catalogue()) {
    if (cipher.id.ends_with("-eax") && cipher.id != "aes-128-eax") {
      peers.push_back(over_our_blocks(cipher));
    }
  }
  return peers;
}

}  // namespace mqseal::bench
