// SPDX-License-Identifier: MIT
#include "ciphers/envelope/key_derivation.h"

#include <array>
#include <stdexcept>
#include <string_view>

#include "ciphers/envelope/bytes.h"

namespace mqseal::envelope {
namespace {

constexpr std::string_view salt = "mqseal/envelope/1";

/// The info string, put together without the heap.
class Info {
 public:
  void add(Bytes bytes) {
    copy_bytes(bytes, room(bytes.size()));
    size_ += bytes.size();
  }

  void add_text(std::string_view text) {
    add(bytes_of(text));
    add_u8(0);
  }

  void add_u8(std::size_t value) { add(std::array{static_cast<std::uint8_t>(value)}); }

  void add_u32(std::uint32_t value) {
    std::array<std::uint8_t, 4> bytes;
    store_u32(value, bytes);
    add(bytes);
  }

  [[nodiscard]] Bytes view() const noexcept { return Bytes(bytes_).first(size_); }

 private:
  MutableBytes room(std::size_t bytes) {
    if (bytes > bytes_.size() - size_) {
      throw std::length_error("cipher id too long for a key derivation info");
    }
    return MutableBytes(bytes_).subspan(size_);
  }

  std::array<std::uint8_t, 96> bytes_{};
  std::size_t size_ = 0;
};

Info common_info(const Layout& layout, std::string_view label) {
  Info info;
  info.add_text(label);
  info.add_text(layout.cipher->id);
  info.add_u8(static_cast<std::size_t>(layout.policy));
  info.add_u8(layout.tag_bytes);
  return info;
}

DerivedKey derive(const Layout& layout, const host::MasterKey& master, const Info& info) {
  DerivedKey key;
  const auto wanted = MutableBytes(key.span()).first(layout.cipher->key_bytes);
  host::hkdf_sha256(master.span(), bytes_of(salt), info.view(), wanted);
  return key;
}

void set(const Layout& layout, const DerivedKey& key, host::Aead& aead) {
  aead.set_key(Bytes(key.span()).first(layout.cipher->key_bytes));
}

}  // namespace

DerivedKey shared_key(const Layout& layout, const host::MasterKey& master) {
  if (layout.direct_key) {
    DerivedKey key;
    copy_bytes(Bytes(master.span()).first(layout.cipher->key_bytes), key.span());
    return key;
  }
  return derive(layout, master, common_info(layout, "shared"));
}

DerivedKey device_key(const Layout& layout,
                      const host::MasterKey& master,
                      std::uint32_t sender,
                      std::uint32_t epoch) {
  Info info = common_info(layout, "device");
  info.add_u32(sender);
  info.add_u32(epoch);
  return derive(layout, master, info);
}

void set_shared_key(const Layout& layout, const host::MasterKey& master, host::Aead& aead) {
  set(layout, shared_key(layout, master), aead);
}

void set_device_key(const Layout& layout,
                    const host::MasterKey& master,
                    std::uint32_t sender,
                    std::uint32_t epoch,
                    host::Aead& aead) {
  set(layout, device_key(layout, master, sender, epoch), aead);
}

}  // namespace mqseal::envelope
