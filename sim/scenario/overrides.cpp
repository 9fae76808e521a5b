// SPDX-License-Identifier: MIT
#include "sim/scenario/overrides.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/base/text.h"
#include "sim/scenario/keys_of_attacks.h"

namespace mqseal::scenario {
namespace {

constexpr std::size_t max_defences = 100;
constexpr std::array<std::string_view, 5> parts = {"name", "about", "broker", "groups", "security"};

/// Groups in general: what one of them is called and how many there are is not a configuration.
bool can_override(std::string_view section, std::string_view key) {
  constexpr std::array<std::string_view, 4> fixed = {"name", "role", "clients", "topic"};
  return section != "groups" || std::ranges::find(fixed, key) == fixed.end();
}

template <class T>
void read_overrides(const Node& node,
                    const Keys<T>& keys,
                    const std::string& section,
                    Defence& to) {
  if (node.kind != Node::Kind::map) {
    fail(node.at, fmt::format("\"{}\" must be a map, not {}", section, node.described()));
  }
  for (const Entry& entry : node.entries) {
    const Key<T>* const key = find_key(keys, entry.key);
    if (key == nullptr || !key->get || !can_override(section, entry.key)) {
      fail(entry.at,
           fmt::format("\"{}\" is no key of {} that a defence can set",
                       base::printable(entry.key),
                       section));
    }
    T fresh{};
    key->set(fresh, read_value(key->info, entry.value));
    to.overrides.push_back({section, entry.key, key->get(fresh)});
  }
}

Defence read_defence(const Node& node) {
  if (node.kind != Node::Kind::map) {
    fail(node.at, fmt::format("a defence must be a map, not {}", node.described()));
  }
  Defence defence;
  for (const Entry& entry : node.entries) {
    if (entry.key == "name") {
      defence.name = read_value(defence_name_info(), entry.value).text;
    } else if (entry.key == "about") {
      defence.about = read_value(defence_about_info(), entry.value).text;
    } else if (entry.key == "broker") {
      read_overrides(entry.value, broker_keys(), entry.key, defence);
    } else if (entry.key == "groups") {
      read_overrides(entry.value, group_keys(), entry.key, defence);
    } else if (entry.key == "security") {
      read_overrides(entry.value, security_keys(), entry.key, defence);
    } else {
      fail(entry.at,
           fmt::format("unknown key \"{}\"; allowed here: {}",
                       base::printable(entry.key),
                       base::join(parts)));
    }
  }
  if (defence.name.empty()) {
    fail(node.at, "a defence needs the key \"name\"");
  }
  return defence;
}

/// Sets one value; of a map, only what it names.
template <class T>
void set(const Keys<T>& keys, const Override& with, T& to) {
  const Key<T>& key = *find_key(keys, with.key);
  const auto value_of = [&key](const std::string& text) {
    return read_value(key.info, parse_flag_value(text, "defences"));
  };
  Value value = value_of(with.value);
  if (key.info.kind == Kind::settings) {
    Value merged = value_of(key.get(to));
    for (const auto& [name, text] : value.settings) {
      merged.settings[name] = text;
    }
    value = std::move(merged);
  }
  key.set(to, value);
}

}  // namespace

std::vector<Defence> read_defences(const Node& node, Positions& positions) {
  if (node.kind != Node::Kind::list) {
    fail(node.at, fmt::format("\"defences\" must be a list, not {}", node.described()));
  }
  if (node.items.size() > max_defences) {
    fail(node.at, fmt::format("more than {} defences", max_defences));
  }
  std::vector<Defence> defences;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    Defence defence = read_defence(node.items[i]);
    positions[fmt::format("defences.{}", i)] = node.items[i].at;
    if (defence.name == "none" ||
        std::ranges::find(defences, defence.name, &Defence::name) != defences.end()) {
      fail(node.items[i].at,
           fmt::format("a defence cannot be called \"{}\": that is {}",
                       defence.name,
                       defence.name == "none" ? "no defence" : "another's name"));
    }
    defences.push_back(std::move(defence));
  }
  return defences;
}

void apply_defence(const Defence& defence, const Settings& settings) {
  settings.attack.defence = defence.name;
  for (const Override& with : defence.overrides) {
    if (with.section == "broker") {
      set(broker_keys(), with, settings.broker);
    } else if (with.section == "security") {
      set(security_keys(), with, settings.attack.security);
    } else {
      const KeyInfo& info = find_key(group_keys(), with.key)->info;
      for (Group& group : settings.groups) {
        if (applies_to(info, group.role)) {
          set(group_keys(), with, group);
        }
      }
    }
  }
}

std::string defences_text(const std::vector<Defence>& defences) {
  std::string text = defences.empty() ? "defences: []\n" : "defences:\n";
  for (const Defence& defence : defences) {
    text +=
        fmt::format("  - name: {}\n    about: {}\n", defence.name, scenario::quoted(defence.about));
    for (const std::string_view section : {"broker", "groups", "security"}) {
      std::vector<std::string> pairs;
      for (const Override& with : defence.overrides) {
        if (with.section == section) {
          pairs.push_back(fmt::format("{}: {}", with.key, with.value));
        }
      }
      if (!pairs.empty()) {
        text += fmt::format("    {}: {{{}}}\n", section, fmt::join(pairs, ", "));
      }
    }
  }
  return text;
}

}  // namespace mqseal::scenario
