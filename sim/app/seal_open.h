// SPDX-License-Identifier: MIT
// What `mqseal seal` and `mqseal open` do between their flags and their streams: one plaintext in,
// one envelope out, and back. No command line here; main wires the flags to these structs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

#include "ciphers/envelope/envelope.h"

namespace mqseal::app {

struct SealOptions {
  envelope::Config config;
  std::filesystem::path key;  ///< envelope/key_file.h; not needed for cipher none
  std::string topic;
  std::uint32_t sender = 1;
  bool retained = false;
  /// Policy `fixed` repeats nonces: only for who says so (--lab-mistakes).
  bool lab_mistakes = false;
  /// Empty: the next one of <key>.epochs. Given (not with policy `counter`): that one.
  std::optional<std::uint32_t> epoch;
};

/// Reads all of `in` (at most 2^24-1 bytes), writes one envelope to `out`; warnings go to
/// `messages`. 0, or throws base::Error: exit 2 for options or input that cannot be sealed, exit 3
/// for a key or epochs file that cannot be used. Where <key>.epochs cannot be written, policy
/// `counter` is refused (exit 3) and the others take the clock's seconds as epoch, with a warning.
/// Nothing is written to `out` unless all succeeded.
int seal_command(const SealOptions& options,
                 std::istream& in,
                 std::ostream& out,
                 std::ostream& messages);

struct OpenOptions {
  envelope::Config config;
  std::filesystem::path key;
  std::string topic;  ///< as sealed
  std::uint32_t first_sender = 1, last_sender = 0xFFFF'FFFF;
};

/// Reads one envelope from `in`, writes its plaintext to `out`, and who sealed it to `messages`. 0;
/// exit 11 with the reason on `messages` and nothing on `out` where it does not open; throws
/// base::Error as seal_command. One process, one envelope: there is no replay state.
int open_command(const OpenOptions& options,
                 std::istream& in,
                 std::ostream& out,
                 std::ostream& messages);

}  // namespace mqseal::app
