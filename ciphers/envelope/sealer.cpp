// SPDX-License-Identifier: MIT
// The sending side: sequence, epoch, limits, nonce, and the AEAD around them.
#include "ciphers/envelope/sealer.h"

#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "ciphers/envelope/bytes.h"
#include "ciphers/envelope/cose.h"
#include "ciphers/envelope/envelope.h"
#include "ciphers/envelope/header.h"
#include "ciphers/envelope/key_derivation.h"
#include "ciphers/envelope/key_ring.h"
#include "ciphers/envelope/lab_text.h"
#include "ciphers/envelope/limits.h"

namespace mqseal::envelope {
namespace {

/// Never sealed: where the counter would be this, the next epoch starts.
constexpr std::uint32_t last_counter = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t last_epoch = std::numeric_limits<std::uint32_t>::max();

}  // namespace

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

Bytes Sealer::Impl::choose_nonce(Bytes header, NonceStorage& storage) {
  if (ring.layout.policy != NoncePolicy::random) {
    return implicit_nonce(ring.layout, header, storage);
  }
  const auto nonce = MutableBytes(storage).first(ring.layout.nonce_bytes);
  ring.random.fill(nonce);
  return nonce;
}

Sealer::Impl::Header Sealer::Impl::next_header(bool retained) const {
  Header header;
  write_header({ring.layout.policy, retained, sender, epoch, counter}, header);
  return header;
}

/// One envelope to `out`, which has sealed_bytes(); its length.
std::size_t Sealer::Impl::write(std::string_view topic,
                                Bytes plaintext,
                                bool retained,
                                MutableBytes out) {
  const Layout& layout = ring.layout;
  if (layout.format == Format::raw) {
    copy_bytes(plaintext, out);
    return plaintext.size();
  }
  const Header header = next_header(retained);
  if (!layout.encrypts()) {
    copy_bytes(header, out);
    copy_bytes(plaintext, out.subspan(header_bytes));
    return out.size();
  }
  NonceStorage storage;
  if (layout.format == Format::lab) {
    return write_lab(choose_nonce(header, storage), plaintext, out);
  }
  const Framed framed = frame(header, topic, plaintext.size(), storage, out);
  key().seal(framed.nonce, framed.associated_data, plaintext, framed.body);
  return out.size();
}

/// Everything of the envelope but ciphertext and tag; encrypting formats with a header only.
Sealer::Impl::Framed Sealer::Impl::frame(const Header& header,
                                         std::string_view topic,
                                         std::size_t plaintext_bytes,
                                         NonceStorage& storage,
                                         MutableBytes out) {
  const Layout& layout = ring.layout;
  const Bytes nonce = choose_nonce(header, storage);
  Bytes protected_header;
  MutableBytes body;
  if (layout.format == Format::cose) {
    const auto cose = write_cose_frame(layout, header, nonce, plaintext_bytes, out);
    protected_header = cose.protected_header;
    body = cose.body;
  } else {
    copy_bytes(header, out);
    copy_bytes(nonce.first(layout.sent_nonce_bytes), out.subspan(header_bytes));
    body = out.subspan(header_bytes + layout.sent_nonce_bytes);
  }
  return {nonce, ring.associated_data(header, protected_header, topic), body};
}

std::size_t Sealer::Impl::write_lab(Bytes nonce, Bytes plaintext, MutableBytes out) {
  const std::size_t bytes = plaintext.size() + ring.layout.tag_bytes;
  if (ring.lab_body.size() < bytes) {
    ring.lab_body.resize(bytes);
  }
  const auto body = MutableBytes(ring.lab_body).first(bytes);
  key().seal(nonce, {}, plaintext, body);
  return write_lab_text(nonce, body.first(plaintext.size()), body.subspan(plaintext.size()), out);
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

bool Sealer::Impl::is_too_long(std::size_t plaintext_bytes,
                               std::size_t topic_bytes) const noexcept {
  return plaintext_bytes > ring.layout.longest_plaintext_bytes ||
         topic_bytes > ring.layout.longest_topic_bytes;
}

void Sealer::Impl::count(std::uint64_t cost) {
  KeyUse& use = device_key != nullptr ? device_use : record.shared_use;
  use.units += cost;
  ++use.messages;
  ++counter;
}

SealStatus Sealer::prepare(std::size_t plaintext_bytes, std::size_t topic_bytes) {
  return impl_->is_too_long(plaintext_bytes, topic_bytes)
             ? SealStatus::too_long
             : impl_->make_room(impl_->ring.budget.cost(plaintext_bytes, topic_bytes));
}

SealStatus Sealer::seal(std::string_view topic, Bytes plaintext, bool retained, MutableBytes out) {
  Impl& self = *impl_;
  if (self.is_too_long(plaintext.size(), topic.size())) {
    return SealStatus::too_long;
  }
  const std::size_t needed = self.ring.layout.sealed_bytes(plaintext.size());
  if (out.size() < needed) {
    throw std::length_error("seal: the output buffer is shorter than the envelope");
  }
  const std::uint64_t cost = self.ring.budget.cost(plaintext.size(), topic.size());
  const SealStatus status = self.make_room(cost);
  if (status != SealStatus::sealed) {
    return status;
  }
  self.last_bytes = self.write(topic, plaintext, retained, out.first(needed));
  self.count(cost);
  return SealStatus::sealed;
}

Sealer::Impl& Sealer::impl() noexcept {
  return *impl_;
}

std::size_t Sealer::last_bytes() const noexcept {
  return impl_->last_bytes;
}

Sequence Sealer::next_sequence() const noexcept {
  return Sequence{impl_->epoch} << 32 | impl_->counter;
}

std::uint32_t Sealer::sender() const noexcept {
  return impl_->sender;
}

}  // namespace mqseal::envelope
