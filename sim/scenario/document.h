// SPDX-License-Identifier: MIT
// YAML text as a plain tree that forgets nothing: every value with its file, line and column,
// duplicate keys refused. yaml-cpp's own tree keeps the first of duplicates without a word; ours is
// built from its parser's events instead. Knows no scenario keys.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mqseal::scenario {

/// Where a value stands. Line and column count from 1; line 0: the whole source (a --set flag).
struct Position {
  std::string source;
  int line = 0, column = 0;

  /// "file:line:column", or the source alone.
  [[nodiscard]] std::string text() const;
};

/// Throws base::Error (usage) with "file:line:col: message".
[[noreturn]] void fail(const Position& at, std::string_view message);

struct Entry;

/// One YAML value.
struct Node {
  enum class Kind : unsigned char { null, scalar, list, map } kind = Kind::null;
  Position at;
  std::string text;            ///< scalar
  bool quoted = false;         ///< scalar: in quotes, so never a number or a truth value
  std::vector<Node> items;     ///< list
  std::vector<Entry> entries;  ///< map, in file order

  [[nodiscard]] const Entry* find(std::string_view key) const;
  [[nodiscard]] Entry* find(std::string_view key);
  /// "a list", "a map", "nothing", or the quoted scalar: for messages.
  [[nodiscard]] std::string described() const;
};

/// One `key: value` of a map; `at` is the key's place.
struct Entry {
  std::string key;
  Position at;
  Node value;
};

/// Parses one YAML document of at most 1 MiB. Anchors, aliases, tags, further documents, keys that
/// are not plain text, duplicate keys: base::Error (usage), as is every syntax error. No other
/// exception, whatever the bytes. `source` is the file's name in messages.
[[nodiscard]] Node parse_document(const std::string& text, const std::string& source);

/// The same for the value of a --set flag: all positions are `source` without line and column.
[[nodiscard]] Node parse_flag_value(const std::string& text, const std::string& source);

}  // namespace mqseal::scenario
