// SPDX-License-Identifier: MIT
#include "ciphers/host/batch.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <new>
#include <numeric>
#include <stdexcept>
#include <tuple>

#include "ciphers/core/host_block.h"
#include "ciphers/host/secret.h"
#include "ciphers/simd/batch_kernel.h"
#include "ciphers/simd/kernels.h"

namespace mqseal::host {

namespace {

std::size_t blocks_for(std::size_t bytes, std::size_t block_bytes) {
  return (bytes + block_bytes - 1) / block_bytes;
}

/// The last block of a part, filled up with zeros.
template <std::size_t block_bytes>
void stage_rest(const std::uint8_t* from, std::size_t rest, std::uint8_t* to) {
  core::partial<core::Block<block_bytes>>::load_first(from, rest).store(to);
}

template <std::size_t block_bytes>
void unstage(const std::uint8_t* from, std::uint8_t* to, std::size_t bytes, std::size_t stride) {
  using Block = core::Block<block_bytes>;
  for (; bytes >= block_bytes; bytes -= block_bytes, to += block_bytes, from += stride) {
    std::memcpy(to, from, block_bytes);
  }
  if (bytes != 0) {
    core::partial<Block>::store_first(Block::load(from), to, bytes);
  }
}

bool same_lengths(const BatchMessage& a, const BatchMessage& b) {
  return a.plaintext.size() == b.plaintext.size() &&
         a.associated_data.size() == b.associated_data.size() && a.nonce.size() == b.nonce.size();
}

/// The order in which messages that go together are neighbours.
bool goes_before(const BatchMessage& a, const BatchMessage& b, unsigned lane_bits) {
  const std::size_t group_a = a.client >> lane_bits, group_b = b.client >> lane_bits;
  if (group_a != group_b || same_lengths(a, b)) {
    return group_a < group_b;
  }
  return std::tuple(a.plaintext.size(), a.associated_data.size(), a.nonce.size()) <
         std::tuple(b.plaintext.size(), b.associated_data.size(), b.nonce.size());
}

}  // namespace

std::span<const BatchImplementation> batch_implementations() noexcept {
  static const BatchImplementation all[] = {
#define MQSEAL_BATCH(cipher, name, kernel, supported) \
  {cipher, name, kernel.lanes, supported, &kernel},
#include "ciphers/host/batch_implementations.def"
#undef MQSEAL_BATCH
  };
  return all;
}

const BatchImplementation* find_batch_implementation(std::string_view cipher,
                                                     std::string_view name) noexcept {
  const auto first = [&](std::string_view wanted) -> const BatchImplementation* {
    const auto found =
        std::ranges::find_if(batch_implementations(), [&](const BatchImplementation& candidate) {
          return candidate.cipher == cipher && (wanted.empty() || candidate.name == wanted) &&
                 candidate.supported();
        });
    return found == batch_implementations().end() ? nullptr : &*found;
  };
  const char* const forced = name.empty() ? std::getenv("MQSEAL_FORCE_ISA") : nullptr;
  const BatchImplementation* const chosen = forced != nullptr ? first(forced) : nullptr;
  return chosen != nullptr ? chosen : first(name);
}

BatchSealer::BatchSealer(const BatchImplementation& implementation,
                         std::size_t clients,
                         std::size_t tag_bytes,
                         const BatchLimits& limits)
    : kernel_(*implementation.kernel),
      groups_(std::max<std::size_t>(1, blocks_for(clients, kernel_.lanes))),
      tag_bytes_(tag_bytes),
      limits_(limits),
      state_stride_(blocks_for(kernel_.state_bytes, kernel_.state_align) * kernel_.state_align),
      states_(::operator new (groups_* state_stride_, std::align_val_t{kernel_.state_align})),
      lane_bits_(static_cast<unsigned>(std::countr_zero(kernel_.lanes))),
      lane_gathering_(kernel_.lanes) {
  wipe(states_, groups_ * state_stride_);
  const auto area = [&](std::size_t bytes) {
    // At least one block, so that the kernel may form its address.
    return kernel_.lanes * kernel_.block_bytes *
           std::max<std::size_t>(1, blocks_for(bytes, kernel_.block_bytes));
  };
  nonce_.resize(area(limits.nonce_bytes));
  associated_data_.resize(area(limits.associated_data_bytes));
  text_.resize(area(limits.plaintext_bytes));
  tag_.resize(area(kernel_.block_bytes));
  order_.reserve(groups_ * kernel_.lanes);
  gathered_.reserve(kernel_.lanes);
}

BatchSealer::~BatchSealer() {
  wipe(states_, groups_ * state_stride_);
  wipe(text_.data(), text_.size());
  ::operator delete (states_, std::align_val_t{kernel_.state_align});
}

std::size_t BatchSealer::lanes() const noexcept {
  return kernel_.lanes;
}

void* BatchSealer::group_state(std::size_t group) const noexcept {
  return static_cast<std::uint8_t*>(states_) + group * state_stride_;
}

void BatchSealer::set_key(std::size_t client, Bytes key) noexcept {
  kernel_.set_key(group_state(client >> lane_bits_), client & (kernel_.lanes - 1), key.data());
}

void BatchSealer::seal(std::span<const BatchMessage> messages) {
  if (check(messages)) {
    seal_row(messages);
    return;
  }
  while (!messages.empty()) {
    const std::size_t n = std::min(messages.size(), order_.capacity());
    seal_sorted(messages.first(n));
    messages = messages.subspan(n);
  }
}

bool BatchSealer::check(std::span<const BatchMessage> messages) const {
  bool is_row = true;
  const BatchMessage* before = nullptr;
  for (const BatchMessage& message : messages) {
    if (message.client >= groups_ * kernel_.lanes) {
      throw std::out_of_range("a batch names a client that does not exist");
    }
    if (before != nullptr && same_lengths(message, *before)) {
      is_row = is_row && before->client < message.client;
    } else if (message.nonce.size() > limits_.nonce_bytes ||
               message.associated_data.size() > limits_.associated_data_bytes ||
               message.plaintext.size() > limits_.plaintext_bytes) {
      throw std::length_error("a message of a batch is longer than the limits of its BatchSealer");
    } else {
      is_row = is_row && before == nullptr;
    }
    before = &message;
  }
  return is_row;
}

/// Messages of equal lengths whose clients ascend.
void BatchSealer::seal_row(std::span<const BatchMessage> messages) {
  while (!messages.empty()) {
    const std::size_t group = messages.front().client >> lane_bits_;
    std::size_t n = 1;
    while (n < messages.size() && messages[n].client >> lane_bits_ == group) {
      ++n;
    }
    seal_pass(messages.first(n));
    messages = messages.subspan(n);
  }
}

/// Any messages: sorted, and gathered pass by pass.
void BatchSealer::seal_sorted(std::span<const BatchMessage> messages) {
  order_.resize(messages.size());
  std::iota(order_.begin(), order_.end(), 0U);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return goes_before(messages[a], messages[b], lane_bits_);
  };
  if (!std::is_sorted(order_.begin(), order_.end(), before)) {
    std::sort(order_.begin(), order_.end(), before);
  }
  for (std::size_t next = 0; next < order_.size();) {
    gathered_.clear();
    ++gatherings_;
    while (next < order_.size() && joins(messages[order_[next]])) {
      gathered_.push_back(messages[order_[next++]]);
    }
    seal_pass(gathered_);
  }
}

