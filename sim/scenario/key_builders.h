// SPDX-License-Identifier: MIT
// One function a kind of key: ties a name in the file to a member of a struct.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/keys.h"

namespace mqseal::scenario::make {

/// Wraps a formatter so that the struct's default prints as the key's word, where it has one.
template <class T, class Member, class Format>
std::function<std::string(const T&)> getter(const KeyInfo& info, Member T::*member, Format format) {
  return [member, word = info.word, format](const T& from) -> std::string {
    if (!word.empty() && from.*member == T{}.*member) {
      return word;
    }
    return format(from.*member);
  };
}

/// Wraps an assignment so that the word sets the struct's default.
template <class T, class Member, class Assign>
std::function<void(T&, const Value&)> setter(Member T::*member, Assign assign) {
  return [member, assign](T& to, const Value& value) {
    if (value.is_word) {
      to.*member = T{}.*member;
    } else {
      assign(to.*member, value);
    }
  };
}

template <class T, class Member, class Assign, class Format>
Key<T> key(KeyInfo info, Member T::*member, Assign assign, Format format) {
  auto get = getter(info, member, format);
  return {std::move(info), setter(member, assign), std::move(get)};
}

template <class T>
Key<T> text(KeyInfo info, std::string T::*member) {
  return key(
      std::move(info),
      member,
      [](std::string& to, const Value& value) { to = value.text; },
      [](const std::string& from) { return scenario::quoted(from); });
}

/// identifier, or choice over plain words.
template <class T>
Key<T> word(KeyInfo info, std::string T::*member) {
  return key(
      std::move(info),
      member,
      [](std::string& to, const Value& value) { to = value.text; },
      [](const std::string& from) { return from; });
}

/// Choice over an enumeration; `levels` lists its members in the file's order.
template <class T, class Enum>
Key<T> enumeration(KeyInfo info, Enum T::*member, const std::vector<Enum>& levels) {
  info.kind = Kind::choice;
  for (const Enum level : levels) {
    info.allowed.emplace_back(to_string(level));
  }
  return key(
      std::move(info),
      member,
      [levels](Enum& to, const Value& value) {
        for (const Enum level : levels) {
          if (to_string(level) == value.text) {
            to = level;
          }
        }
      },
      [](const Enum& from) { return std::string(to_string(from)); });
}

template <class T, class Integer>
Key<T> integer(KeyInfo info, Integer T::*member) {
  info.kind = Kind::integer;
  return key(
      std::move(info),
      member,
      [](Integer& to, const Value& value) { to = static_cast<Integer>(value.integer); },
      [](const Integer& from) { return fmt::format("{}", from); });
}

template <class T>
Key<T> optional_integer(KeyInfo info, std::optional<int> T::*member) {
  info.kind = Kind::integer;
  return key(
      std::move(info),
      member,
      [](std::optional<int>& to, const Value& value) { to = static_cast<int>(value.integer); },
      [](const std::optional<int>& from) { return fmt::format("{}", from.value_or(0)); });
}

template <class T>
Key<T> optional_number(KeyInfo info, std::optional<double> T::*member) {
  info.kind = Kind::number;
  return key(
      std::move(info),
      member,
      [](std::optional<double>& to, const Value& value) { to = value.number; },
      [](const std::optional<double>& from) { return fmt::format("{}", from.value_or(0)); });
}

template <class T>
Key<T> number(KeyInfo info, double T::*member) {
  info.kind = Kind::number;
  return key(
      std::move(info),
      member,
      [](double& to, const Value& value) { to = value.number; },
      [](const double& from) { return fmt::format("{}", from); });
}

template <class T>
Key<T> flag(KeyInfo info, bool T::*member) {
  info.kind = Kind::flag;
  return key(
      std::move(info),
      member,
      [](bool& to, const Value& value) { to = value.flag; },
      [](const bool& from) { return std::string(from ? "true" : "false"); });
}

template <class T>
Key<T> duration(KeyInfo info, Nanos T::*member) {
  info.kind = Kind::duration;
  return key(
      std::move(info),
      member,
      [](Nanos& to, const Value& value) { to = value.duration; },
      [](const Nanos& from) { return base::format_duration(from); });
}

template <class T>
Key<T> bytes(KeyInfo info, std::size_t T::*member) {
  info.kind = Kind::bytes;
  return key(
      std::move(info),
      member,
      [](std::size_t& to, const Value& value) { to = value.integer; },
      [](const std::size_t& from) { return base::format_bytes(from); });
}

template <class T>
Key<T> sizes(KeyInfo info, PayloadSizes T::*member) {
  info.kind = Kind::sizes;
  return key(
      std::move(info),
      member,
      [](PayloadSizes& to, const Value& value) { to = value.sizes; },
      [](const PayloadSizes& from) { return to_string(from); });
}

template <class T>
Key<T> rate(KeyInfo info, double T::*member) {
  info.kind = Kind::rate;
  return key(
      std::move(info),
      member,
      [](double& to, const Value& value) { to = value.number; },
      [](const double& from) { return base::format_rate(from); });
}

template <class T>
Key<T> percent(KeyInfo info, double T::*member) {
  info.kind = Kind::percent;
  return key(
      std::move(info),
      member,
      [](double& to, const Value& value) { to = value.number; },
      [](const double& from) { return base::format_percent(from); });
}

template <class T>
Key<T> choices(KeyInfo info, std::vector<std::string> T::*member) {
  info.kind = Kind::choices;
  return key(
      std::move(info),
      member,
      [](std::vector<std::string>& to, const Value& value) { to = value.list; },
      [](const std::vector<std::string>& from) { return flow_list(from); });
}

/// A map of text to text.
template <class T>
Key<T> settings(KeyInfo info, std::map<std::string, std::string> T::*member) {
  info.kind = Kind::settings;
  return key(
      std::move(info),
      member,
      [](std::map<std::string, std::string>& to, const Value& value) { to = value.settings; },
      [](const std::map<std::string, std::string>& from) {
        std::vector<std::string> lines;
        for (const auto& [name, value] : from) {
          lines.push_back(name + ": " + scenario::quoted(value));
        }
        const std::string list = flow_list(lines);
        return "{" + list.substr(1, list.size() - 2) + "}";
      });
}

/// The rows of both tables.
template <class T>
Keys<T> joined(Keys<T> first, const Keys<T>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

/// A key that code of its own reads.
template <class T>
Key<T> section(std::string name, std::string help, bool required = false, std::string unless = {}) {
  KeyInfo info{.name = std::move(name), .kind = Kind::section, .help = std::move(help)};
  info.required = required;
  info.unless = std::move(unless);
  return {std::move(info)};
}

}  // namespace mqseal::scenario::make
