// SPDX-License-Identifier: MIT
// The envelope, version 1 (docs/envelope.md): what a publisher seals and a subscriber opens. Bytes
// in, bytes out; knows neither MQTT nor sockets nor files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "ciphers/host/aead.h"
#include "ciphers/host/secret.h"

namespace mqseal::envelope {

using host::Bytes;
using host::MutableBytes;

inline constexpr std::size_t header_bytes = 13;
inline constexpr std::size_t max_plaintext_bytes = (std::size_t{1} << 24) - 1;
/// MQTT 5.0, 1.5.4: a UTF-8 string has at most 65,535 bytes.
inline constexpr std::size_t max_topic_bytes = 65'535;
/// AES-CCM: H and topic stay below 2^16 - 2^8 bytes, the form of their length that has 2 bytes (RFC
/// 3610, 2.2) and the only one that Botan has.
inline constexpr std::size_t max_ccm_topic_bytes = 0xFF00 - 1 - header_bytes;

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
  /// `cose` with a cipher that COSE has not registered: a private number, not interoperable.
  bool cose_private = false;
  /// `lab` by hand: the master's first bytes are the cipher's key itself, as the lab's scripts use
  /// it; nothing is derived.
  bool direct_key = false;

  friend bool operator==(const Config&, const Config&) = default;
};

/// Throws std::invalid_argument with a sentence that names the offending field, where the cipher,
/// implementation, format, nonce policy and tag length do not go together.
void validate(const Config& config);
/// Bytes of an envelope around `plaintext_bytes` bytes; of format `lab`, whose text depends on the
/// bytes, at most. Throws as validate().
[[nodiscard]] std::size_t sealed_bytes(const Config& config, std::size_t plaintext_bytes);

/// The longest plaintext of one message. Throws as validate().
[[nodiscard]] std::size_t longest_plaintext(const Config& config);

/// How many messages of this shape one sender seals under one key before its limit (envelope.md,
/// "Limits per key"); the largest value where nothing limits it. Throws as validate().
[[nodiscard]] std::uint64_t messages_per_key(const Config& config,
                                             std::size_t plaintext_bytes,
                                             std::size_t topic_bytes);
/// Failed opens of one key above which to warn: 2^(8t-20), the largest value where that is more
/// (or where nothing is authenticated). Throws as validate().
[[nodiscard]] std::uint64_t failed_open_limit(const Config& config);

/// epoch << 32 | counter.
using Sequence = std::uint64_t;

enum class SealStatus : std::uint8_t {
  sealed,
  key_exhausted,  ///< a limit of the key (shared), or the last epoch, is reached
  too_long        ///< plaintext, topic, or more than one fresh per-device key may seal
};

/// Gives the next epoch to use, above all that it gave before. May throw; seal() passes that on
/// and has then written nothing.
using EpochSource = std::function<std::uint32_t()>;

/// Keyed AEADs of one thread for one Config: derives, caches, wipes. Not thread-safe.
class KeyRing;

/// One virtual sender. Not thread-safe; the KeyRing must outlive it and be of the same thread.
class Sealer {
 public:
  /// sender >= 1, epoch >= 1. The counter starts at `first_counter`. Where it would be 2^32-1, and
  /// (per-device) at a key limit, a new epoch starts: `next_epoch()`, or without one the epoch plus
  /// one. Throws std::invalid_argument for a sender or epoch of 0, and for an epoch that this ring
  /// has already seen in use by this sender (a nonce would repeat; policy `fixed` does so on
  /// purpose and is let through). A restart therefore uses (next_sequence() >> 32) + 1.
  Sealer(KeyRing& keys,
         std::uint32_t sender,
         std::uint32_t epoch,
         EpochSource next_epoch = {},
         std::uint32_t first_counter = 0);
  Sealer(Sealer&&) noexcept;
  Sealer& operator=(Sealer&&) noexcept;
  ~Sealer();

  /// Moves to the next epoch where a message of these lengths does not fit into this one, so that
  /// next_sequence() is what it will carry. seal() does the same by itself.
  [[nodiscard]] SealStatus prepare(std::size_t plaintext_bytes, std::size_t topic_bytes);

