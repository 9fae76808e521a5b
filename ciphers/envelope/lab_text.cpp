// SPDX-License-Identifier: MIT
// The rules of Python's repr(bytes): CPython, Objects/bytesobject.c, PyBytes_Repr.
#include "ciphers/envelope/lab_text.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace mqseal::envelope {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

/// Text to the front of a buffer that is long enough.
class Writer {
 public:
  explicit Writer(MutableBytes out) noexcept : out_(out) {}

  void put(char c) noexcept { out_[size_++] = static_cast<std::uint8_t>(c); }

  void put(std::string_view text) noexcept {
    for (const char c : text) {
      put(c);
    }
  }

  void put_escaped(std::uint8_t byte, char quote) noexcept {
    const char c = static_cast<char>(byte);
    if (c == quote || c == '\\') {
      put('\\');
      put(c);
    } else if (c == '\t') {
      put("\\t");
    } else if (c == '\n') {
      put("\\n");
    } else if (c == '\r') {
      put("\\r");
    } else if (byte < 0x20 || byte >= 0x7F) {
      put("\\x");
      put(hex_digits[byte >> 4U]);
      put(hex_digits[byte & 15U]);
    } else {
      put(c);
    }
  }

  void put_literal(Bytes bytes) noexcept {
    const bool apostrophe = std::find(bytes.begin(), bytes.end(), '\'') != bytes.end();
    const bool quotation_mark = std::find(bytes.begin(), bytes.end(), '"') != bytes.end();
    const char quote = apostrophe && !quotation_mark ? '"' : '\'';
    put('b');
    put(quote);
    for (const std::uint8_t byte : bytes) {
      put_escaped(byte, quote);
    }
    put(quote);
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  MutableBytes out_;
  std::size_t size_ = 0;
};

bool is_hex(std::uint8_t c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

unsigned hex_value(std::uint8_t c) noexcept {
  return c <= '9' ? c - unsigned{'0'} : (c | 0x20U) - unsigned{'a'} + 10U;
}

/// Characters that an escape at the front of `text` takes; 0 where there is none.
std::size_t escape_length(Bytes text) noexcept {
  if (text.size() < 2 || text[0] != '\\') {
    return 0;
  }
  if (text[1] == 'x') {
    return text.size() >= 4 && is_hex(text[2]) && is_hex(text[3]) ? 4 : 0;
  }
  constexpr std::string_view single = "\\'\"tnr";
  return single.find(static_cast<char>(text[1])) != std::string_view::npos ? 2 : 0;
}

std::uint8_t escape_value(Bytes escape) noexcept {
  switch (escape[1]) {
    case 'x':
      return static_cast<std::uint8_t>(hex_value(escape[2]) << 4U | hex_value(escape[3]));
    case 't':
      return '\t';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    default:
      return escape[1];
  }
}

/// Takes what it recognises off the front.
class Reader {
 public:
  explicit Reader(Bytes text) noexcept : rest_(text) {}

  bool take(std::string_view word) noexcept {
    const bool found =
        rest_.size() >= word.size() && std::equal(word.begin(), word.end(), rest_.begin());
    if (found) {
      rest_ = rest_.subspan(word.size());
    }
    return found;
  }

  /// A bytes literal; `value` becomes what stands between its quotes.
  bool take_literal(Bytes& value) noexcept {
    if (rest_.size() < 2 || rest_[0] != 'b' || (rest_[1] != '\'' && rest_[1] != '"')) {
      return false;
    }
    const std::uint8_t quote = rest_[1];
    const Bytes inside = rest_.subspan(2);
    std::size_t at = 0;
    while (at < inside.size() && inside[at] != quote) {
      const std::uint8_t c = inside[at];
      const std::size_t taken = c == '\\' ? escape_length(inside.subspan(at))
                                          : (c >= 0x20 && c < 0x7F ? std::size_t{1} : 0);
      if (taken == 0) {
        return false;
      }
      at += taken;
    }
    if (at == inside.size()) {
      return false;
    }
    value = inside.first(at);
    rest_ = inside.subspan(at + 1);
    return true;
  }

  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

 private:
  Bytes rest_;
};

}  // namespace

std::size_t write_lab_text(Bytes nonce, Bytes ciphertext, Bytes tag, MutableBytes out) noexcept {
  Writer text(out);
  text.put("{'nonce': ");
  text.put_literal(nonce);
  text.put(", 'ciphertext': ");
  text.put_literal(ciphertext);
  text.put(", 'tag': ");
  text.put_literal(tag);
  text.put('}');
  return text.size();
}

std::optional<LabText> parse_lab_text(Bytes text) noexcept {
  struct Field {
    std::string_view key;
    Bytes LabText::*value;
    bool found = false;
  };

  std::array<Field, 3> fields = {Field{"'nonce': ", &LabText::nonce},
                                 Field{"'ciphertext': ", &LabText::ciphertext},
                                 Field{"'tag': ", &LabText::tag}};
  LabText found;
  Reader reader(text);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!reader.take(i == 0 ? "{" : ", ")) {
      return std::nullopt;
    }
    const auto field = std::find_if(
        fields.begin(), fields.end(), [&](const Field& f) { return reader.take(f.key); });
    if (field == fields.end() || field->found || !reader.take_literal(found.*(field->value))) {
      return std::nullopt;
    }
    field->found = true;
  }
  return reader.take("}") && reader.at_end() ? std::optional(found) : std::nullopt;
}

std::size_t lab_literal_bytes(Bytes literal) noexcept {
  std::size_t bytes = 0;
  for (std::size_t at = 0; at < literal.size(); ++bytes) {
    at += literal[at] == '\\' ? escape_length(literal.subspan(at)) : 1;
  }
  return bytes;
}

std::size_t read_lab_literal(Bytes literal, MutableBytes out) noexcept {
  std::size_t bytes = 0;
  for (std::size_t at = 0; at < literal.size(); ++bytes) {
    if (literal[at] == '\\') {
      out[bytes] = escape_value(literal.subspan(at));
      at += escape_length(literal.subspan(at));
    } else {
      out[bytes] = literal[at++];
    }
  }
  return bytes;
}

}  // namespace mqseal::envelope
