// SPDX-License-Identifier: MIT
// Random texts put where a secret would be (payload, topic, password), and looked for in what went
// over the wire: as they are, in hexadecimal and in base64. A verdict needs a control that was
// found in the same capture, and a capture that lost nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/rng.h"
#include "sim/wire/streams.h"

namespace mqseal::wire {

struct Canary {
  std::string what;  ///< "payload", "topic", "password"
  std::string text;  ///< the bytes to look for
};

/// "canary-" and 32 hexadecimal digits of `random`: valid in a topic, a password and a JSON string.
[[nodiscard]] Canary make_canary(std::string what, base::Rng& random);

enum class Spelling : std::uint8_t { plain, hex, base64 };

[[nodiscard]] std::string_view to_string(Spelling spelling) noexcept;

struct Sighting {
  std::size_t stream = 0;  ///< index
  std::size_t offset = 0;  ///< in the stream
  Spelling spelling = Spelling::plain;
};

/// Every place of `text` in every stream. Hexadecimal in either case; base64 at each of the three
/// alignments, with the standard and the URL alphabet.
[[nodiscard]] std::vector<Sighting> find_text(const std::vector<Stream>& streams,
                                              std::string_view text);

/// What the verdicts of one capture stand on.
struct Evidence {
  const std::vector<Stream>& streams;
  std::uint64_t frames = 0;
  std::uint64_t dropped = 0;  ///< by the kernel, for want of room
  bool is_full = false;       ///< the capture's own limit was reached
  std::string control;        ///< a text that went over the plain port
};

enum class Visibility : std::uint8_t { visible, not_visible, inconclusive };

[[nodiscard]] std::string_view to_string(Visibility visibility) noexcept;

struct Finding {
  Visibility visibility = Visibility::inconclusive;
  std::vector<Sighting> sightings;
  std::string why;  ///< one sentence, with the counts
};

/// `ports`: only streams from or to one of them count; empty: all.
[[nodiscard]] Finding inspect(const Evidence& evidence,
                              const Canary& canary,
                              const std::vector<std::uint16_t>& ports = {});

}  // namespace mqseal::wire
