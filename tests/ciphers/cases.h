// SPDX-License-Identifier: MIT
// What the cipher tests share: every (cipher, implementation) that this CPU has, and random bytes:
// the same in each run, others with --gtest_shuffle --gtest_random_seed=N.
#pragma once

#include <cctype>
#include <cstdint>
#include <memory>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ciphers/host/aead.h"
#include "ciphers/host/block.h"

namespace mqseal::host {

using Octets = std::vector<std::uint8_t>;

class RandomBytes {
 public:
  explicit RandomBytes(std::uint64_t stream)
      : engine_(static_cast<std::uint64_t>(testing::UnitTest::GetInstance()->random_seed()) *
                    65537U +
                stream) {}

  Octets operator()(std::size_t n) {
    Octets bytes(n);
    for (std::uint8_t& byte : bytes) {
      byte = static_cast<std::uint8_t>(engine_());
    }
    return bytes;
  }

  /// 0 to limit - 1.
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }

 private:
  std::mt19937_64 engine_;
};

struct AeadCase {
  const CipherInfo* cipher;
  const Implementation* implementation;

  [[nodiscard]] std::unique_ptr<Aead> make(const Octets& key) const {
    return make(key, cipher->tag_default);
  }

  [[nodiscard]] std::unique_ptr<Aead> make(const Octets& key, std::size_t tag_bytes) const {
    auto aead = implementation->make(tag_bytes);
    aead->set_key(key);
    return aead;
  }
};

struct BlockCase {
  const BlockCipherInfo* cipher;
  const BlockImplementation* implementation;
};

inline std::string case_name(std::string_view id, std::string_view implementation) {
  std::string name = std::string(id) + "_" + std::string(implementation);
  for (char& c : name) {
    c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  }
  return name;
}

inline std::string name_of(const testing::TestParamInfo<AeadCase>& info) {
  return case_name(info.param.cipher->id, info.param.implementation->name);
}

inline std::string name_of_block(const testing::TestParamInfo<BlockCase>& info) {
  return case_name(info.param.cipher->id, info.param.implementation->name);
}

inline void PrintTo(const AeadCase& param, std::ostream* out) {
  *out << param.cipher->id;
}

inline void PrintTo(const BlockCase& param, std::ostream* out) {
  *out << param.cipher->id;
}

/// Those that encrypt: all but `none`.
inline std::vector<AeadCase> aead_cases() {
  std::vector<AeadCase> cases;
  for (const CipherInfo& cipher : catalogue()) {
    for (const Implementation& implementation : cipher.implementations) {
      if (!cipher.is_none() && implementation.supported()) {
        cases.push_back({&cipher, &implementation});
      }
    }
  }
  return cases;
}

inline std::vector<BlockCase> block_cases() {
  std::vector<BlockCase> cases;
  for (const BlockCipherInfo& cipher : block_catalogue()) {
    for (const BlockImplementation& implementation : cipher.implementations) {
      if (implementation.supported()) {
        cases.push_back({&cipher, &implementation});
      }
    }
  }
  return cases;
}

}  // namespace mqseal::host
