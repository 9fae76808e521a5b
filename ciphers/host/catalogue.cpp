// SPDX-License-Identifier: MIT
// catalog.def and blocks.def as tables, and which implementation runs.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "ciphers/core/aes128.h"
#include "ciphers/core/lea.h"
#include "ciphers/core/present.h"
#include "ciphers/core/simon.h"
#include "ciphers/core/speck.h"
#include "ciphers/host/aead.h"
#include "ciphers/host/block.h"
#include "ciphers/host/implementations.h"

namespace mqseal::host {

namespace {

using Implementations = std::vector<Implementation>;

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
          .implementations = {}};
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
          .implementations = {}};
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
          .implementations = {}};
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
          .implementations = {}};
}

std::vector<CipherInfo> cipher_lines() {
  return {
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
}

std::vector<BlockCipherInfo> block_ciphers() {
  return {
#define MQSEAL_BLOCK_CIPHER(symbol, type, id, alg, header) \
  {id, alg, core::type::key_bytes, core::type::block_bytes, {}},
#include "ciphers/blocks.def"
#undef MQSEAL_BLOCK_CIPHER
  };
}

/// Both catalogues, put together once. The spans point into the vectors of vectors.
class Tables {
 public:
  Tables() : blocks_(block_ciphers()), ciphers_(cipher_lines()) {
    add_block_implementations();
    add_cipher_implementations();
  }

  [[nodiscard]] std::span<const BlockCipherInfo> blocks() const { return blocks_; }

  [[nodiscard]] std::span<const CipherInfo> ciphers() const { return ciphers_; }

 private:
  void add_block_implementations() {
    const std::vector<BlockLine> lines = block_lines();
    block_implementations_.resize(blocks_.size());
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      for (const BlockLine& line : lines) {
        if (line.id == blocks_[i].id) {
          block_implementations_[i].push_back(line.implementation);
        }
      }
      blocks_[i].implementations = block_implementations_[i];
    }
  }

  void add_cipher_implementations() {
    const std::vector<AeadLine> lines = aead_lines();
    implementations_.resize(ciphers_.size());
    for (std::size_t i = 0; i < ciphers_.size(); ++i) {
      CipherInfo& cipher = ciphers_[i];
      if (cipher.limit == KeyLimit::eax64 || cipher.limit == KeyLimit::eax128) {
        add_eax(cipher.block_cipher, implementations_[i]);
      }
      for (const AeadLine& line : lines) {
        if (line.id == cipher.id) {
          implementations_[i].push_back(line.implementation);
        }
      }
      cipher.implementations = implementations_[i];
    }
  }

  void add_eax(std::string_view block_cipher, Implementations& to) const {
    for (const BlockCipherInfo& block : blocks_) {
      if (block.id == block_cipher) {
        for (const BlockImplementation& i : block.implementations) {
          to.push_back(
              {i.name, i.uses_aes_instructions, i.claims_constant_time, i.supported, i.make_eax});
        }
      }
    }
  }

  std::vector<BlockCipherInfo> blocks_;
  std::vector<CipherInfo> ciphers_;
  std::vector<std::vector<BlockImplementation>> block_implementations_;
  std::vector<Implementations> implementations_;
};

const Tables& tables() {
  static const Tables all;
  return all;
}

template <class Info>
const Info* find_by_id(std::span<const Info> all, std::string_view id) noexcept {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Info& info) { return info.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

bool CipherInfo::tag_ok(std::size_t bytes) const noexcept {
  if (limit == KeyLimit::gcm && bytes == 8) {
    return true;  // NIST SP 800-38D, 5.2.1.2: 16 to 12, and 8 (4 is not offered)
  }
  const bool even_enough = limit != KeyLimit::ccm || bytes % 2 == 0;
  return bytes >= tag_min && bytes <= tag_max && even_enough;
}

bool CipherInfo::nonce_ok(std::size_t bytes) const noexcept {
  switch (limit) {
    case KeyLimit::none:
    case KeyLimit::eax64:
    case KeyLimit::eax128:
      return true;
    case KeyLimit::gcm:
      return bytes >= 1;
    case KeyLimit::ccm:
      return bytes >= 7 && bytes <= 13;
    case KeyLimit::chacha20:
    case KeyLimit::ascon:
      return bytes == random_nonce_bytes;
  }
  return false;
}

std::span<const CipherInfo> catalogue() noexcept {
  return tables().ciphers();
}

const CipherInfo* find_cipher(std::string_view id) noexcept {
  return find_by_id(tables().ciphers(), id);
}

std::span<const BlockCipherInfo> block_catalogue() noexcept {
  return tables().blocks();
}

const BlockCipherInfo* find_block_cipher(std::string_view id) noexcept {
  return find_by_id(tables().blocks(), id);
}

const Implementation* find_implementation(const CipherInfo& cipher,
                                          std::string_view name) noexcept {
  const auto first = [&](const auto& wanted) -> const Implementation* {
    const auto found = std::find_if(
        cipher.implementations.begin(), cipher.implementations.end(), [&](const auto& candidate) {
          return wanted(candidate) && candidate.supported();
        });
    return found == cipher.implementations.end() ? nullptr : &*found;
  };
  const auto named = [&](std::string_view wanted) {
    return first([&](const Implementation& candidate) { return candidate.name == wanted; });
  };
  if (!name.empty()) {
    return named(name);
  }
  const char* forced = std::getenv("MQSEAL_FORCE_ISA");
  const Implementation* chosen = forced != nullptr ? named(forced) : nullptr;
  if (chosen == nullptr) {
    chosen = first([](const Implementation& candidate) { return candidate.claims_constant_time; });
  }
  return chosen != nullptr ? chosen : first([](const Implementation&) { return true; });
}

}  // namespace mqseal::host
