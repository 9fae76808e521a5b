// SPDX-License-Identifier: MIT
#include "ciphers/envelope/key_ring.h"

#include "ciphers/envelope/bytes.h"
#include "ciphers/envelope/key_derivation.h"

namespace mqseal::envelope {

KeyRing::Impl::Impl(const Config& ring_config,
                    const host::MasterKey& ring_master,
                    std::size_t cached_keys)
    : config(ring_config),
      master(ring_master),
      layout(make_layout(ring_config)),
      budget(layout, ring_config),
      devices(layout, ring_master, cached_keys),
      associated_data_(layout.encrypts() ? header_bytes + max_topic_bytes : 0) {
  if (layout.encrypts() && layout.keys == KeyMode::shared) {
    shared = layout.implementation->make(layout.tag_bytes);
    set_shared_key(layout, master, *shared);
  }
}

host::Aead& KeyRing::Impl::opening_key(std::uint32_t sender, std::uint32_t epoch) {
  return shared != nullptr ? *shared : devices.get(sender, epoch);
}

Bytes KeyRing::Impl::associated_data(Bytes header, std::string_view topic) noexcept {
  copy_bytes(header, associated_data_);
  if (!topic.empty()) {
    std::memcpy(associated_data_.data() + header.size(), topic.data(), topic.size());
  }
  return Bytes(associated_data_).first(header.size() + topic.size());
}

KeyRing::KeyRing(const Config& config, const host::MasterKey& master, std::size_t cached_keys)
    : impl_(std::make_unique<Impl>(config, master, cached_keys)) {}

KeyRing::~KeyRing() = default;

const Config& KeyRing::config() const noexcept {
  return impl_->config;
}

const host::CipherInfo& KeyRing::cipher() const noexcept {
  return *impl_->layout.cipher;
}

std::string_view KeyRing::implementation() const noexcept {
  return impl_->layout.encrypts() ? impl_->layout.implementation->name : "none";
}

std::size_t KeyRing::overhead_bytes() const noexcept {
  return impl_->layout.overhead_bytes();
}

std::uint64_t KeyRing::failed_opens() const noexcept {
  return impl_->failed_opens;
}

}  // namespace mqseal::envelope
