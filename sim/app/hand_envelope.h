// SPDX-License-Identifier: MIT
// What the commands by hand share (seal, open, pub, sub): the configuration that flags say, held to
// its rules; the key of a file; where epochs come from; words for what did not open.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string_view>
#include <vector>

#include "ciphers/envelope/envelope.h"
#include "ciphers/host/secret.h"

namespace mqseal::app {

/// Plaintext, or secret until proved otherwise: wiped when it goes.
class SecretBuffer {
 public:
  explicit SecretBuffer(std::size_t bytes) : bytes_(bytes) {}

  SecretBuffer(const SecretBuffer&) = delete;
  SecretBuffer& operator=(const SecretBuffer&) = delete;

  ~SecretBuffer() { host::wipe(bytes_.data(), bytes_.size()); }

  [[nodiscard]] host::MutableBytes span() noexcept { return bytes_; }

 private:
  std::vector<std::uint8_t> bytes_;
};

/// `config` as it is used by hand: in format `lab` the key file holds the cipher's own key. Throws
/// base::Error (usage) where the parts do not go together.
[[nodiscard]] envelope::Config by_hand(envelope::Config config);
/// The same for a sender: policy `fixed` only with `lab_mistakes`, ids from 1.
[[nodiscard]] envelope::Config by_hand_to_send(const envelope::Config& config,
                                               bool lab_mistakes,
                                               std::uint32_t sender,
                                               const std::optional<std::uint32_t>& epoch);

/// Throws base::Error (usage) where no message can have this topic, or where it is empty and the
/// envelope is bound to it.
void check_topic(const envelope::Config& config, std::string_view topic);

/// Throws base::Error: usage where a key is needed and not named, environment where it cannot be
/// read.
[[nodiscard]] host::MasterKey load_key(const envelope::Config& config,
                                       const std::filesystem::path& path);

/// Where the epochs of a sender come from: the first one, and those after it.
struct Epochs {
  std::uint32_t first = 1;
  envelope::EpochSource next;
};

/// The given epoch (not with policy `counter`), else those of <key>.epochs. Where that cannot be
/// written, `counter` is refused (base::Error, environment) and the others take the clock's
/// seconds, with a warning on `messages`.
[[nodiscard]] Epochs choose_epochs(const envelope::Config& config,
                                   const std::filesystem::path& key,
                                   const std::optional<std::uint32_t>& epoch,
                                   std::ostream& messages);

/// Why a message did not open, for people.
[[nodiscard]] std::string_view reason(envelope::OpenStatus status);

}  // namespace mqseal::app