/// Whether a message can be in one pass with those gathered; then its lane is taken.
bool BatchSealer::joins(const BatchMessage& message) {
  std::uint64_t& last = lane_gathering_[lane_of(message)];
  const bool is_like =
      gathered_.empty() || (message.client >> lane_bits_ == gathered_[0].client >> lane_bits_ &&
                            same_lengths(message, gathered_[0]));
  if (!is_like || last == gatherings_) {
    return false;  // the last: a second message of the same client
  }
  last = gatherings_;
  return true;
}

/// One part of each message to its places among the lanes.
template <std::size_t block_bytes>
void BatchSealer::stage(std::span<const BatchMessage> messages,
                        Bytes BatchMessage::*part,
                        std::uint8_t* area) const {
  const std::size_t whole = (messages[0].*part).size() / block_bytes;
  const std::size_t rest = (messages[0].*part).size() % block_bytes;
  const std::size_t stride = kernel_.lanes * block_bytes;
  for (const BatchMessage& message : messages) {
    const std::uint8_t* from = (message.*part).data();
    std::uint8_t* to = area + lane_of(message) * block_bytes;
    for (std::size_t i = 0; i < whole; ++i, from += block_bytes, to += stride) {
      std::memcpy(to, from, block_bytes);
    }
    if (rest != 0) {
      stage_rest<block_bytes>(from, rest, to);
    }
  }
}

/// Messages of equal lengths and of different clients of one group.
void BatchSealer::seal_pass(std::span<const BatchMessage> messages) {
  if (kernel_.block_bytes == 8) {
    seal_pass_of<8>(messages);
  } else {
    seal_pass_of<16>(messages);
  }
  ++passes_;
}

template <std::size_t block_bytes>
void BatchSealer::seal_pass_of(std::span<const BatchMessage> messages) {
  stage<block_bytes>(messages, &BatchMessage::nonce, nonce_.data());
  stage<block_bytes>(messages, &BatchMessage::associated_data, associated_data_.data());
  stage<block_bytes>(messages, &BatchMessage::plaintext, text_.data());
  const BatchMessage& shape = messages[0];
  const std::size_t text_bytes = shape.plaintext.size();
  kernel_.seal(group_state(shape.client >> lane_bits_),
               {.nonce = nonce_.data(),
                .associated_data = associated_data_.data(),
                .text = text_.data(),
                .tag = tag_.data(),
                .nonce_bytes = shape.nonce.size(),
                .associated_data_bytes = shape.associated_data.size(),
                .text_bytes = text_bytes});
  const std::size_t stride = kernel_.lanes * block_bytes;
  for (const BatchMessage& message : messages) {
    const std::size_t at = lane_of(message) * block_bytes;
    std::uint8_t* const out = message.out.data();
    unstage<block_bytes>(text_.data() + at, out, text_bytes, stride);
    unstage<block_bytes>(tag_.data() + at, out + text_bytes, tag_bytes_, stride);
  }
}

}  // namespace mqseal::host
