// SPDX-License-Identifier: MIT
#include "ciphers/envelope/key_ring.h"

#include "ciphers/envelope/bytes.h"
#include "ciphers/envelope/cose.h"
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
      associated_data_(layout.encrypts() ? layout.associated_bytes(max_topic_bytes) : 0) {
  if (layout.encrypts() && layout.keys == KeyMode::shared) {
    shared = layout.implementation->make(layout.tag_bytes);
    set_shared_key(layout, master, *shared);
  }
}

host::Aead& KeyRing::Impl::opening_key(std::uint32_t sender, std::uint32_t epoch) {
  return shared != nullptr ? *shared : devices.get(sender, epoch);
}

Bytes KeyRing::Impl::associated_data(Bytes header,
                                     Bytes protected_header,
                                     std::string_view topic) noexcept {
  switch (layout.format) {
    case Format::lab:
      return {};
    case Format::cose:
      return Bytes(associated_data_)
          .first(write_enc_structure(protected_header, header, topic, associated_data_));
    case Format::compact:
    case Format::raw:
      break;
  }
  copy_bytes(header, associated_data_);
  copy_bytes(bytes_of(topic), MutableBytes(associated_data_).subspan(header.size()));
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

std::size_t KeyRing::sealed_bytes(std::size_t plaintext_bytes) const noexcept {
  return impl_->layout.sealed_bytes(plaintext_bytes);
}

std::uint64_t KeyRing::failed_opens() const noexcept {
  return impl_->failed_opens;
}

}  // namespace mqseal::envelope
