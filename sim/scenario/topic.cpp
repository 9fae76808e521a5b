// SPDX-License-Identifier: MIT
// MQTT 3.1.1 (OASIS, 29 October 2014), section 4.7.
#include "sim/scenario/topic.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/text.h"

namespace mqseal::scenario {
namespace {

constexpr std::size_t max_topic_bytes = 65535;  // MQTT 3.1.1, section 4.7.3
constexpr std::uint64_t max_comparisons = 20'000'000;

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

/// Cuts the first level off `rest`.
std::string_view next_level(std::string_view& rest, bool& more) noexcept {
  const std::size_t slash = rest.find('/');
  const std::string_view level = rest.substr(0, slash);
  more = slash != std::string_view::npos;
  rest = more ? rest.substr(slash + 1) : std::string_view{};
  return level;
}

std::string text_fault(std::string_view text) {
  if (text.empty()) {
    return "it is empty";
  }
  if (text.size() > max_topic_bytes) {
    return fmt::format("it is longer than {} bytes", max_topic_bytes);
  }
  const bool control = std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return control || !base::is_utf8(text) ? "it is not printable UTF-8" : "";
}

/// Topics of a group, each with the number of clients that have it.
std::map<std::string, std::uint64_t, std::less<>> topics_of(const Group& group) {
  if (group.topic.find("{client}") == std::string::npos) {
    return {{expand_topic(group.topic, group.name, 0), group.clients}};
  }
  std::map<std::string, std::uint64_t, std::less<>> topics;
  for (std::size_t client = 0; client < group.clients; ++client) {
    ++topics[expand_topic(group.topic, group.name, client)];
  }
  return topics;
}

using Topics = std::map<std::string, std::uint64_t, std::less<>>;

/// Publisher clients whose topic matches `filter`. Only topics that begin with the filter's text
/// before its first wildcard are looked at.
std::uint64_t senders_of(std::string_view filter,
                         const Topics& topics,
                         std::uint64_t& comparisons) {
  const std::size_t wildcard = filter.find_first_of("+#");
  if (wildcard == std::string_view::npos) {
    const auto found = topics.find(filter);
    return found == topics.end() ? 0 : found->second;
  }
  // `a/#` matches `a` too (section 4.7.1.2), so the last slash is not part of the prefix.
  const std::string_view prefix = filter.substr(0, wildcard == 0 ? 0 : wildcard - 1);
  std::uint64_t senders = 0;
  for (auto it = topics.lower_bound(prefix); it != topics.end() && it->first.starts_with(prefix);
       ++it) {
    if (++comparisons > max_comparisons) {
      throw base::Error(base::ExitCode::usage,
                        fmt::format("topic filters with a wildcard and {{client}} make more than "
                                    "{} pairs of topics; put {{client}} before the wildcard",
                                    max_comparisons));
    }
    senders += topic_matches(filter, it->first) ? it->second : 0;
  }
  return senders;
}

}  // namespace

std::string expand_topic(std::string_view topic, std::string_view group, std::size_t client) {
  std::string text(topic);
  replace_all(text, "{group}", group);
  replace_all(text, "{client}", fmt::format("{}", client));
  return text;
}

bool topic_matches(std::string_view filter, std::string_view topic) noexcept {
  const bool starts_wild = filter.starts_with('+') || filter.starts_with('#');
  if (starts_wild && topic.starts_with('$')) {
    return false;
  }
  bool more_filter = true;
  bool more_topic = true;
  while (more_filter) {
    const std::string_view wanted = next_level(filter, more_filter);
    if (wanted == "#") {
      return true;  // the levels left, or none: `a/#` matches `a`
    }
    if (!more_topic) {
      return false;
    }
    const std::string_view level = next_level(topic, more_topic);
    if (wanted != "+" && wanted != level) {
      return false;
    }
  }
  return !more_topic;
}

std::string topic_name_fault(std::string_view topic) {
  if (std::string fault = text_fault(topic); !fault.empty()) {
    return fault;
  }
  if (topic.find_first_of("+#") != std::string_view::npos) {
    return "+ and # are for subscribers";
  }
  return topic.starts_with('$') ? "topics that begin with $ belong to the broker" : "";
}

std::string topic_filter_fault(std::string_view filter) {
  if (std::string fault = text_fault(filter); !fault.empty()) {
    return fault;
  }
  if (filter.starts_with("$share/")) {
    return "shared subscriptions are not in this version of mqseal";
  }
  bool more = true;
  while (more) {
    const std::string_view level = next_level(filter, more);
    const bool wild = level.find_first_of("+#") != std::string_view::npos;
    if (wild && level.size() != 1) {
      return "+ and # must fill a whole level";
    }
    if (level == "#" && more) {
      return "# must be the last level";
    }
  }
  return "";
}

std::vector<FlowShape> flows_between(const std::vector<Group>& groups) {
  std::vector<Topics> topics;
  topics.reserve(groups.size());
  for (const Group& group : groups) {
    topics.push_back(topics_of(group));
  }
  std::vector<FlowShape> flows;
  std::uint64_t comparisons = 0;
  for (std::size_t to = 0; to < groups.size(); ++to) {
    for (std::size_t from = 0; from < groups.size(); ++from) {
      if (groups[to].role != Role::subscriber || groups[from].role != Role::publisher) {
        continue;
      }
      FlowShape flow{from, to, 0};
      for (const auto& [filter, subscribers] : topics[to]) {
        flow.pairs += subscribers * senders_of(filter, topics[from], comparisons);
      }
      if (flow.pairs > 0) {
        flows.push_back(flow);
      }
    }
  }
  return flows;
}

}  // namespace mqseal::scenario
