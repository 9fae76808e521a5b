// SPDX-License-Identifier: MIT
#include "sim/scenario/decision.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/text.h"
#include "sim/base/units.h"
#include "sim/scenario/keys.h"
#include "sim/scenario/load.h"

namespace mqseal::scenario {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20U;

std::string guess_text(std::string_view word, const std::vector<std::string_view>& candidates) {
  const std::string_view guess = base::closest(word, candidates);
  return guess.empty() ? "" : fmt::format("; did you mean \"{}\"?", guess);
}

[[noreturn]] void refuse_key(const Entry& entry, const std::vector<std::string_view>& allowed) {
  fail(entry.at,
       fmt::format("unknown key \"{}\"; allowed here: {}{}",
                   base::printable(entry.key),
                   base::join(allowed),
                   guess_text(entry.key, allowed)));
}

[[noreturn]] void refuse_criterion(const Position& at, std::string_view name, bool objective) {
  std::vector<std::string_view> names;
  for (const Criterion& criterion : criteria()) {
    if (!objective || criterion.may_be_objective) {
      names.emplace_back(criterion.name);
    }
  }
  fail(at,
       fmt::format("there is no {} \"{}\"{}; `mqseal schema scenario` lists them",
                   objective ? "objective" : "criterion",
                   base::printable(name),
                   guess_text(name, names)));
}

void want_map(const Node& node, std::string_view name) {
  if (node.kind != Node::Kind::map) {
    fail(node.at, fmt::format("\"{}\" must be a map, not {}", name, node.described()));
  }
}

void read_bound(const Criterion& criterion, const Entry& entry, Limit& limit) {
  KeyInfo info{.name = entry.key, .kind = Kind::number, .help = {}};
  if (criterion.kind == Criterion::Kind::percent) {
    info.kind = Kind::percent;
    info.max = 1;
  }
  const double value = read_value(info, entry.value).number;
  (entry.key == "max" ? limit.max : limit.min) = value;
}

Limit read_limit(const Entry& entry) {
  const Criterion* criterion = find_criterion(entry.key);
  if (criterion == nullptr) {
    refuse_criterion(entry.at, entry.key, false);
  }
  want_map(entry.value, entry.key);
  const bool words = criterion->kind == Criterion::Kind::words;
  Limit limit{criterion->name, {}, {}, {}};
  for (const Entry& bound : entry.value.entries) {
    if (words && bound.key == "any_of") {
      const KeyInfo info{
          .name = bound.key, .kind = Kind::choices, .help = {}, .allowed = criterion->words};
      limit.any_of = read_value(info, bound.value).list;
    } else if (!words && (bound.key == "max" || bound.key == "min")) {
      read_bound(*criterion, bound, limit);
    } else {
      refuse_key(bound,
                 words ? std::vector<std::string_view>{"any_of"}
                       : std::vector<std::string_view>{"max", "min"});
    }
  }
  if (!limit.max && !limit.min && limit.any_of.empty()) {
    fail(entry.value.at,
         fmt::format(
             "a limit on \"{}\" needs {}",
             criterion->name,
             words ? "any_of: a list of " + flow_list(criterion->words) : "max, min or both"));
  }
  if (limit.max && limit.min && *limit.max < *limit.min) {
    fail(entry.value.at, "min is above max: nothing can pass");
  }
  return limit;
}

std::vector<std::string> read_objectives(const Node& node) {
  if (node.kind != Node::Kind::list) {
    fail(node.at, fmt::format("\"objectives\" must be a list, not {}", node.described()));
  }
  std::vector<std::string> objectives;
  for (const Node& item : node.items) {
    const Criterion* criterion = find_criterion(item.text);
    if (item.kind != Node::Kind::scalar || criterion == nullptr || !criterion->may_be_objective) {
      refuse_criterion(item.at, item.text, true);
    }
    if (std::ranges::find(objectives, item.text) != objectives.end()) {
      fail(item.at, fmt::format("\"{}\" stands twice in \"objectives\"", item.text));
    }
    objectives.push_back(item.text);
  }
  return objectives;
}

std::string bound_text(const Limit& limit, double value) {
  const Criterion* criterion = find_criterion(limit.criterion);
  return criterion != nullptr && criterion->kind == Criterion::Kind::percent
             ? base::format_percent(value)
             : fmt::format("{}", value);
}

}  // namespace

Decision read_decision(const Node& node) {
  want_map(node, "decision");
  Decision decision;
  for (const Entry& entry : node.entries) {
    if (entry.key == "limits") {
      want_map(entry.value, entry.key);
      for (const Entry& limit : entry.value.entries) {
        decision.limits.push_back(read_limit(limit));
      }
    } else if (entry.key == "objectives") {
      decision.objectives = read_objectives(entry.value);
    } else {
      refuse_key(entry, {"limits", "objectives"});
    }
  }
  if (decision.empty()) {
    fail(node.at, "a decision needs limits, objectives or both");
  }
  return decision;
}

Decision load_decision(const std::filesystem::path& file) {
  std::string text;
  try {
    text = base::read_file(file, most_bytes);
  } catch (const base::Error& error) {
    throw base::Error(base::ExitCode::usage, error.what());
  }
  const Node root = parse_document(text, file.string());
  const Entry* block = root.find("decision");
  return read_decision(block != nullptr && root.entries.size() == 1 ? block->value : root);
}

std::string decision_yaml(const Decision& decision, std::string_view indent) {
  std::string text;
  if (!decision.limits.empty()) {
    text += fmt::format("{}limits:\n", indent);
  }
  for (const Limit& limit : decision.limits) {
    std::vector<std::string> bounds;
    if (limit.max) {
      bounds.push_back("max: " + bound_text(limit, *limit.max));
    }
    if (limit.min) {
      bounds.push_back("min: " + bound_text(limit, *limit.min));
    }
    if (!limit.any_of.empty()) {
      bounds.push_back("any_of: " + flow_list(limit.any_of));
    }
    text += fmt::format("{}  {}: {{{}}}\n", indent, limit.criterion, fmt::join(bounds, ", "));
  }
  if (!decision.objectives.empty()) {
    text += fmt::format("{}objectives: {}\n", indent, flow_list(decision.objectives));
  }
  return text;
}

}  // namespace mqseal::scenario
