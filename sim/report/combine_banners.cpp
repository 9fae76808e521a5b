// SPDX-License-Identifier: MIT
#include "sim/report/combine_banners.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "sim/report/names.h"

namespace mqseal::report {
namespace {

/// One text, and the parts that have it.
struct Reason {
  std::string text;
  std::vector<std::string> parts;
};

/// Reasons that begin with the same words in bold.
struct Group {
  Tone tone;
  std::string lead;  ///< "**Quick look, not for claims**"; empty where nothing is in bold
  std::vector<Reason> reasons;
};

std::string lead_of(const std::string& text) {
  const auto end = text.rfind("**", 0) == 0 ? text.find("**", 2) : std::string::npos;
  return end == std::string::npos ? "" : text.substr(0, end + 2);
}

std::string names_text(const std::vector<std::string>& names, std::size_t all) {
  constexpr std::size_t most_names = 3;
  return names.size() == all         ? "All results"
         : names.size() > most_names ? fmt::format("{} of {} results", names.size(), all)
                                     : join_words(names);
}

/// The last sentence, after a space; empty where there is only one.
std::string_view last_sentence(std::string_view text) {
  const auto at = text.rfind(". ");
  return at == std::string_view::npos ? std::string_view() : text.substr(at + 2);
}

/// "**lead**: this (comparison); that (4 of 5 results). What all say at the end."
std::string merged(const Group& group, std::size_t all) {
  const std::string_view end = last_sentence(group.reasons.front().text);
  const bool common = std::all_of(group.reasons.begin(), group.reasons.end(), [&](const Reason& r) {
    return !end.empty() && last_sentence(r.text) == end;
  });
  std::vector<std::string> texts;
  for (const Reason& reason : group.reasons) {
    std::string words = reason.text.substr(group.lead.size());
    words.erase(0, words.find_first_not_of(": "));
    words.erase(common ? words.size() - end.size() - 2 : words.find_last_not_of('.') + 1);
    texts.push_back(fmt::format("{} ({})", words, names_text(reason.parts, all)));
  }
  return fmt::format(
      "{}: {}.{}{}", group.lead, fmt::join(texts, "; "), common ? " " : "", common ? end : "");
}

std::vector<Group> groups_of(const std::vector<Document>& parts) {
  std::vector<Group> groups;
  for (const Document& part : parts) {
    for (const Block& banner : part.banners) {
      const std::string lead = lead_of(banner.text);
      auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& there) {
        return there.tone == banner.tone && there.lead == lead &&
               (!lead.empty() || there.reasons.front().text == banner.text);
      });
      if (group == groups.end()) {
        group = groups.insert(group, {banner.tone, lead, {}});
      }
      auto reason = std::find_if(group->reasons.begin(),
                                 group->reasons.end(),
                                 [&](const Reason& there) { return there.text == banner.text; });
      if (reason == group->reasons.end()) {
        reason = group->reasons.insert(reason, {banner.text, {}});
      }
      reason->parts.push_back(part.name);
    }
  }
  return groups;
}

}  // namespace

std::vector<Block> combine_banners(const std::vector<Document>& parts) {
  std::vector<Block> banners;
  for (const Group& group : groups_of(parts)) {
    const Reason& first = group.reasons.front();
    banners.push_back(
        notice(group.tone,
               group.reasons.size() > 1
                   ? merged(group, parts.size())
                   : fmt::format("**{}**: {}", names_text(first.parts, parts.size()), first.text)));
  }
  return banners;
}

}  // namespace mqseal::report
