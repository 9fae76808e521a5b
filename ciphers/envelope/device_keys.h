// SPDX-License-Identifier: MIT
// Per-device keys of the receiving side: a bounded cache of keyed AEADs, one for each sender and
// epoch that has proved itself. Forged headers name any epoch they like: their keys pass through
// one spare place and never push out a proven one.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "ciphers/envelope/layout.h"
#include "ciphers/host/secret.h"

namespace mqseal::envelope {

class DeviceKeys {
 public:
  /// `layout` and `master` outlive this; `capacity` >= 1.
  DeviceKeys(const Layout& layout, const host::MasterKey& master, std::size_t capacity);

  /// The AEAD under the key of this sender and epoch, derived where it is not there yet. Valid
  /// until the next call of either function.
  [[nodiscard]] host::Aead& get(std::uint32_t sender, std::uint32_t epoch);
  /// The last get() opened an authentic message: its key is worth keeping. Where the cache is full,
  /// one not used lately (second chance) becomes the spare, whose key is wiped by its next use.
  void keep_last();

  [[nodiscard]] std::size_t size() const noexcept { return slots_.size(); }

 private:
  using Id = std::uint64_t;  ///< sender << 32 | epoch

  struct Slot {
    Id id = 0;  ///< 0: no key yet (sender 0 does not exist)
    bool used_lately = false;
    std::unique_ptr<host::Aead> aead;
  };

  [[nodiscard]] Slot& victim() noexcept;

  const Layout& layout_;
  const host::MasterKey& master_;
  std::size_t capacity_;
  std::vector<Slot> slots_;
  std::unordered_map<Id, std::size_t> index_;
  Slot spare_;
  bool last_was_spare_ = false;
  std::size_t hand_ = 0;
};

}  // namespace mqseal::envelope
