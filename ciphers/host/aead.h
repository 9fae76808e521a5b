// SPDX-License-Identifier: MIT
// One keyed AEAD on the host, whatever runs underneath, and the catalogue of all of them.
// Knows nothing of envelopes or MQTT. Cipher ids and their order: catalog.def.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace mqseal::host {

using Bytes = std::span<const std::uint8_t>;
using MutableBytes = std::span<std::uint8_t>;

/// A keyed AEAD with a fixed tag length. Not thread-safe: one object a thread. The key schedule is
/// wiped on destruction and on re-keying. seal and open allocate nothing.
class Aead {
 public:
  Aead() = default;
  Aead(const Aead&) = delete;
  Aead& operator=(const Aead&) = delete;
  virtual ~Aead() = default;

  /// `key` has exactly CipherInfo::key_bytes bytes. Must be called before seal or open.
  virtual void set_key(Bytes key) noexcept = 0;

  /// Writes plaintext.size() + tag_bytes() bytes (ciphertext, then tag) to `out`, which may alias
  /// `plaintext` from its first byte and must have exactly that size. `nonce` has a length that
  /// CipherInfo::nonce_ok allows.
  virtual void seal(Bytes nonce,
                    Bytes associated_data,
                    Bytes plaintext,
                    MutableBytes out) noexcept = 0;

  /// `sealed` is ciphertext then tag; `out` has exactly sealed.size() - tag_bytes() bytes and may
  /// alias `sealed` from its first byte. False on a bad tag (compared in constant time) or a
  /// `sealed` shorter than the tag: `out` is then all zero.
  [[nodiscard]] virtual bool open(Bytes nonce,
                                  Bytes associated_data,
                                  Bytes sealed,
                                  MutableBytes out) noexcept = 0;

  [[nodiscard]] virtual std::size_t tag_bytes() const noexcept = 0;
};

/// What limits the use of one key (envelope.md, "Limits per key").
enum class KeyLimit : std::uint8_t { none, eax64, eax128, ccm, gcm, chacha20, ascon };

/// One way to compute a cipher on this machine.
struct Implementation {
  std::string_view name;       ///< portable, avx2, avx512, gfni, aesni, botan, ... (adding.md)
  bool uses_aes_instructions;  ///< on this CPU, as it will run
  bool claims_constant_time;
  bool (*supported)() noexcept;  ///< by this CPU
  std::unique_ptr<Aead> (*make)(std::size_t tag_bytes);
};

/// One AEAD id of the catalogue.
struct CipherInfo {
  std::string_view id;              ///< as in scenarios: "speck-64-128-eax"
  std::string_view title;           ///< as in reports: "SPECK-64/128 EAX"
  std::string_view block_cipher;    ///< "speck-64-128"; empty where there is none
  std::string_view facts_id;        ///< id in ciphers/facts/ciphers.yaml; empty for `none`
  std::string_view vectors;         ///< ALG of its records in tests/vectors; empty for `none`
  std::size_t key_bytes;            ///< 0 for `none`
  std::size_t block_bytes;          ///< of the block cipher; 0 where there is none
  std::size_t random_nonce_bytes;   ///< N of policy `random` (envelope.md, table)
  std::size_t counter_nonce_bytes;  ///< what N12 is padded to: 12, or 16 for Ascon
  std::size_t tag_min, tag_max, tag_default;
  KeyLimit limit;
  std::span<const Implementation> implementations;  ///< best first; the last is always supported

  /// True for a tag length that envelope.md's table allows. (EAX and Ascon compute shorter ones
  /// too, for the attack that needs them.)
  [[nodiscard]] bool tag_ok(std::size_t bytes) const noexcept;
  /// True for a nonce length that seal and open can take: any for EAX, 16 for Ascon, 12 for
  /// ChaCha20-Poly1305, 7 to 13 for CCM, 1 or more for GCM.
  [[nodiscard]] bool nonce_ok(std::size_t bytes) const noexcept;

  [[nodiscard]] bool is_none() const noexcept { return key_bytes == 0; }
};

/// All ids of design.md, section 3, in its order; `none` first.
[[nodiscard]] std::span<const CipherInfo> catalogue() noexcept;
/// nullptr where there is no such id.
[[nodiscard]] const CipherInfo* find_cipher(std::string_view id) noexcept;
/// `name` empty: the environment's MQSEAL_FORCE_ISA where this cipher has it, else the first
/// supported one that claims constant time, else the first supported one. nullptr where the name is
/// unknown or this CPU lacks it.
[[nodiscard]] const Implementation* find_implementation(const CipherInfo& cipher,
                                                        std::string_view name) noexcept;

}  // namespace mqseal::host
