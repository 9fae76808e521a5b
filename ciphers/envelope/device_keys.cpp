// SPDX-License-Identifier: MIT
#include "ciphers/envelope/device_keys.h"

#include <stdexcept>
#include <utility>

#include "ciphers/envelope/key_derivation.h"

namespace mqseal::envelope {

DeviceKeys::DeviceKeys(const Layout& layout, const host::MasterKey& master, std::size_t capacity)
    : layout_(layout), master_(master), capacity_(capacity) {
  if (capacity == 0) {
    throw std::invalid_argument("cached_keys: at least 1 is needed");
  }
}

host::Aead& DeviceKeys::get(std::uint32_t sender, std::uint32_t epoch) {
  const Id id = Id{sender} << 32 | epoch;
  const auto found = index_.find(id);
  last_was_spare_ = found == index_.end();
  if (!last_was_spare_) {
    Slot& slot = slots_[found->second];
    slot.used_lately = true;
    return *slot.aead;
  }
  if (spare_.id != id) {
    if (spare_.aead == nullptr) {
      spare_.aead = layout_.implementation->make(layout_.tag_bytes);
    }
    spare_.id = 0;  // stays 0 where the derivation throws
    set_device_key(layout_, master_, sender, epoch, *spare_.aead);
    spare_.id = id;
  }
  return *spare_.aead;
}

void DeviceKeys::keep_last() {
  if (!last_was_spare_) {
    return;
  }
  last_was_spare_ = false;
  if (slots_.size() < capacity_) {
    slots_.push_back({spare_.id, true, nullptr});
    index_.emplace(spare_.id, slots_.size() - 1);
    slots_.back().aead = std::move(spare_.aead);
    spare_.id = 0;
    return;
  }
  Slot& slot = victim();
  auto node = index_.extract(slot.id);  // re-used, so that eviction allocates nothing
  node.key() = spare_.id;
  index_.insert(std::move(node));
  std::swap(slot, spare_);
  slot.used_lately = true;
}

DeviceKeys::Slot& DeviceKeys::victim() noexcept {
  for (;;) {
    Slot& slot = slots_[hand_];
    hand_ = (hand_ + 1) % slots_.size();
    if (!slot.used_lately) {
      return slot;
    }
    slot.used_lately = false;
  }
}

}  // namespace mqseal::envelope
