// SPDX-License-Identifier: MIT
#include "sim/device/message.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "ciphers/envelope/layout.h"
#include "ciphers/envelope/limits.h"

namespace mqseal::device {

namespace {

void not_measured(MessageCost& cost, std::string reason) {
  cost.basis = "not measured";
  cost.why_not = std::move(reason);
}

/// By a peripheral: block calls of EAX (envelope.md, "Limits per key") times the data sheet's time.
void compute_by_peripheral(const Profile& profile,
                           const Message& message,
                           const envelope::Layout& layout,
                           MessageCost& cost) {
  if (layout.cipher->block_cipher != "aes-128" || layout.cipher->limit != host::KeyLimit::eax128) {
    return not_measured(cost, profile.id + " has figures for AES-128 in EAX only");
  }
  const envelope::KeyBudget budget(layout, message.envelope);
  const auto calls = static_cast<double>(budget.cost(message.payload_bytes, message.topic_bytes));
  cost.basis = "data-sheet";
  cost.compute_seconds = calls * profile.aes_block->value * 1e-6;
  if (profile.nj_per_cycle) {
    // The CPU waits: its power is the upper limit that we have.
    cost.compute_uj = profile.compute_microjoule(*cost.compute_seconds * profile.clock_hz);
  }
}

void compute_by_cpu(const Profile& profile,
                    const Message& message,
                    const host::CipherInfo& cipher,
                    MessageCost& cost) {
  const auto found =
      estimate(*profile.target, cipher, "seal", message.payload_bytes, message.topic_bytes);
  if (!found) {
    return not_measured(cost, fmt::format("{} was not measured on {}", cipher.id, *profile.target));
  }
  cost.basis = found->build->basis;
  cost.measured = found->measured;
  cost.build = found->build;
  cost.cycles = found->cycles;
  cost.cycles_high = found->cycles_high;
  cost.compute_seconds = profile.seconds(found->cycles);
  cost.compute_uj = profile.compute_microjoule(found->cycles);
}

}  // namespace

std::optional<double> MessageCost::seconds() const {
  return compute_seconds ? std::optional(*compute_seconds + air_seconds) : std::nullopt;
}

std::optional<double> MessageCost::microjoule() const {
  return compute_uj ? std::optional(*compute_uj + air_uj) : std::nullopt;
}

MessageCost cost_of(const Profile& profile, const Message& message) {
  const envelope::Layout layout = envelope::make_layout(message.envelope);
  MessageCost cost;
  cost.sealed_bytes = message.payload_bytes + layout.overhead_bytes();
  cost.air_bytes = cost.sealed_bytes + message.framing_bytes;
  cost.air_seconds = profile.radio.seconds(cost.air_bytes);
  cost.air_uj = profile.radio.microjoule(cost.air_bytes);
  const std::size_t plain_bytes = message.payload_bytes + message.framing_bytes;
  cost.envelope_air_seconds = cost.air_seconds - profile.radio.seconds(plain_bytes);
  cost.envelope_air_uj = cost.air_uj - profile.radio.microjoule(plain_bytes);
  if (!layout.encrypts()) {
    cost.basis = "nothing";
    cost.compute_seconds = cost.compute_uj = 0;
  } else if (profile.aes_block) {
    compute_by_peripheral(profile, message, layout, cost);
  } else {
    compute_by_cpu(profile, message, *layout.cipher, cost);
  }
  return cost;
}

std::optional<double> battery_days(const Profile& profile,
                                   const MessageCost& cost,
                                   double messages_per_second) {
  const auto energy = cost.microjoule();
  return energy ? std::optional(profile.battery_days(*energy, messages_per_second)) : std::nullopt;
}

SecurityPrice price_of(const Message& message) {
  const envelope::Layout layout = envelope::make_layout(message.envelope);
  return {static_cast<int>(8 * layout.tag_bytes),
          envelope::failed_open_limit(message.envelope),
          envelope::messages_per_key(message.envelope, message.payload_bytes, message.topic_bytes)};
}

double forgery_probability(const SecurityPrice& price, double attempts) {
  return std::min(1.0, std::ldexp(attempts, -price.tag_bits));
}

}  // namespace mqseal::device
