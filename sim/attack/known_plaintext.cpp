// SPDX-License-Identifier: MIT
// "If the attacker has plaintext and ciphertext he can easily obtain the key": tried. All but a few
// bits of the key are given away, the rest is searched with one known message as the check; the
// time grows by two for each bit. What that means for whole keys is work to be stated, no verdict.
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/verdict.h"
#include "sim/attack/victims.h"

namespace mqseal::attack {
namespace {

constexpr std::string_view known = "{\"t\":21.5}";
constexpr std::array<unsigned, 4> unknown_bits = {10, 12, 14, 16};
constexpr std::array<int, 5> whole_keys = {64, 80, 96, 112, 128};
constexpr double seconds_per_year = 31'556'952;  // of the Gregorian calendar

struct Search {
  bool found = false;
  std::uint64_t tried = 0;
  double seconds = 0;

  [[nodiscard]] double keys_per_second() const { return static_cast<double>(tried) / seconds; }
};

/// Looks through every value of the last `bits` bits of the key, from the top, so that all of them
/// are tried; `key` is the right one.
Search search(host::Aead& aead,
              std::array<std::uint8_t, 32> key,
              std::size_t key_bytes,
              unsigned bits,
              host::Bytes nonce,
              host::Bytes sealed) {
  std::vector<std::uint8_t> plain(known.size());
  const auto right = static_cast<std::uint64_t>(key[key_bytes - 2]) << 8U | key[key_bytes - 1];
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  Search result;
  const Nanos begin = base::monotonic_now();
  for (std::uint64_t guess = 0; guess <= mask; ++guess) {
    const std::uint64_t low = (right & ~mask) | guess;
    key[key_bytes - 2] = static_cast<std::uint8_t>(low >> 8U);
    key[key_bytes - 1] = static_cast<std::uint8_t>(low);
    aead.set_key(host::Bytes(key).first(key_bytes));
    const bool opens = aead.open(nonce, {}, sealed, plain) && text_of(plain) == known;
    result.found = result.found || (opens && low == right);
    ++result.tried;
  }
  result.seconds = static_cast<double>(base::monotonic_now() - begin) /
                   static_cast<double>(base::nanos_per_second);
  return result;
}

record::AttackCase toy(unsigned bits, const Search& result) {
  return case_of(fmt::format("{} unknown bits", bits),
                 {true, 1, result.found ? 1U : 0U},
                 fmt::format("{} keys tried in {:.3f} s ({:.0f} a second); the key was {}",
                             result.tried,
                             result.seconds,
                             result.keys_per_second(),
                             result.found ? "found" : "not found"));
}

}  // namespace

record::Attack known_plaintext(const Setting& setting) {
  const auto& info = *host::find_cipher(device_group(setting).cipher);
  if (info.is_none()) {
    return not_measured("nothing is encrypted, so there is no key to find");
  }
  const auto aead = host::find_implementation(info, "")->make(info.tag_default);
  std::array<std::uint8_t, 32> key{};
  host::system_random(host::MutableBytes(key).first(info.key_bytes));
  std::vector<std::uint8_t> nonce(info.random_nonce_bytes);
  host::system_random(nonce);
  std::vector<std::uint8_t> sealed(known.size() + info.tag_default);
  aead->set_key(host::Bytes(key).first(info.key_bytes));
  aead->seal(nonce, {}, bytes_of(known), sealed);

  record::Attack attack;
  double fastest = 0;
  for (const unsigned bits : unknown_bits) {
    const Search result = search(*aead, key, info.key_bytes, bits, nonce, sealed);
    attack.cases.push_back(toy(bits, result));
    attack.metrics[fmt::format("seconds_{}_bits", bits)] = result.seconds;
    fastest = std::max(fastest, result.keys_per_second());
  }
  sum_up(attack);
  const bool toys_found = attack.successes == unknown_bits.size();
  attack.metrics["keys_per_second"] = fastest;
  for (const int bits : whole_keys) {
    attack.metrics[fmt::format("years_{}_bits", bits)] =
        std::pow(2, bits) / fastest / seconds_per_year;
  }
  const int bits = static_cast<int>(8 * info.key_bytes);
  const double years = std::pow(2, bits) / fastest / seconds_per_year;
  attack.cases.push_back({fmt::format("the whole key of {} bits", bits),
                          record::Verdict::not_measured,
                          0,
                          0,
                          fmt::format("2^{} keys at the speed measured here: {:.1e} years on one "
                                      "core; each bit doubles it",
                                      bits,
                                      years)});
  attack.verdict = toys_found ? record::Verdict::not_measured : record::Verdict::inconclusive;
  attack.control = toys_found ? "every toy key was found" : "a toy key was not found";
  attack.evidence = fmt::format(
      "one known plaintext and its envelope gave the key where {} of its {} bits were unknown, at "
      "{:.0f} keys a second; for all of them that is {:.1e} years, work to be stated and no "
      "verdict",
      unknown_bits.back(),
      bits,
      fastest,
      years);
  return attack;
}

}  // namespace mqseal::attack
