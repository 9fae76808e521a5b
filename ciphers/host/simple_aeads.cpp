// SPDX-License-Identifier: MIT
#include "ciphers/host/simple_aeads.h"

#include <algorithm>
#include <cstring>

#include "ciphers/core/ascon.h"

namespace mqseal::host {

namespace {

class PlainAead final : public Aead {
 public:
  void set_key(Bytes) noexcept override {}

  void seal(Bytes, Bytes, Bytes plaintext, MutableBytes out) noexcept override {
    copy(plaintext, out);
  }

  [[nodiscard]] bool open(Bytes, Bytes, Bytes sealed, MutableBytes out) noexcept override {
    copy(sealed, out);
    return true;
  }

  [[nodiscard]] std::size_t tag_bytes() const noexcept override { return 0; }

 private:
  static void copy(Bytes from, MutableBytes to) {
    if (!from.empty()) {
      std::memmove(to.data(), from.data(), from.size());
    }
  }
};

class AsconAead final : public Aead {
 public:
  explicit AsconAead(std::size_t tag_bytes) : tag_bytes_(tag_bytes) {}

  AsconAead(const AsconAead&) = delete;
  AsconAead& operator=(const AsconAead&) = delete;

  ~AsconAead() override { ascon_.clear(); }

  void set_key(Bytes key) noexcept override { ascon_.set_key(key.data()); }

  void seal(Bytes nonce, Bytes ad, Bytes plaintext, MutableBytes out) noexcept override {
    ascon_.seal(nonce.data(),
                {ad.data(), ad.size()},
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
    return ascon_.open(nonce.data(),
                       {ad.data(), ad.size()},
                       sealed.data(),
                       text,
                       out.data(),
                       sealed.data() + text,
                       tag_bytes_);
  }

  [[nodiscard]] std::size_t tag_bytes() const noexcept override { return tag_bytes_; }

 private:
  core::AsconAead128 ascon_{};
  std::size_t tag_bytes_;
};

}  // namespace

std::unique_ptr<Aead> make_plain(std::size_t) {
  return std::make_unique<PlainAead>();
}

std::unique_ptr<Aead> make_ascon(std::size_t tag_bytes) {
  return std::make_unique<AsconAead>(tag_bytes);
}

}  // namespace mqseal::host