  /// Writes last_bytes() bytes, which is sealed_bytes(config, plaintext.size()), or in format `lab`
  /// at most that, to the front of `out`, which must not overlap `plaintext`; throws
  /// std::length_error where `out` is shorter than sealed_bytes. `retained` sets R, which format
  /// `lab` cannot carry. No allocation, but for the key derivation of a new epoch and, in format
  /// `lab`, for a longer plaintext than any before. On any status but `sealed` nothing of use is
  /// written and no counter is used.
  [[nodiscard]] SealStatus seal(std::string_view topic,
                                Bytes plaintext,
                                bool retained,
                                MutableBytes out);

  /// Length of the envelope that the last successful seal() wrote; 0 before the first.
  [[nodiscard]] std::size_t last_bytes() const noexcept;
  /// The sequence that the next seal will carry.
  [[nodiscard]] Sequence next_sequence() const noexcept;
  [[nodiscard]] std::uint32_t sender() const noexcept;

  struct Impl;

  [[nodiscard]] Impl& impl() noexcept;

 private:
  std::unique_ptr<Impl> impl_;
};

enum class OpenStatus : std::uint8_t {
  fresh,       ///< authentic and new: deliver
  seen,        ///< authentic, sequence already accepted: drop
  stale,       ///< authentic, older than the window (or, retained, than the state): drop
  bad_length,  ///< rejected before cryptography: too short, too long, or not of the format's shape
  bad_header,  ///< version, reserved bit, policy differ, sender 0 or not listed, epoch 0
  bad_tag      ///< rejected by the AEAD; plaintext wiped
};

/// What open found. `sender` and `sequence` are valid for fresh, seen, stale; for bad_tag, and
/// where `authenticated` is false, they are what the header claims. For `raw` and `lab`, which
/// carry neither, both are 0 and everything authentic is fresh.
struct Opened {
  OpenStatus status = OpenStatus::bad_length;
  std::uint32_t sender = 0;
  Sequence sequence = 0;
  bool retained = false;
  bool authenticated = false;  ///< by the AEAD; false for `none`, `raw` and what precheck dropped
  std::size_t plaintext_bytes = 0;  ///< 0 where nothing is passed on
};

struct OpenerConfig {
  std::uint32_t first_sender = 1, last_sender = 0;  ///< inclusive range of listed senders
  std::size_t window_bits = 2048;  ///< multiple of 64; 0 = no replay state at all, R=1 included
  bool precheck = false;           ///< window before opening, too (defence option)
  /// `retained: state`: an R=1 message equal to the last accepted one is `seen` with its plaintext.
  bool retained_state = false;
};

/// One receiver: replay state for each sender (and for each retained topic). Not thread-safe.
class Opener {
 public:
  /// Throws std::invalid_argument where window_bits is not a multiple of 64.
  Opener(KeyRing& keys, const OpenerConfig& config);
  Opener(Opener&&) noexcept;
  Opener& operator=(Opener&&) noexcept;
  ~Opener();

  /// `topic` is the topic of the PUBLISH as sealed. `out` has at least sealed.size() bytes (else
  /// std::length_error) and does not overlap `sealed`; the plaintext stands at its front for
  /// `fresh` (and see retained_state), otherwise none of it remains there. Survives any input.
  /// Allocates only when a sender, its epoch (key derivation) or its retained topic is met first.
  [[nodiscard]] Opened open(std::string_view topic, Bytes sealed, MutableBytes out);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class KeyRing {
 public:
  /// Per-device keys kept for opening; the least recently used make room and are wiped.
  static constexpr std::size_t default_cached_keys = 4096;

  /// Copies nothing of `master`; it must outlive the ring. Throws as validate().
  /// `cached_keys` >= 1: give it the number of senders where that is known to be larger.
  KeyRing(const Config& config,
          const host::MasterKey& master,
          std::size_t cached_keys = default_cached_keys);
  KeyRing(const KeyRing&) = delete;
  KeyRing& operator=(const KeyRing&) = delete;
  ~KeyRing();

  [[nodiscard]] const Config& config() const noexcept;
  [[nodiscard]] const host::CipherInfo& cipher() const noexcept;
  /// The implementation that runs: "portable", "avx2", ...; "none" where nothing is encrypted.
  [[nodiscard]] std::string_view implementation() const noexcept;
  /// As the free function, without looking anything up.
  [[nodiscard]] std::size_t sealed_bytes(std::size_t plaintext_bytes) const noexcept;
  /// bad_tag results of this ring's Openers, all keys together: warn above failed_open_limit().
  [[nodiscard]] std::uint64_t failed_opens() const noexcept;

  struct Impl;

  [[nodiscard]] Impl& impl() noexcept { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mqseal::envelope
