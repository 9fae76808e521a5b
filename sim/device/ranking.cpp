// SPDX-License-Identifier: MIT
#include "sim/device/ranking.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace mqseal::device {

namespace {

bool tag_fits(const host::CipherInfo& cipher, std::size_t tag_bytes) {
  return tag_bytes == 0 || cipher.tag_ok(tag_bytes);
}

double key_of(const MessageCost& cost) {
  return cost.microjoule().value_or(cost.seconds().value_or(INFINITY));
}

/// Three significant digits, without an exponent: "13.9", "0.572", "1460"; "unlimited".
std::string digits(double value) {
  if (!std::isfinite(value)) {
    return "unlimited";
  }
  const int decimals =
      value <= 0 ? 0 : std::max(0, 2 - static_cast<int>(std::floor(std::log10(value))));
  return fmt::format("{:.{}f}", value, decimals);
}

std::string share_of(const Ranked& one) {
  std::string text = digits(*one.cost.compute_seconds * 1e3) + " ms";
  if (one.cost.cycles) {
    text = fmt::format("{:.0f} cycles ({}, {})", *one.cost.cycles, text, one.cost.basis);
  } else {
    text += " (data sheet)";
  }
  if (one.cost.compute_uj) {
    text += fmt::format(", {} uJ of computing and {} uJ on air, {} uJ of these for the envelope",
                        digits(*one.cost.compute_uj),
                        digits(one.cost.air_uj),
                        digits(one.cost.envelope_air_uj));
  } else {
    text += fmt::format(" and {} ms on air", digits(one.cost.air_seconds * 1e3));
  }
  return text;
}

/// "267 days", "11.2 years".
std::string lifetime(const Profile& profile, const MessageCost& cost, double rate) {
  const double days = battery_days(profile, cost, rate).value_or(0);
  return days < 730 ? digits(days) + " days" : digits(days / 365.25) + " years";
}

std::string lifetimes(const Profile& profile,
                      const Message& message,
                      const std::vector<Ranked>& shown,
                      double rate) {
  std::string text = fmt::format(
      " At {} messages/s a battery of {:.0f} mAh holds for", digits(rate), profile.battery_mah);
  for (const Ranked& one : shown) {
    text += fmt::format(" {} with {},", lifetime(profile, one.cost, rate), one.cipher->title);
  }
  Message plain = message;
  plain.envelope = {};
  plain.envelope.format = envelope::Format::raw;
  text += fmt::format(" {} unsealed", lifetime(profile, cost_of(profile, plain), rate));
  const double longest = battery_days(profile, cost_of(profile, plain), rate).value_or(0);
  return text + (longest > 3652 ? ", if it neither leaked nor aged." : ".");
}

/// What must not be forgotten beside the winner's name.
std::string caveats(const Profile& profile, const Ranked& best) {
  std::string text;
  if (best.cipher->block_bytes == 8) {
    const std::size_t bytes = best.cost.air_bytes;
    text += fmt::format(
        " {} has blocks of 64 bits: few messages under one key, and a tag 8 bytes shorter, which "
        "alone is worth {} uJ here.",
        best.cipher->title,
        digits(profile.radio.microjoule(bytes + 8) - profile.radio.microjoule(bytes)));
  }
  if (best.cost.basis == "model-0ws") {
    text += " Cycles are modelled at zero flash wait states.";
  }
  return text + " Left out: receiving, sleeping, sensors, key set-up.";
}

/// The winner, the next, and AES wherever it stands.
std::vector<Ranked> worth_saying(const std::vector<Ranked>& all) {
  std::vector<Ranked> shown;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i < 2 || all[i].cipher->id == "aes-128-eax") {
      shown.push_back(all[i]);
    }
  }
  return shown;
}

}  // namespace

std::vector<Ranked> ranked(const Profile& profile, Message message) {
  std::vector<Ranked> all;
  for (const host::CipherInfo& cipher : host::catalogue()) {
    if (cipher.is_none() || !tag_fits(cipher, message.envelope.tag_bytes)) {
      continue;
    }
    message.envelope.cipher = cipher.id;
    MessageCost cost = cost_of(profile, message);
    if (cost.compute_seconds) {
      all.push_back({&cipher, std::move(cost)});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Ranked& a, const Ranked& b) {
    return key_of(a.cost) < key_of(b.cost);
  });
  return all;
}

std::string sentence(const Profile& profile, const Message& message, double messages_per_second) {
  const std::vector<Ranked> all = ranked(profile, message);
  if (all.empty()) {
    return fmt::format("On {}, no cipher's cost is known.", profile.title);
  }
  const Ranked& best = all.front();
  const std::vector<Ranked> shown = worth_saying(all);
  std::string text = fmt::format("On {}, {} bytes cost least with {}: {}.",
                                 profile.title,
                                 message.payload_bytes,
                                 best.cipher->title,
                                 share_of(best));
  for (std::size_t i = 1; i < shown.size(); ++i) {
    text += fmt::format(" {}: {} times as much, {}.",
                        shown[i].cipher->title,
                        digits(key_of(shown[i].cost) / key_of(best.cost)),
                        share_of(shown[i]));
  }
  if (best.cost.microjoule()) {
    text += lifetimes(profile, message, shown, messages_per_second);
  }
  return text + caveats(profile, best);
}

}  // namespace mqseal::device
