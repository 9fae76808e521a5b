// SPDX-License-Identifier: MIT
// The birthday bound, measured where it can be: 2^18 blocks of a 32-bit block cipher under one key
// in CBC. Equal ciphertext blocks tell the XOR of two plaintexts. For blocks of 64 and 128 bits the
// work is stated.
#include <cmath>
#include <cstring>
#include <unordered_map>

#include <fmt/format.h>

#include "ciphers/host/block.h"
#include "sim/attack/attacks.h"
#include "sim/attack/verdict.h"
#include "sim/attack/victims.h"

namespace mqseal::attack {
namespace {

constexpr std::size_t blocks = std::size_t{1} << 18U;
constexpr std::string_view toy_cipher = "speck-32-64";
constexpr std::size_t toy_bytes = 4;

struct Found {
  std::uint64_t collisions = 0, confirmed = 0;
};

std::uint32_t word(const std::vector<std::uint8_t>& bytes, std::size_t block) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + toy_bytes * block, toy_bytes);
  return value;
}

/// c[i] = E(p[i] ^ c[i-1]); c[i] == c[j] gives p[i] ^ p[j] = c[i-1] ^ c[j-1].
Found collide() {
  const auto& info = *host::find_block_cipher(toy_cipher);
  std::vector<std::uint8_t> key(info.key_bytes), plain(toy_bytes * blocks),
      sealed(toy_bytes * (blocks + 1));
  for (host::MutableBytes part : {host::MutableBytes(key), host::MutableBytes(plain)}) {
    for (; !part.empty(); part = part.subspan(std::min<std::size_t>(part.size(), 65'536))) {
      host::system_random(part.first(std::min<std::size_t>(part.size(), 65'536)));
    }
  }
  const host::BlockCipher cipher(*info.implementations.back().kernel, key);
  host::system_random(host::MutableBytes(sealed).first(toy_bytes));  // the initial vector
  for (std::size_t i = 0; i < blocks; ++i) {
    const auto out = host::MutableBytes(sealed).subspan(toy_bytes * (i + 1), toy_bytes);
    for (std::size_t k = 0; k < toy_bytes; ++k) {
      out[k] = static_cast<std::uint8_t>(plain[toy_bytes * i + k] ^ sealed[toy_bytes * i + k]);
    }
    cipher.encrypt(out, out);
  }
  Found found;
  std::unordered_map<std::uint32_t, std::size_t> seen;
  for (std::size_t i = 0; i < blocks; ++i) {
    const auto [earlier, fresh] = seen.try_emplace(word(sealed, i + 1), i);
    if (!fresh) {
      const std::size_t j = earlier->second;
      ++found.collisions;
      found.confirmed +=
          (word(plain, i) ^ word(plain, j)) == (word(sealed, i) ^ word(sealed, j)) ? 1U : 0U;
    }
  }
  return found;
}

record::AttackCase stated(int bits) {
  const double needed = std::pow(2, bits / 2.0);
  return {
      fmt::format("blocks of {} bits", bits),
      record::Verdict::not_measured,
      0,
      0,
      fmt::format("about 2^{} blocks under one key, {:.1e} bytes", bits / 2, needed * bits / 8)};
}

}  // namespace

record::Attack collision(const Setting& setting) {
  const auto& info = *host::find_cipher(device_group(setting).cipher);
  const Found found = collide();
  // n(n-1)/2 pairs, each equal with probability 2^-32: 8 expected, standard deviation 2.8.
  const bool as_predicted = found.collisions >= 1 && found.collisions <= 22;
  record::Attack attack;
  attack.cases.push_back(case_of(
      "blocks of 32 bits",
      {as_predicted, found.collisions, found.confirmed},
      fmt::format("{} equal blocks among 2^18 (8 predicted); {} of them gave the XOR of two "
                  "plaintexts",
                  found.collisions,
                  found.confirmed)));
  attack.cases.push_back(stated(64));
  attack.cases.push_back(stated(128));
  attack.control = as_predicted ? "the toy cipher collided as often as predicted"
                                : "the toy cipher did not collide as predicted";
  attack.verdict = as_predicted ? record::Verdict::not_measured : record::Verdict::inconclusive;
  attack.attempts = found.collisions;
  attack.successes = found.confirmed;
  attack.evidence =
      fmt::format("{} has {}; a toy of 32 bits leaked {} XORs of plaintexts in 2^18 blocks",
                  info.title,
                  info.block_bytes == 0 ? std::string("no block cipher")
                                        : fmt::format("blocks of {} bits", 8 * info.block_bytes),
                  found.confirmed);
  if (info.block_bytes != 0) {
    attack.metrics["blocks_to_the_bound"] =
        std::pow(2, 4.0 * static_cast<double>(info.block_bytes));
  }
  return attack;
}

}  // namespace mqseal::attack
