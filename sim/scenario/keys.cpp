// SPDX-License-Identifier: MIT
// Reading one value by its description, with messages that say what is allowed.
#include "sim/scenario/keys.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/text.h"

namespace mqseal::scenario {
namespace {

constexpr std::size_t max_sizes = 100;

std::vector<std::string_view> views(const std::vector<std::string>& words) {
  return {words.begin(), words.end()};
}

[[noreturn]] void refuse(const KeyInfo& info, const Node& node) {
  if (std::ranges::find(info.later, node.text) != info.later.end()) {
    fail(node.at,
         fmt::format("\"{}\": {} is not in this version of mqseal; it must be {}",
                     info.name,
                     node.text,
                     info.expectation()));
  }
  std::vector<std::string_view> words = views(info.allowed);
  if (!info.word.empty()) {
    words.emplace_back(info.word);
  }
  const std::string_view guess = base::closest(node.text, words);
  fail(node.at,
       fmt::format("\"{}\" must be {}, not {}{}",
                   info.name,
                   info.expectation(),
                   node.described(),
                   guess.empty() ? "" : fmt::format("; did you mean \"{}\"?", guess)));
}

template <class Number>
std::optional<Number> parse_number(const Node& node) {
  Number number{};
  const char* const end = node.text.data() + node.text.size();
  const auto [rest, status] = std::from_chars(node.text.data(), end, number);
  // The first character rules out "inf" and "nan".
  const bool starts_well = !node.text.empty() &&
                           node.text.find_first_of("0123456789") <= (node.text[0] == '-' ? 1U : 0U);
  if (node.quoted || !starts_well || status != std::errc{} || rest != end) {
    return std::nullopt;
  }
  return number;
}

bool is_identifier(std::string_view text) {
  const auto letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !text.empty() && text.size() <= 48 && letter_or_digit(text.front()) &&
         std::ranges::all_of(
             text, [&](char c) { return letter_or_digit(c) || c == '_' || c == '.' || c == '-'; });
}

bool is_printable(std::string_view text) {
  return base::is_utf8(text) && std::ranges::none_of(text, [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
         });
}

std::vector<std::string> read_choices(const KeyInfo& info, const Node& node) {
  if (node.kind != Node::Kind::list) {
    refuse(info, node);
  }
  KeyInfo one = info;
  one.kind = Kind::choice;
  std::vector<std::string> list;
  for (const Node& item : node.items) {
    std::string text = read_value(one, item).text;
    if (std::ranges::find(list, text) != list.end()) {
      fail(item.at, fmt::format("\"{}\" stands twice in \"{}\"", text, info.name));
    }
    list.push_back(std::move(text));
  }
  return list;
}

std::map<std::string, std::string> read_settings(const KeyInfo& info, const Node& node) {
  if (node.kind != Node::Kind::map) {
    refuse(info, node);
  }
  std::map<std::string, std::string> settings;
  for (const Entry& entry : node.entries) {
    const bool name_ok = !entry.key.empty() && std::ranges::all_of(entry.key, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
    });
    if (!name_ok) {
      fail(entry.at,
           fmt::format("\"{}\" is not the name of a setting; allowed: a-z, 0-9, _, . and -",
                       base::printable(entry.key)));
    }
    std::string_view bare = entry.key;
    for (const std::string_view listener : {"plain.", "tls."}) {
      bare.remove_prefix(bare.starts_with(listener) ? listener.size() : 0);
    }
    if (std::ranges::find(info.reserved, bare) != info.reserved.end()) {
      fail(entry.at,
           fmt::format("\"{}\" is set by mqseal itself and cannot be changed here", entry.key));
    }
    const Node& value = entry.value;
    if (value.kind != Node::Kind::scalar || !is_printable(value.text) ||
        (!info.multi_line && value.text.find('\n') != std::string::npos)) {
      fail(value.at,
           fmt::format("\"{}\" must be {} text, not {}",
                       entry.key,
                       info.multi_line ? "" : "one line of",
                       value.described()));
    }
    settings[entry.key] = value.text;
  }
  return settings;
}

/// The number of a quantity with its unit; the unit parsers name what they refuse themselves.
Value read_quantity(const KeyInfo& info, const Node& node) {
  Value value;
  double number = 0;
  try {
    if (info.kind == Kind::duration) {
      value.duration = base::parse_duration(node.text);
      number = static_cast<double>(value.duration);
    } else if (info.kind == Kind::bytes) {
      value.integer = base::parse_bytes(node.text);
      number = static_cast<double>(value.integer);
    } else {
      value.number =
          info.kind == Kind::rate ? base::parse_rate(node.text) : base::parse_percent(node.text);
      number = value.number;
    }
  } catch (const base::Error& error) {
    fail(node.at,
         fmt::format("\"{}\": {}{}",
                     info.name,
                     error.what(),
                     info.word.empty() ? "" : fmt::format(", or {}", info.word)));
  }
  const std::uint64_t whole = value.integer + static_cast<std::uint64_t>(value.duration);
  if (number < info.min || number > info.max || whole % info.step != 0) {
    refuse(info, node);
  }
  return value;
}

/// "A", "A..B" or "A,B,C", each a size in the key's bounds.
Value read_sizes(const KeyInfo& info, const Node& node) {
  Value value;
  value.sizes.sizes.clear();
  const std::size_t dots = node.text.find("..");
  value.sizes.range = dots != std::string::npos;
  const std::string_view separator = value.sizes.range ? ".." : ",";
  KeyInfo one = info;
  one.kind = Kind::bytes;
  for (std::size_t from = 0; from <= node.text.size();) {
    const std::size_t to = std::min(node.text.find(separator, from), node.text.size());
    Node part = node;
    part.text = node.text.substr(from, to - from);
    value.sizes.sizes.push_back(read_quantity(one, part).integer);
    from = to + separator.size();
  }
  const auto& sizes = value.sizes.sizes;
  if (value.sizes.range && (sizes.size() != 2 || sizes[0] >= sizes[1])) {
    fail(node.at,
         fmt::format("\"{}\" must be a smaller and a larger size, as 16B..256B, not {}",
                     info.name,
                     node.described()));
  }
  if (sizes.size() > max_sizes) {
    fail(node.at, fmt::format("\"{}\" has more than {} sizes", info.name, max_sizes));
  }
  return value;
}

Value read_plain(const KeyInfo& info, const Node& node) {
  Value value;
  bool good = false;
  if (info.kind == Kind::integer) {
    const auto number = parse_number<std::uint64_t>(node);
    good = number && static_cast<double>(*number) >= info.min &&
           static_cast<double>(*number) <= info.max && *number % info.step == 0;
    value.integer = number.value_or(0);
  } else if (info.kind == Kind::number) {
    const auto number = parse_number<double>(node);
    good = number && *number >= info.min && *number <= info.max;
    value.number = number.value_or(0);
  } else if (info.kind == Kind::flag) {
    good = !node.quoted && (node.text == "true" || node.text == "false");
    value.flag = node.text == "true";
  } else {
    value.text = node.text;
    good = info.kind == Kind::choice
               ? std::ranges::find(info.allowed, node.text) != info.allowed.end()
           : info.kind == Kind::identifier ? is_identifier(node.text)
                                           : is_printable(node.text);
  }
  if (!good) {
    refuse(info, node);
  }
  return value;
}

}  // namespace

Value read_value(const KeyInfo& info, const Node& node) {
  Value value;
  if (info.kind == Kind::choices) {
    value.list = read_choices(info, node);
    return value;
  }
  if (info.kind == Kind::settings) {
    value.settings = read_settings(info, node);
    return value;
  }
  if (node.kind != Node::Kind::scalar) {
    refuse(info, node);
  }
  if (!info.word.empty() && node.text == info.word) {
    value.is_word = true;
    return value;
  }
  if (info.kind == Kind::sizes) {
    return read_sizes(info, node);
  }
  const bool quantity = info.kind == Kind::duration || info.kind == Kind::bytes ||
                        info.kind == Kind::rate || info.kind == Kind::percent;
  return quantity ? read_quantity(info, node) : read_plain(info, node);
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string flow_list(const std::vector<std::string>& words) {
  const std::vector<std::string_view> all = views(words);
  return "[" + base::join(all) + "]";
}

}  // namespace mqseal::scenario
