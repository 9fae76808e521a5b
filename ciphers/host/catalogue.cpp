// SPDX-License-Identifier: MIT
// catalog.def as a table, and which implementation runs.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "ciphers/host/aead.h"
#include "ciphers/host/eax_aead.h"
#include "ciphers/host/engines.h"
#include "ciphers/host/simple_aeads.h"

namespace mqseal::host {

namespace {

using Implementations = std::vector<Implementation>;

bool always() noexcept {
  return true;
}

/// Best first; the portable one is last and runs everywhere.
template <class Cipher>
const Implementations& eax_implementations() {
  static const Implementations all = {
      {"portable", false, true, always, &make_eax<portable_engine<Cipher>>}};
  return all;
}

const Implementations& plain_implementations() {
  static const Implementations all = {{"portable", false, true, always, &make_plain}};
  return all;
}

const Implementations& ascon_implementations() {
  static const Implementations all = {{"portable", false, true, always, &make_ascon}};
  return all;
}

/// Botan's tables-free AES and ChaCha20 are its own claim, which we do not test.
const Implementations& botan_implementations(KeyLimit limit) {
  static const Implementations gcm = {
      {"botan", botan_uses_aes_instructions(), false, always, &make_botan_gcm}};
  static const Implementations ccm = {
      {"botan", botan_uses_aes_instructions(), false, always, &make_botan_ccm}};
  static const Implementations chacha = {
      {"botan", false, false, always, &make_botan_chacha20_poly1305}};
  return limit == KeyLimit::gcm ? gcm : limit == KeyLimit::ccm ? ccm : chacha;
}

CipherInfo plain(std::string_view id, std::string_view title) {
  return {.id = id,
          .title = title,
          .block_cipher = {},
          .facts_id = {},
          .vectors = {},
          .key_bytes = 0,
          .block_bytes = 0,
          .random_nonce_bytes = 0,
          .counter_nonce_bytes = 0,
          .tag_min = 0,
          .tag_max = 0,
          .tag_default = 0,
          .limit = KeyLimit::none,
          .implementations = plain_implementations()};
}

template <class Cipher>
CipherInfo eax(std::string_view id,
               std::string_view title,
               std::string_view block,
               std::string_view facts,
               std::string_view vectors) {
  constexpr std::size_t block_bytes = Cipher::block_bytes;
  return {.id = id,
          .title = title,
          .block_cipher = block,
          .facts_id = facts,
          .vectors = vectors,
          .key_bytes = Cipher::key_bytes,
          .block_bytes = block_bytes,
          .random_nonce_bytes = 16,
          .counter_nonce_bytes = 12,
          .tag_min = 4,
          .tag_max = block_bytes,
          .tag_default = block_bytes,
          .limit = block_bytes == 8 ? KeyLimit::eax64 : KeyLimit::eax128,
          .implementations = eax_implementations<Cipher>()};
}

CipherInfo ascon(std::string_view id,
                 std::string_view title,
                 std::string_view facts,
                 std::string_view vectors) {
  return {.id = id,
          .title = title,
          .block_cipher = {},
          .facts_id = facts,
          .vectors = vectors,
          .key_bytes = 16,
          .block_bytes = 0,
          .random_nonce_bytes = 16,
          .counter_nonce_bytes = 16,
          .tag_min = 4,
          .tag_max = 16,
          .tag_default = 16,
          .limit = KeyLimit::ascon,
          .implementations = ascon_implementations()};
}

CipherInfo botan(std::string_view id,
                 std::string_view title,
                 std::string_view facts,
                 std::string_view vectors,
                 std::size_t key_bytes,
                 std::size_t tag_min,
                 KeyLimit limit) {
  const bool block = limit != KeyLimit::chacha20;
  return {.id = id,
          .title = title,
          .block_cipher = block ? std::string_view("aes-128") : std::string_view(),
          .facts_id = facts,
          .vectors = vectors,
          .key_bytes = key_bytes,
          .block_bytes = block ? 16U : 0U,
          .random_nonce_bytes = 12,
          .counter_nonce_bytes = 12,
          .tag_min = tag_min,
          .tag_max = 16,
          .tag_default = 16,
          .limit = limit,
          .implementations = botan_implementations(limit)};
}

const std::vector<CipherInfo>& table() {
  static const std::vector<CipherInfo> all = {
#define MQSEAL_PLAIN(id, title) plain(id, title),
#define MQSEAL_EAX(id, title, block, facts, vectors, type, header) \
  eax<core::type>(id, title, block, facts, vectors),
#define MQSEAL_ASCON(id, title, facts, vectors, header) ascon(id, title, facts, vectors),
#define MQSEAL_BOTAN(id, title, facts, vectors, name, key_bytes, tag_min, tag_step, limit) \
  botan(id, title, facts, vectors, key_bytes, tag_min, KeyLimit::limit),
#include "ciphers/catalog.def"
#undef MQSEAL_PLAIN
#undef MQSEAL_EAX
#undef MQSEAL_ASCON
#undef MQSEAL_BOTAN
  };
  return all;
}

}  // namespace

bool CipherInfo::tag_ok(std::size_t bytes) const noexcept {
  if (limit == KeyLimit::gcm && bytes == 8) {
    return true;  // NIST SP 800-38D, 5.2.1.2: 16 to 12, and 8 (4 is not offered)
  }
  const bool even_enough = limit != KeyLimit::ccm || bytes % 2 == 0;
  return bytes >= tag_min && bytes <= tag_max && even_enough;
}

std::span<const CipherInfo> catalogue() noexcept {
  return table();
}

const CipherInfo* find_cipher(std::string_view id) noexcept {
  const auto all = catalogue();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const CipherInfo& cipher) { return cipher.id == id; });
  return found == all.end() ? nullptr : &*found;
}

const Implementation* find_implementation(const CipherInfo& cipher,
                                          std::string_view name) noexcept {
  const auto find = [&](std::string_view wanted) -> const Implementation* {
    for (const Implementation& candidate : cipher.implementations) {
      if ((wanted.empty() || candidate.name == wanted) && candidate.supported()) {
        return &candidate;
      }
    }
    return nullptr;
  };
  if (!name.empty()) {
    return find(name);
  }
  const char* forced = std::getenv("MQSEAL_FORCE_ISA");
  const Implementation* chosen = forced != nullptr ? find(forced) : nullptr;
  return chosen != nullptr ? chosen : find({});
}

}  // namespace mqseal::host
