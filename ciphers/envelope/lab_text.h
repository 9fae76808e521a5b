// SPDX-License-Identifier: MIT
// Format `lab`: the text that the lab's Python publisher sends, str({'nonce': ..., 'ciphertext':
// ..., 'tag': ...}) of bytes. Where the lab's subscriber gives it to eval(), this reads exactly
// such a dictionary and nothing else.
#pragma once

#include <cstddef>
#include <optional>

#include "ciphers/envelope/envelope.h"

namespace mqseal::envelope {

/// Longest text around a nonce, a ciphertext and a tag of so many bytes together: each may need
/// the four characters of \xHH.
[[nodiscard]] constexpr std::size_t lab_text_bytes(std::size_t bytes) noexcept {
  constexpr std::size_t words = sizeof "{'nonce': b'', 'ciphertext': b'', 'tag': b''}" - 1;
  return words + 4 * bytes;
}

/// Writes what Python 3 prints for the dictionary to the front of `out`, which has room for
/// lab_text_bytes(); returns the length. Python quotes bytes with " where they hold ' and no ".
[[nodiscard]] std::size_t write_lab_text(Bytes nonce,
                                         Bytes ciphertext,
                                         Bytes tag,
                                         MutableBytes out) noexcept;

/// Where the three values stand in a text: what is between their quotes, still escaped.
struct LabText {
  Bytes nonce, ciphertext, tag;
};

/// The keys in any order, each once, written as Python prints them (one space after ':' and ','),
/// with bytes literals of printable ASCII and the escapes \\ \' \" \t \n \r \xHH. nullopt for
/// anything else, also where bytes follow.
[[nodiscard]] std::optional<LabText> parse_lab_text(Bytes text) noexcept;

/// How many bytes a literal stands for.
[[nodiscard]] std::size_t lab_literal_bytes(Bytes literal) noexcept;
/// Decodes a literal that parse_lab_text() found to the front of `out`, which has room for
/// lab_literal_bytes() of it; returns their number.
std::size_t read_lab_literal(Bytes literal, MutableBytes out) noexcept;

}  // namespace mqseal::envelope
