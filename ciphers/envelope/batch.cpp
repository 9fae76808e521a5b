// SPDX-License-Identifier: MIT
#include "ciphers/envelope/batch.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "ciphers/envelope/bytes.h"
#include "ciphers/envelope/key_derivation.h"
#include "ciphers/envelope/sealer.h"

namespace mqseal::envelope {
namespace {

const host::BatchImplementation& implementation_of(const Config& config) {
  const host::BatchImplementation* const found = batch_implementation(config);
  if (found == nullptr) {
    throw std::invalid_argument("sealing: " + config.cipher + " has no batch form on this CPU");
  }
  return *found;
}

/// A shared key fills one group of lanes, per-device keys as many as they need.
std::size_t keys_of(const Layout& layout, const BatchShape& shape) {
  return layout.keys == KeyMode::shared ? 1 : shape.senders;
}

}  // namespace

const host::BatchImplementation* batch_implementation(const Config& config) noexcept {
  const bool framed = config.format == Format::compact || config.format == Format::cose;
  return framed ? host::find_batch_implementation(config.cipher, config.implementation) : nullptr;
}

Batch::Batch(KeyRing& keys, const BatchShape& shape)
    : keys_(keys),
      shape_(shape),
      associated_bytes_(keys.impl().layout.associated_bytes(shape.topic_bytes)),
      sealer_(implementation_of(keys.config()),
              keys_of(keys.impl().layout, shape),
              keys.impl().layout.tag_bytes,
              {max_nonce_bytes, associated_bytes_, shape.plaintext_bytes}),
      nonces_(shape.messages * max_nonce_bytes),
      associated_(shape.messages * associated_bytes_) {
  messages_.reserve(shape.messages);
  const KeyRing::Impl& ring = keys.impl();
  if (ring.layout.keys == KeyMode::shared) {
    const DerivedKey key = shared_key(ring.layout, ring.master);
    for (std::size_t lane = 0; lane < lanes(); ++lane) {
      sealer_.set_key(lane, Bytes(key.span()).first(ring.layout.cipher->key_bytes));
    }
  }
}

void Batch::check(std::string_view topic, Bytes plaintext, MutableBytes out) const {
  if (messages_.size() == shape_.messages || topic.size() > shape_.topic_bytes ||
      plaintext.size() > shape_.plaintext_bytes) {
    throw std::length_error("a batch has not the shape for this message");
  }
  if (out.size() < keys_.impl().layout.sealed_bytes(plaintext.size())) {
    throw std::length_error("seal: the output buffer is shorter than the envelope");
  }
}

/// The lane for the next message of this sender. With a shared key any will do; a per-device key is
/// put there when its epoch begins.
std::size_t Batch::place_of(Sealer& sealer) {
  Sealer::Impl& self = sealer.impl();
  if (!self.per_device()) {
    return messages_.size() % lanes();
  }
  if (self.batch_place == Sealer::Impl::no_place) {
    if (senders_ == shape_.senders) {
      throw std::length_error("a batch has not the shape for one sender more");
    }
    self.batch_place = senders_++;
  }
  if (self.batch_epoch != self.epoch) {
    const Layout& layout = self.ring.layout;
    const DerivedKey key = device_key(layout, self.ring.master, self.sender, self.epoch);
    sealer_.set_key(self.batch_place, Bytes(key.span()).first(layout.cipher->key_bytes));
    self.batch_epoch = self.epoch;
  }
  return self.batch_place;
}

SealStatus Batch::add(
    Sealer& sealer, std::string_view topic, Bytes plaintext, bool retained, MutableBytes out) {
  Sealer::Impl& self = sealer.impl();
  if (self.is_too_long(plaintext.size(), topic.size())) {
    return SealStatus::too_long;
  }
  check(topic, plaintext, out);
  const std::uint64_t cost = self.ring.budget.cost(plaintext.size(), topic.size());
  const SealStatus status = self.make_room(cost);
  if (status != SealStatus::sealed) {
    return status;
  }
  if (self.per_device() && self.batch_epoch != 0 && self.batch_epoch != self.epoch) {
    flush();  // what waits is of the key that this sender leaves
  }
  const std::size_t place = place_of(sealer);
  const auto envelope = out.first(self.ring.layout.sealed_bytes(plaintext.size()));
  NonceStorage storage;
  const auto framed =
      self.frame(self.next_header(retained), topic, plaintext.size(), storage, envelope);
  const std::size_t n = messages_.size();
  const auto nonce = MutableBytes(nonces_).subspan(n * max_nonce_bytes, framed.nonce.size());
  const auto associated =
      MutableBytes(associated_).subspan(n * associated_bytes_, framed.associated_data.size());
  copy_bytes(framed.nonce, nonce);
  copy_bytes(framed.associated_data, associated);
  messages_.push_back({place, nonce, associated, plaintext, framed.body});
  self.last_bytes = envelope.size();
  self.count(cost);
  return SealStatus::sealed;
}

void Batch::flush() {
  sealer_.seal(messages_);
  messages_.clear();
}

}  // namespace mqseal::envelope
