// SPDX-License-Identifier: MIT
// Botan 2.19's AEAD modes behind our Aead. Botan's API wants its own buffers and reports a bad tag
// by an exception; both stay inside this file.
#include <cstdlib>
#include <cstring>
#include <string>

#include <botan/aead.h>
#include <botan/cpuid.h>
#include <fmt/format.h>

#include "ciphers/host/secret.h"
#include "ciphers/host/simple_aeads.h"

namespace mqseal::host {

namespace {

enum class Mode : std::uint8_t { gcm, ccm, chacha20_poly1305 };

class BotanAead final : public Aead {
 public:
  BotanAead(Mode mode, std::size_t tag_bytes) : mode_(mode), tag_bytes_(tag_bytes) { choose(12); }

  BotanAead(const BotanAead&) = delete;
  BotanAead& operator=(const BotanAead&) = delete;
  ~BotanAead() override = default;

  void set_key(Bytes key) noexcept override {
    key_.assign(key.begin(), key.end());
    encryption_->set_key(key_);
    decryption_->set_key(key_);
  }

  void seal(Bytes nonce, Bytes ad, Bytes plaintext, MutableBytes out) noexcept override {
    choose(nonce.size());
    buffer_.assign(plaintext.begin(), plaintext.end());
    encryption_->set_associated_data(ad.data(), ad.size());
    encryption_->start(nonce.data(), nonce.size());
    encryption_->finish(buffer_);
    std::memcpy(out.data(), buffer_.data(), buffer_.size());
  }

  [[nodiscard]] bool open(Bytes nonce, Bytes ad, Bytes sealed, MutableBytes out) noexcept override {
    choose(nonce.size());
    try {
      buffer_.assign(sealed.begin(), sealed.end());
      decryption_->set_associated_data(ad.data(), ad.size());
      decryption_->start(nonce.data(), nonce.size());
      decryption_->finish(buffer_);
    } catch (const Botan::Exception&) {  // bad tag, or shorter than a tag
      decryption_->reset();
      wipe(buffer_.data(), buffer_.size());
      wipe(out.data(), out.size());
      return false;
    }
    if (!buffer_.empty()) {
      std::memcpy(out.data(), buffer_.data(), buffer_.size());
    }
    return true;
  }

  [[nodiscard]] std::size_t tag_bytes() const noexcept override { return tag_bytes_; }

 private:
  [[nodiscard]] std::string name(std::size_t nonce_bytes) const {
    switch (mode_) {
      case Mode::gcm:
        return fmt::format("AES-128/GCM({})", tag_bytes_);
      case Mode::ccm:
        return fmt::format("AES-128/CCM({},{})", tag_bytes_, 15 - nonce_bytes);
      case Mode::chacha20_poly1305:
        return "ChaCha20Poly1305";
    }
    return {};
  }

  /// CCM fixes the nonce length in the mode: made anew where it changes, which envelopes never do.
  void choose(std::size_t nonce_bytes) {
    if (nonce_bytes == nonce_bytes_ || (encryption_ && mode_ != Mode::ccm)) {
      return;
    }
    nonce_bytes_ = nonce_bytes;
    encryption_ = Botan::AEAD_Mode::create_or_throw(name(nonce_bytes), Botan::ENCRYPTION);
    decryption_ = Botan::AEAD_Mode::create_or_throw(name(nonce_bytes), Botan::DECRYPTION);
    if (!key_.empty()) {
      encryption_->set_key(key_);
      decryption_->set_key(key_);
    }
  }

  Mode mode_;
  std::size_t tag_bytes_, nonce_bytes_ = 0;
  Botan::secure_vector<std::uint8_t> key_, buffer_;  // secure_vector wipes itself
  std::unique_ptr<Botan::AEAD_Mode> encryption_, decryption_;
};

void take_instructions_away() noexcept {
#if defined(BOTAN_TARGET_CPU_IS_X86_FAMILY)
  using Botan::CPUID;
  for (const auto bit : {CPUID::CPUID_AESNI_BIT,
                         CPUID::CPUID_CLMUL_BIT,
                         CPUID::CPUID_AVX512_AES_BIT,
                         CPUID::CPUID_AVX512_CLMUL_BIT,
                         CPUID::CPUID_SSE2_BIT,
                         CPUID::CPUID_SSSE3_BIT,
                         CPUID::CPUID_SSE41_BIT,
                         CPUID::CPUID_SSE42_BIT,
                         CPUID::CPUID_AVX2_BIT,
                         CPUID::CPUID_AVX512F_BIT,
                         CPUID::CPUID_AVX512DQ_BIT,
                         CPUID::CPUID_AVX512BW_BIT}) {
    CPUID::clear_cpuid_bit(bit);
  }
#endif
}

}  // namespace

std::unique_ptr<Aead> make_botan_gcm(std::size_t tag_bytes) {
  return std::make_unique<BotanAead>(Mode::gcm, tag_bytes);
}

std::unique_ptr<Aead> make_botan_ccm(std::size_t tag_bytes) {
  return std::make_unique<BotanAead>(Mode::ccm, tag_bytes);
}

std::unique_ptr<Aead> make_botan_chacha20_poly1305(std::size_t tag_bytes) {
  return std::make_unique<BotanAead>(Mode::chacha20_poly1305, tag_bytes);
}

bool botan_is_without_aes() noexcept {
  static const bool without = [] {
    const bool asked = std::getenv("MQSEAL_BOTAN_NOAES") != nullptr;
    if (asked) {
      take_instructions_away();
    }
    return asked;
  }();
  return without;
}

bool botan_is_whole() noexcept {
  return !botan_is_without_aes();
}

bool botan_uses_aes_instructions() noexcept {
#if defined(BOTAN_TARGET_CPU_IS_X86_FAMILY)
  return Botan::CPUID::has_aes_ni();
#else
  return false;
#endif
}

}  // namespace mqseal::host
