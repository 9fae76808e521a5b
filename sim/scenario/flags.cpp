// SPDX-License-Identifier: MIT
// --set PATH=VALUE on the tree, before anything is read: a flag is held to the same rules as a
// line of the file.
#include <charconv>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "sim/base/text.h"
#include "sim/scenario/reader.h"

namespace mqseal::scenario {
namespace {

Node& element_of(Node& list, const std::string& step, const Position& at) {
  std::size_t index = 0;
  const char* const end = step.data() + step.size();
  const auto [rest, status] = std::from_chars(step.data(), end, index);
  if (status == std::errc{} && rest == end) {
    if (index < list.items.size()) {
      return list.items[index];
    }
    fail(at, fmt::format("there is no element {}; the list has {}", index, list.items.size()));
  }
  std::vector<std::string_view> names;
  for (Node& item : list.items) {
    const Entry* name = item.find("name");
    if (name != nullptr && name->value.text == step) {
      return item;
    }
    if (name != nullptr) {
      names.emplace_back(name->value.text);
    }
  }
  fail(at,
       fmt::format("no element is called \"{}\"; allowed: an index from 0{}{}",
                   base::printable(step),
                   names.empty() ? "" : ", ",
                   base::join(names)));
}

Node& child_of(Node& node, const std::string& step, const Position& at) {
  if (node.kind == Node::Kind::list) {
    return element_of(node, step, at);
  }
  if (node.kind == Node::Kind::null) {
    node.kind = Node::Kind::map;  // `phases.measure=2s` where the file has no phases
  }
  if (node.kind != Node::Kind::map) {
    fail(at,
         fmt::format(
             "{} has no keys, so \"{}\" leads nowhere", node.described(), base::printable(step)));
  }
  if (Entry* entry = node.find(step)) {
    return entry->value;
  }
  Node fresh;
  fresh.at = at;
  node.entries.push_back({step, at, std::move(fresh)});
  return node.entries.back().value;
}

}  // namespace

void apply_flag(Node& root, const std::string& flag) {
  const Position at{fmt::format("--set {}", base::printable(flag)), 0, 0};
  const std::size_t equals = flag.find('=');
  if (equals == std::string::npos || equals == 0) {
    fail(at, "not of the form PATH=VALUE, as in --set groups.0.clients=10");
  }
  Node* node = &root;
  std::string_view path = std::string_view(flag).substr(0, equals);
  while (true) {
    const std::size_t dot = path.find('.');
    const std::string step(path.substr(0, dot));
    if (step.empty()) {
      fail(at, "the path has an empty step; write it as groups.0.clients");
    }
    node = &child_of(*node, step, at);
    if (dot == std::string_view::npos) {
      break;
    }
    path.remove_prefix(dot + 1);
  }
  *node = parse_flag_value(flag.substr(equals + 1), at.source);
}

}  // namespace mqseal::scenario
