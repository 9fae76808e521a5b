// SPDX-License-Identifier: MIT
// The true danger of a known plaintext: where a nonce comes twice, ciphertext XOR known plaintext
// is the keystream of the other message. With policy `fixed` every message shares one nonce.
#include <algorithm>

#include <fmt/format.h>

#include "ciphers/envelope/lab_text.h"
#include "sim/attack/attacks.h"
#include "sim/attack/intruder.h"
#include "sim/attack/verdict.h"
#include "sim/base/rng.h"

namespace mqseal::attack {
namespace {

constexpr std::string_view known = "status: all is well";
constexpr std::uint64_t messages = 10;

/// The ciphertext in an envelope of the formats that this attack reads.
std::vector<std::uint8_t> ciphertext_of(const envelope::Config& config,
                                        const std::vector<std::uint8_t>& sealed) {
  const auto& cipher = *host::find_cipher(config.cipher);
  if (config.format == envelope::Format::lab) {
    const auto text = envelope::parse_lab_text(sealed);
    std::vector<std::uint8_t> bytes(text ? envelope::lab_literal_bytes(text->ciphertext) : 0);
    if (text) {
      envelope::read_lab_literal(text->ciphertext, bytes);
    }
    return bytes;
  }
  const std::size_t nonce =
      config.nonce == envelope::NoncePolicy::random ? cipher.random_nonce_bytes : 0;
  const std::size_t tag = config.tag_bytes != 0 ? config.tag_bytes : cipher.tag_default;
  const std::size_t front = envelope::header_bytes + nonce;
  if (sealed.size() < front + tag) {
    return {};
  }
  return {sealed.begin() + static_cast<std::ptrdiff_t>(front),
          sealed.end() - static_cast<std::ptrdiff_t>(tag)};
}

/// What the second message would say under the first one's keystream.
std::string under_keystream(const std::vector<std::uint8_t>& known_ciphertext,
                            const std::vector<std::uint8_t>& ciphertext) {
  std::string text;
  for (std::size_t i = 0; i < std::min(known_ciphertext.size(), ciphertext.size()); ++i) {
    text += static_cast<char>(known_ciphertext[i] ^ ciphertext[i] ^
                              static_cast<unsigned char>(known[i]));
  }
  return text;
}

std::string secret(base::Rng& random) {
  return fmt::format("the code is {:07}", random.below(10'000'000));  // as long as `known`
}

}  // namespace

record::Attack nonce_reuse(const Setting& setting) {
  Stage stage(setting);
  Victims victims(stage);
  const envelope::Config& config = victims.device().config();
  if (config.cipher == "none") {
    return not_measured("nothing is encrypted, so there is no keystream");
  }
  if (config.format == envelope::Format::cose) {
    return not_measured("not written for COSE, whose nonces follow the same policies");
  }
  if (!victims.start()) {
    return result_of({}, victims.control(), "the victims do not work, so nothing was tried");
  }
  Intruder intruder(stage, "stranger");
  if (!intruder.listen()) {
    return result_of({true, 1, 0}, victims.control(), intruder.evidence());
  }
  base::Rng random(setting.run.seed, "nonce-reuse");
  std::vector<std::string> secrets;
  static_cast<void>(victims.exchange(known));
  for (std::uint64_t i = 0; i < messages; ++i) {
    secrets.push_back(secret(random));
    static_cast<void>(victims.exchange(secrets.back()));
  }
  static_cast<void>(intruder.actor().subscribe("mqseal/fence"));
  std::vector<std::vector<std::uint8_t>> ciphertexts;
  for (const Arrival& arrival : intruder.actor().inbox()) {
    if (arrival.topic == victims.device().topic()) {
      ciphertexts.push_back(ciphertext_of(config, arrival.payload));
    }
  }
  Tally tally{ciphertexts.size() == messages + 1, messages, 0};
  for (std::size_t i = 1; i < ciphertexts.size(); ++i) {
    tally.successes += under_keystream(ciphertexts[0], ciphertexts[i]) == secrets[i - 1] ? 1U : 0U;
  }
  return result_of(
      tally,
      fmt::format("{} of {} envelopes were recorded", ciphertexts.size(), messages + 1),
      fmt::format("{}; with one message known, {} of {} others were read without a "
                  "key (nonce policy {}, {})",
                  intruder.evidence(),
                  tally.successes,
                  messages,
                  device_group(setting).nonce,
                  config.cipher));
}

}  // namespace mqseal::attack
