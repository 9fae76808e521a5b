// SPDX-License-Identifier: MIT
// What one sealed message costs the device that sends it: time and energy of computing, time and
// energy on air. Pure functions over profiles and tables; the fleet asks them for its schedule, the
// report for its figures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "ciphers/envelope/envelope.h"
#include "sim/device/profile.h"
#include "sim/device/table.h"

namespace mqseal::device {

struct Message {
  envelope::Config envelope;      ///< cipher, format, nonce policy, tag length
  std::size_t payload_bytes = 0;  ///< before sealing
  std::size_t topic_bytes = 16;   ///< associated data; not on air unless in framing_bytes
  std::size_t framing_bytes = 0;  ///< what else goes on air with it: MQTT's header, topic, TCP
};

struct MessageCost {
  std::size_t sealed_bytes = 0;  ///< payload and envelope
  std::size_t air_bytes = 0;     ///< sealed_bytes + framing_bytes

  /// Of seal; none for `none`, for a data-sheet figure, and where not measured.
  std::optional<double> cycles, cycles_high;
  bool measured = true;        ///< false: cycles computed from the sizes measured around this one
  const Row* build = nullptr;  ///< whose cycles these are: its flash, implementation, compiler
  /// exact | model-0ws (table.h) | data-sheet | nothing (cipher `none`) | not measured
  std::string basis;
  std::string why_not;  ///< where basis is "not measured": the reason, for people

  std::optional<double> compute_seconds, compute_uj;  ///< 0 for `none`; none where not known
  double air_seconds = 0, air_uj = 0;
  /// The part of the air's share that is there because of the envelope: against `raw` with the same
  /// payload. On LoRa a step function: a byte may cost nothing or a whole symbol group.
  double envelope_air_seconds = 0, envelope_air_uj = 0;

  /// None where computing is not known.
  [[nodiscard]] std::optional<double> seconds() const;
  [[nodiscard]] std::optional<double> microjoule() const;
};

/// Throws std::invalid_argument as envelope::validate() does.
[[nodiscard]] MessageCost cost_of(const Profile& profile, const Message& message);

/// Days until sending alone has emptied the battery: an upper limit, since the rest of the device
/// is not in it. None where the energy is not known.
[[nodiscard]] std::optional<double> battery_days(const Profile& profile,
                                                 const MessageCost& cost,
                                                 double messages_per_second);

/// What the lengths chosen for the envelope give up in security (envelope.md).
struct SecurityPrice {
  int tag_bits = 0;  ///< one forged message is accepted with probability 2^-tag_bits
  std::uint64_t failed_opens_to_warn = 0;  ///< then some forgery has succeeded with 2^-20
  std::uint64_t messages_per_key = 0;      ///< of this shape; limited by the block's birthday bound
};

/// Throws std::invalid_argument as envelope::validate() does.
[[nodiscard]] SecurityPrice price_of(const Message& message);
/// Probability that one of `attempts` forgeries is accepted: at most attempts / 2^tag_bits.
[[nodiscard]] double forgery_probability(const SecurityPrice& price, double attempts);

}  // namespace mqseal::device
