// SPDX-License-Identifier: MIT
// The envelope of envelope.md: what a publisher seals and a subscriber opens. Bytes in, bytes out;
// knows neither MQTT nor sockets nor files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ciphers/host/aead.h"
#include "ciphers/host/secret.h"

namespace mqseal::envelope {

using host::Bytes;
using host::MutableBytes;

inline constexpr std::size_t header_bytes = 13;
inline constexpr std::size_t max_plaintext_bytes = (std::size_t{1} << 24) - 1;

enum class Format : std::uint8_t { compact, raw, lab, cose };
enum class NoncePolicy : std::uint8_t { counter = 0, random = 1, fixed = 2 };
enum class KeyMode : std::uint8_t { shared, per_device };

/// What both sides must agree on; it comes from configuration, never from a message.
struct Config {
  std::string cipher = "none";
  std::string implementation;  ///< empty: best for this CPU
  Format format = Format::compact;
  NoncePolicy nonce = NoncePolicy::random;
  std::size_t tag_bytes = 0;  ///< 0: the cipher's default
  KeyMode keys = KeyMode::shared;
  std::uint32_t senders = 1;  ///< divides a shared key's limits
  bool enforce_limits = true;

  friend bool operator==(const Config&, const Config&) = default;
};

/// Throws std::invalid_argument with a sentence that names the offending field, where the cipher,
/// implementation, format, nonce policy and tag length do not go together.
void validate(const Config& config);
/// Bytes of an envelope around `plaintext_bytes` bytes.
[[nodiscard]] std::size_t sealed_bytes(const Config& config, std::size_t plaintext_bytes);

/// epoch << 32 | counter.
using Sequence = std::uint64_t;

enum class SealStatus : std::uint8_t { sealed, key_exhausted, too_long };

/// Keyed AEADs of one thread for one Config: derives, caches, wipes. Not thread-safe.
class KeyRing;

/// One virtual sender. Not thread-safe; the KeyRing must outlive it and be of the same thread.
class Sealer {
 public:
  /// sender >= 1, epoch >= 1. Counter starts at 0; at counter 2^32-1, and (per-device) at a key
  /// limit, the epoch moves on by one.
  Sealer(KeyRing& keys, std::uint32_t sender, std::uint32_t epoch);
  Sealer(Sealer&&) noexcept;
  Sealer& operator=(Sealer&&) noexcept;
  ~Sealer();

  /// Writes sealed_bytes(config, plaintext.size()) bytes to the front of `out` (out.size() must be
  /// at least that). `retained` sets R. No allocation. On any status but `sealed` nothing is
  /// written and no counter is used.
  [[nodiscard]] SealStatus seal(std::string_view topic,
                                Bytes plaintext,
                                bool retained,
                                MutableBytes out);

  /// The sequence that the next seal will carry.
  [[nodiscard]] Sequence next_sequence() const noexcept;
  [[nodiscard]] std::uint32_t sender() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

enum class OpenStatus : std::uint8_t {
  fresh,       ///< authentic and new: deliver
  seen,        ///< authentic, sequence already accepted: drop
  stale,       ///< authentic, older than the window (or, retained, than the state): drop
  bad_length,  ///< rejected before cryptography
  bad_header,  ///< version, R, policy differ, sender 0 or not listed, epoch 0
  bad_tag      ///< rejected by the AEAD; plaintext wiped
};

/// What open found. `sender` and `sequence` are valid for fresh, seen, stale; for bad_tag they are
/// what the unauthenticated header claims. For `raw` both are 0.
struct Opened {
  OpenStatus status = OpenStatus::bad_length;
  std::uint32_t sender = 0;
  Sequence sequence = 0;
  bool retained = false;
  std::size_t plaintext_bytes = 0;
};

struct OpenerConfig {
  std::uint32_t first_sender = 1, last_sender = 0;  ///< inclusive range of listed senders
  std::size_t window_bits = 2048;                   ///< multiple of 64; 0 = replay window off
  bool precheck = false;                            ///< window before opening (defence option)
};

/// One receiver: replay state for each sender (and for each retained topic). Not thread-safe.
class Opener {
 public:
  Opener(KeyRing& keys, const OpenerConfig& config);
  Opener(Opener&&) noexcept;
  Opener& operator=(Opener&&) noexcept;
  ~Opener();

  /// `topic` is the topic of the PUBLISH as sealed. `out` has at least sealed.size() bytes; the
  /// plaintext stands at its front. Survives any input. Allocates only when a sender is met first.
  [[nodiscard]] Opened open(std::string_view topic, Bytes sealed, MutableBytes out);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class KeyRing {
 public:
  /// Copies nothing of `master`; it must outlive the ring. Throws as validate().
  KeyRing(const Config& config, const host::MasterKey& master);
  KeyRing(const KeyRing&) = delete;
  KeyRing& operator=(const KeyRing&) = delete;
  ~KeyRing();

  [[nodiscard]] const Config& config() const noexcept;
  [[nodiscard]] const host::CipherInfo& cipher() const noexcept;
  /// The implementation that runs: "portable", "avx2", ...
  [[nodiscard]] std::string_view implementation() const noexcept;

  struct Impl;

  [[nodiscard]] Impl& impl() noexcept { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mqseal::envelope
