// SPDX-License-Identifier: MIT
// Small text helpers for error messages: lists of what is allowed, and a guess at what was meant.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace mqseal::base {

/// Optimal string alignment distance (Damerau-Levenshtein without a substring edited twice):
/// insertions, deletions, substitutions and swaps of neighbours. Bytes, not code points. Each text
/// counts to its 64th byte.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, at most a third of its length (but at least 1, 2 from four
/// letters on) edits away; else the first that starts with all of `word` (three letters or more);
/// else empty.
[[nodiscard]] std::string_view closest(std::string_view word,
                                       std::span<const std::string_view> candidates);

/// "a, b, c".
[[nodiscard]] std::string join(std::span<const std::string_view> words,
                               std::string_view separator = ", ");

/// True for well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF).
[[nodiscard]] bool is_utf8(std::string_view text);

/// `text` safe to print: control bytes and bytes above 0x7e as \xHH, cut after `max_bytes` with
/// "...". For quoting what a file or a peer sent.
[[nodiscard]] std::string printable(std::string_view text, std::size_t max_bytes = 80);

}  // namespace mqseal::base
