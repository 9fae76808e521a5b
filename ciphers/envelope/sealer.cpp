// SPDX-License-Identifier: MIT
// The sending side: sequence, epoch, limits, nonce, and the AEAD around them.
#include <array>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "ciphers/envelope/bytes.h"
#include "ciphers/envelope/envelope.h"
#include "ciphers/envelope/header.h"
#include "ciphers/envelope/key_derivation.h"
#include "ciphers/envelope/key_ring.h"
#include "ciphers/envelope/limits.h"

namespace mqseal::envelope {
namespace {

/// Never sealed: where the counter would be this, the next epoch starts.
constexpr std::uint32_t last_counter = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t last_epoch = std::numeric_limits<std::uint32_t>::max();

}  // namespace

struct Sealer::Impl {
  Impl(KeyRing::Impl& key_ring, std::uint32_t own_sender, EpochSource epochs);

  void begin(std::uint32_t first_epoch, std::uint32_t first_counter);
  [[nodiscard]] SealStatus make_room(std::uint64_t cost);
  [[nodiscard]] bool move_epoch();
  void enter_epoch(std::uint32_t new_epoch);
  void write(std::string_view topic, Bytes plaintext, bool retained, MutableBytes out);

  [[nodiscard]] bool per_device() const noexcept {
    return ring.layout.encrypts() && ring.layout.keys == KeyMode::per_device;
  }

  KeyRing::Impl& ring;
  KeyRing::Impl::SenderRecord& record;
  EpochSource next_epoch;
  std::uint32_t sender;
  std::uint32_t epoch = 0;
  std::uint32_t counter = 0;
  std::unique_ptr<host::Aead> device_key;  ///< this epoch's, where keys are per-device
  KeyUse device_use;
};

Sealer::Impl::Impl(KeyRing::Impl& key_ring, std::uint32_t own_sender, EpochSource epochs)
    : ring(key_ring),
      record(key_ring.senders[own_sender]),
      next_epoch(std::move(epochs)),
      sender(own_sender) {
  if (per_device()) {
    device_key = ring.layout.implementation->make(ring.layout.tag_bytes);
  }
}

void Sealer::Impl::begin(std::uint32_t first_epoch, std::uint32_t first_counter) {
  const bool repeats_nonces = ring.layout.encrypts() && ring.layout.policy != NoncePolicy::fixed;
  if (repeats_nonces && first_epoch <= record.last_epoch) {
    throw std::invalid_argument("sender " + std::to_string(sender) + " has already used epoch " +
                                std::to_string(record.last_epoch) + " of this key; epoch " +
                                std::to_string(first_epoch) + " would repeat its nonces");
  }
  enter_epoch(first_epoch);
  counter = first_counter;
}

void Sealer::Impl::enter_epoch(std::uint32_t new_epoch) {
  if (per_device()) {
    set_device_key(ring.layout, ring.master, sender, new_epoch, *device_key);
    device_use = {};
  }
  epoch = new_epoch;
  counter = 0;
  record.last_epoch = std::max(record.last_epoch, new_epoch);
}

bool Sealer::Impl::move_epoch() {
  if (epoch == last_epoch) {
    return false;
  }
  const std::uint32_t next = next_epoch ? next_epoch() : epoch + 1;
  if (next <= epoch) {
    throw std::logic_error("an EpochSource gave an epoch that is not above the last one");
  }
  enter_epoch(next);
  return true;
}

/// Sees to it that one more message of this cost may be sealed now.
SealStatus Sealer::Impl::make_room(std::uint64_t cost) {
  bool move = counter == last_counter;
  if (per_device()) {
    if (!ring.budget.allows(KeyUse{}, cost)) {
      return SealStatus::too_long;
    }
    move = move || !ring.budget.allows(device_use, cost);
  } else if (!ring.budget.allows(record.shared_use, cost)) {
    return SealStatus::key_exhausted;
  }
  return move && !move_epoch() ? SealStatus::key_exhausted : SealStatus::sealed;
}

void Sealer::Impl::write(std::string_view topic, Bytes plaintext, bool retained, MutableBytes out) {
  const Layout& layout = ring.layout;
  const auto header = out.first<header_bytes>();
  write_header({layout.policy, retained, sender, epoch, counter}, header);
  if (!layout.encrypts()) {
    copy_bytes(plaintext, out.subspan(header_bytes));
    return;
  }
  std::array<std::uint8_t, max_nonce_bytes> storage;
  Bytes nonce;
  if (layout.policy == NoncePolicy::random) {
    const auto sent = out.subspan(header_bytes, layout.sent_nonce_bytes);
    ring.random.fill(sent);
    nonce = sent;
  } else {
    nonce = implicit_nonce(layout, header, storage);
  }
  host::Aead& aead = device_key != nullptr ? *device_key : *ring.shared;
  aead.seal(nonce,
            ring.associated_data(header, topic),
            plaintext,
            out.subspan(header_bytes + layout.sent_nonce_bytes));
}

Sealer::Sealer(KeyRing& keys,
               std::uint32_t sender,
               std::uint32_t epoch,
               EpochSource next_epoch,
               std::uint32_t first_counter) {
  if (sender == 0 || epoch == 0) {
    throw std::invalid_argument(sender == 0 ? "sender: ids start at 1" : "epoch: starts at 1");
  }
  impl_ = std::make_unique<Impl>(keys.impl(), sender, std::move(next_epoch));
  impl_->begin(epoch, first_counter);
}

Sealer::Sealer(Sealer&&) noexcept = default;
Sealer& Sealer::operator=(Sealer&&) noexcept = default;
Sealer::~Sealer() = default;

SealStatus Sealer::prepare(std::size_t plaintext_bytes, std::size_t topic_bytes) {
  const Layout& layout = impl_->ring.layout;
  if (plaintext_bytes > max_plaintext_bytes || topic_bytes > layout.longest_topic_bytes) {
    return SealStatus::too_long;
  }
  return impl_->make_room(impl_->ring.budget.cost(plaintext_bytes, topic_bytes));
}

SealStatus Sealer::seal(std::string_view topic, Bytes plaintext, bool retained, MutableBytes out) {
  Impl& self = *impl_;
  const Layout& layout = self.ring.layout;
  if (plaintext.size() > max_plaintext_bytes || topic.size() > layout.longest_topic_bytes) {
    return SealStatus::too_long;
  }
  const std::size_t needed = layout.overhead_bytes() + plaintext.size();
  if (out.size() < needed) {
    throw std::length_error("seal: the output buffer is shorter than the envelope");
  }
  const std::uint64_t cost = self.ring.budget.cost(plaintext.size(), topic.size());
  const SealStatus status = self.make_room(cost);
  if (status != SealStatus::sealed) {
    return status;
  }
  if (layout.raw) {
    copy_bytes(plaintext, out);
  } else {
    self.write(topic, plaintext, retained, out.first(needed));
  }
  KeyUse& use = self.device_key != nullptr ? self.device_use : self.record.shared_use;
  use.units += cost;
  ++use.messages;
  ++self.counter;
  return SealStatus::sealed;
}

Sequence Sealer::next_sequence() const noexcept {
  return Sequence{impl_->epoch} << 32 | impl_->counter;
}

std::uint32_t Sealer::sender() const noexcept {
  return impl_->sender;
}

}  // namespace mqseal::envelope
