// SPDX-License-Identifier: MIT
#include "ciphers/host/simple_aeads.h"

#include <cstring>

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

}  // namespace

std::unique_ptr<Aead> make_plain(std::size_t) {
  return std::make_unique<PlainAead>();
}

}  // namespace mqseal::host
