// SPDX-License-Identifier: MIT
#include "sim/fleet/payload.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "sim/base/rng.h"

namespace mqseal::fleet {

namespace {

constexpr std::size_t word_bytes = sizeof(std::uint64_t);

void store_big_endian(std::uint64_t value, std::span<std::uint8_t> out) noexcept {
  for (std::size_t i = out.size(); i-- > 0; value >>= 8U) {
    out[i] = static_cast<std::uint8_t>(value);
  }
}

std::uint64_t load_big_endian(std::span<const std::uint8_t> bytes) noexcept {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) {
    value = value << 8U | byte;
  }
  return value;
}

std::array<std::uint8_t, label_bytes> label_of(std::uint32_t sender, Sequence sequence) noexcept {
  std::array<std::uint8_t, label_bytes> label;
  store_big_endian(sender, std::span(label).first<4>());
  store_big_endian(sequence, std::span(label).last<8>());
  return label;
}

}  // namespace

std::size_t Payloads::length(const scenario::PayloadSizes& sizes,
                             std::uint32_t sender,
                             Sequence sequence) const noexcept {
  if (sizes.is_fixed()) {
    return sizes.sizes.front();
  }
  base::Rng draw(seed_, "payload-length", {sender, sequence});
  if (sizes.range) {
    return sizes.sizes[0] + draw.below(sizes.sizes[1] - sizes.sizes[0] + 1);
  }
  return sizes.sizes[draw.below(sizes.sizes.size())];
}

void Payloads::write(std::uint32_t sender,
                     Sequence sequence,
                     bool labelled,
                     std::span<std::uint8_t> out) const noexcept {
  if (labelled) {
    const auto label = label_of(sender, sequence);
    std::ranges::copy(label, out.begin());
    out = out.subspan(label_bytes);
  }
  base::Rng words(seed_, "payload", {sender, sequence});
  for (; !out.empty(); out = out.subspan(std::min(word_bytes, out.size()))) {
    const std::uint64_t word = words();
    std::memcpy(out.data(), &word, std::min(word_bytes, out.size()));
  }
}

bool Payloads::matches(std::uint32_t sender,
                       Sequence sequence,
                       bool labelled,
                       std::span<const std::uint8_t> payload) const noexcept {
  if (labelled) {
    if (payload.size() < label_bytes ||
        !std::ranges::equal(label_of(sender, sequence), payload.first<label_bytes>())) {
      return false;
    }
    payload = payload.subspan(label_bytes);
  }
  base::Rng words(seed_, "payload", {sender, sequence});
  for (; !payload.empty(); payload = payload.subspan(std::min(word_bytes, payload.size()))) {
    const std::uint64_t word = words();
    if (std::memcmp(payload.data(), &word, std::min(word_bytes, payload.size())) != 0) {
      return false;
    }
  }
  return true;
}

std::optional<Label> read_label(std::span<const std::uint8_t> payload) noexcept {
  if (payload.size() < label_bytes) {
    return std::nullopt;
  }
  return Label{static_cast<std::uint32_t>(load_big_endian(payload.first<4>())),
               load_big_endian(payload.subspan<4, 8>())};
}

}  // namespace mqseal::fleet
