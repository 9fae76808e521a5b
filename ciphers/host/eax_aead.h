// SPDX-License-Identifier: MIT
// Aead over ciphers/core's EAX and an engine: what every EAX implementation of the catalogue is,
// portable or SIMD. Instantiate it in the translation unit that has the engine's instruction set.
#pragma once

#include <memory>

#include "ciphers/core/eax.h"
#include "ciphers/host/aead.h"

namespace mqseal::host {

template <class Engine>
class EaxAead final : public Aead {
 public:
  explicit EaxAead(std::size_t tag_bytes) : tag_bytes_(tag_bytes) {}

  EaxAead(const EaxAead&) = delete;
  EaxAead& operator=(const EaxAead&) = delete;

  ~EaxAead() override { eax_.clear(); }

  void set_key(Bytes key) noexcept override { eax_.set_key(key.data()); }

  void seal(Bytes nonce, Bytes ad, Bytes plaintext, MutableBytes out) noexcept override {
    eax_.seal(input(nonce),
              input(ad),
              plaintext.data(),
              plaintext.size(),
              out.data(),
              out.data() + plaintext.size(),
              tag_bytes_);
  }

  [[nodiscard]] bool open(Bytes nonce, Bytes ad, Bytes sealed, MutableBytes out) noexcept override {
    if (sealed.size() < tag_bytes_) {
      core::wipe(out.data(), out.size());
      return false;
    }
    const std::size_t text = sealed.size() - tag_bytes_;
    return eax_.open(
        input(nonce), input(ad), sealed.data(), text, out.data(), sealed.data() + text, tag_bytes_);
  }

  [[nodiscard]] std::size_t tag_bytes() const noexcept override { return tag_bytes_; }

 private:
  static core::Input input(Bytes bytes) { return {bytes.data(), bytes.size()}; }

  core::Eax<Engine> eax_{};
  std::size_t tag_bytes_;
};

template <class Engine>
std::unique_ptr<Aead> make_eax(std::size_t tag_bytes) {
  return std::make_unique<EaxAead<Engine>>(tag_bytes);
}

}  // namespace mqseal::host
