// SPDX-License-Identifier: MIT
#include "ciphers/host/batch.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <numeric>
#include <stdexcept>
#include <tuple>

#include "ciphers/host/secret.h"
#include "ciphers/simd/batch_kernel.h"
#include "ciphers/simd/kernels.h"

namespace mqseal::host {

namespace {

std::size_t blocks_for(std::size_t bytes, std::size_t block_bytes) {
  return (bytes + block_bytes - 1) / block_bytes;
}

/// Messages that go together have the same key here.
auto pass_key(const BatchMessage& message, std::size_t lanes) {
  return std::tuple(message.client / lanes,
                    message.plaintext.size(),
                    message.associated_data.size(),
                    message.nonce.size());
}

/// Copies bytes to their places among the lanes, the last block filled up with zeros.
void stage(Bytes from, std::uint8_t* to, std::size_t block_bytes, std::size_t stride) {
  while (from.size() >= block_bytes) {
    if (block_bytes == 8) {
      std::memcpy(to, from.data(), 8);
    } else {
      std::memcpy(to, from.data(), 16);
    }
    from = from.subspan(block_bytes);
    to += stride;
  }
  if (!from.empty()) {
    std::memset(to, 0, block_bytes);
    std::memcpy(to, from.data(), from.size());
  }
}

void unstage(const std::uint8_t* from,
             MutableBytes to,
             std::size_t block_bytes,
             std::size_t stride) {
  while (to.size() >= block_bytes) {
    if (block_bytes == 8) {
      std::memcpy(to.data(), from, 8);
    } else {
      std::memcpy(to.data(), from, 16);
    }
    to = to.subspan(block_bytes);
    from += stride;
  }
  if (!to.empty()) {
    std::memcpy(to.data(), from, to.size());
  }
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
      lane_used_(kernel_.lanes) {
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
  kernel_.set_key(group_state(client / kernel_.lanes), client % kernel_.lanes, key.data());
}

void BatchSealer::seal(std::span<const BatchMessage> messages) {
  check(messages);
  while (!messages.empty()) {
    const std::size_t n = std::min(messages.size(), order_.capacity());
    seal_some(messages.first(n));
    messages = messages.subspan(n);
  }
}

void BatchSealer::check(std::span<const BatchMessage> messages) const {
  for (const BatchMessage& message : messages) {
    if (message.client >= groups_ * kernel_.lanes) {
      throw std::out_of_range("a batch names a client that does not exist");
    }
    if (message.nonce.size() > limits_.nonce_bytes ||
        message.associated_data.size() > limits_.associated_data_bytes ||
        message.plaintext.size() > limits_.plaintext_bytes) {
      throw std::length_error("a message of a batch is longer than the limits of its BatchSealer");
    }
  }
}

void BatchSealer::seal_some(std::span<const BatchMessage> messages) {
  order_.resize(messages.size());
  std::iota(order_.begin(), order_.end(), 0U);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return pass_key(messages[a], kernel_.lanes) < pass_key(messages[b], kernel_.lanes);
  };
  if (!std::is_sorted(order_.begin(), order_.end(), before)) {
    std::sort(order_.begin(), order_.end(), before);
  }
  for (std::size_t first = 0; first < order_.size();) {
    const std::size_t end = end_of_pass(messages, first);
    seal_pass(messages, first, end);
    first = end;
  }
}

std::size_t BatchSealer::end_of_pass(std::span<const BatchMessage> messages, std::size_t first) {
  lane_used_.assign(kernel_.lanes, false);
  const auto key = pass_key(messages[order_[first]], kernel_.lanes);
  std::size_t end = first;
  while (end < order_.size() && pass_key(messages[order_[end]], kernel_.lanes) == key) {
    const std::size_t lane = messages[order_[end]].client % kernel_.lanes;
    if (lane_used_[lane]) {
      break;  // a second message of the same client
    }
    lane_used_[lane] = true;
    ++end;
  }
  return end;
}

void BatchSealer::seal_pass(std::span<const BatchMessage> messages,
                            std::size_t first,
                            std::size_t end) {
  const std::size_t block = kernel_.block_bytes, stride = kernel_.lanes * block;
  for (std::size_t i = first; i < end; ++i) {
    const BatchMessage& message = messages[order_[i]];
    const std::size_t at = message.client % kernel_.lanes * block;
    stage(message.nonce, nonce_.data() + at, block, stride);
    stage(message.associated_data, associated_data_.data() + at, block, stride);
    stage(message.plaintext, text_.data() + at, block, stride);
  }
  const BatchMessage& shape = messages[order_[first]];
  kernel_.seal(group_state(shape.client / kernel_.lanes),
               {.nonce = nonce_.data(),
                .associated_data = associated_data_.data(),
                .text = text_.data(),
                .tag = tag_.data(),
                .nonce_bytes = shape.nonce.size(),
                .associated_data_bytes = shape.associated_data.size(),
                .text_bytes = shape.plaintext.size()});
  for (std::size_t i = first; i < end; ++i) {
    const BatchMessage& message = messages[order_[i]];
    const std::size_t at = message.client % kernel_.lanes * block, text = message.plaintext.size();
    unstage(text_.data() + at, message.out.first(text), block, stride);
    std::memcpy(message.out.data() + text, tag_.data() + at, tag_bytes_);
  }
  ++passes_;
}

}  // namespace mqseal::host
