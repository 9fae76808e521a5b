// SPDX-License-Identifier: MIT
// The block ciphers by themselves, with all their implementations: for vectors, oracles, benches
// and the attacks on small blocks. An envelope never uses a block cipher directly.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "ciphers/core/kernel.h"
#include "ciphers/host/aead.h"

namespace mqseal::host {

/// One way to compute a block cipher on this machine.
struct BlockImplementation {
  std::string_view name;  ///< portable, avx2, ...
  bool uses_aes_instructions;
  bool claims_constant_time;
  bool (*supported)() noexcept;
  const core::BlockKernel* kernel;
  std::unique_ptr<Aead> (*make_eax)(std::size_t tag_bytes);  ///< only where kernel->eax
};

/// One line of blocks.def.
struct BlockCipherInfo {
  std::string_view id;   ///< "speck-64-128"
  std::string_view alg;  ///< ALG of its records in tests/vectors: "SPECK64/128"
  std::size_t key_bytes, block_bytes;
  std::span<const BlockImplementation> implementations;  ///< best first; the last is `portable`
};

[[nodiscard]] std::span<const BlockCipherInfo> block_catalogue() noexcept;
/// nullptr where there is no such id.
[[nodiscard]] const BlockCipherInfo* find_block_cipher(std::string_view id) noexcept;

/// A keyed block cipher; the schedule is wiped on destruction and on re-keying. Not thread-safe.
class BlockCipher {
 public:
  /// `key` has exactly kernel.key_bytes bytes; the kernel must outlive the object.
  BlockCipher(const core::BlockKernel& kernel, Bytes key);
  BlockCipher(const BlockCipher&) = delete;
  BlockCipher& operator=(const BlockCipher&) = delete;
  ~BlockCipher();

  void set_key(Bytes key) noexcept;
  /// Electronic codebook over in.size() bytes, whole blocks only; `out` may be `in`.
  void encrypt(Bytes in, MutableBytes out) const noexcept;
  void decrypt(Bytes in, MutableBytes out) const noexcept;
  /// Only for blocks of 8 and 16 bytes: counter mode from `counter`, and CMAC of one whole block.
  void counter_mode(Bytes counter, Bytes in, MutableBytes out) const noexcept;
  void cmac(Bytes message, MutableBytes tag) const noexcept;

 private:
  const core::BlockKernel& kernel_;
  void* keys_;
};

}  // namespace mqseal::host
