// SPDX-License-Identifier: MIT
#include "ciphers/envelope/limits.h"

#include <algorithm>
#include <limits>

namespace mqseal::envelope {
namespace {

using host::KeyLimit;

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

constexpr std::uint64_t power_of_two(unsigned exponent) {
  return std::uint64_t{1} << exponent;
}

/// envelope.md, "Limits per key": the unit of each is that of KeyBudget::cost.
std::uint64_t unit_limit(KeyLimit kind) noexcept {
  switch (kind) {
    case KeyLimit::none:
      return unlimited;
    case KeyLimit::eax64:
      return power_of_two(20);
    case KeyLimit::eax128:
    case KeyLimit::ccm:
    case KeyLimit::chacha20:
      return power_of_two(48);
    case KeyLimit::gcm:
      return power_of_two(34);
    case KeyLimit::ascon:
      return power_of_two(50);
  }
  return 0;
}

/// Random nonces may collide: 12 and 13 bytes serve 2^32 messages, 16 bytes 2^48.
std::uint64_t message_limit(const Layout& layout) noexcept {
  if (!layout.encrypts() || layout.policy != NoncePolicy::random) {
    return unlimited;
  }
  return layout.nonce_bytes < 16 ? power_of_two(32) : power_of_two(48);
}

std::uint64_t share(std::uint64_t limit, std::uint32_t senders) noexcept {
  return limit == unlimited ? unlimited : limit / senders;
}

std::uint64_t blocks(std::uint64_t bytes, std::size_t block_bytes) noexcept {
  return (bytes + block_bytes - 1) / block_bytes;
}

}  // namespace

KeyBudget::KeyBudget(const Layout& layout, const Config& config) noexcept
    : kind_(layout.cipher->limit),
      block_bytes_(layout.cipher->block_bytes == 0 ? 16 : layout.cipher->block_bytes),
      layout_(layout) {
  const std::uint32_t senders = config.keys == KeyMode::shared ? config.senders : 1;
  max_units_ = config.enforce_limits ? share(unit_limit(kind_), senders) : unlimited;
  max_messages_ = config.enforce_limits ? share(message_limit(layout), senders) : unlimited;
}

std::uint64_t KeyBudget::cost(std::size_t plaintext_bytes, std::size_t topic_bytes) const noexcept {
  const std::uint64_t plaintext = plaintext_bytes;
  const std::uint64_t associated = layout_.associated_bytes(topic_bytes);
  switch (kind_) {
    case KeyLimit::none:
      return 0;
    case KeyLimit::eax64:
    case KeyLimit::eax128:
      return 2 * blocks(plaintext, block_bytes_) + blocks(associated, block_bytes_) +
             blocks(layout_.nonce_bytes, block_bytes_);
    case KeyLimit::ccm:
      return 2 * blocks(plaintext, block_bytes_) + blocks(associated, block_bytes_) + 3;
    case KeyLimit::gcm:
      return blocks(plaintext, block_bytes_) + blocks(associated, block_bytes_);
    case KeyLimit::chacha20:
    case KeyLimit::ascon:
      return plaintext + associated;
  }
  return unlimited;
}

bool KeyBudget::allows(const KeyUse& used, std::uint64_t cost) const noexcept {
  return used.messages < max_messages_ && cost <= max_units_ && used.units <= max_units_ - cost;
}

std::uint64_t KeyBudget::messages(std::size_t plaintext_bytes,
                                  std::size_t topic_bytes) const noexcept {
  const std::uint64_t each = cost(plaintext_bytes, topic_bytes);
  if (each == 0 || max_units_ == unlimited) {
    return max_messages_;
  }
  return std::min(max_messages_, max_units_ / each);
}

}  // namespace mqseal::envelope
