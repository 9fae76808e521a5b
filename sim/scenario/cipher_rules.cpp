// SPDX-License-Identifier: MIT
// envelope.md's table of AEADs.
#include "sim/scenario/cipher_rules.h"

#include <algorithm>

namespace mqseal::scenario {
namespace {

std::vector<std::size_t> range(std::size_t low, std::size_t high) {
  std::vector<std::size_t> tags;
  for (std::size_t tag = low; tag <= high; ++tag) {
    tags.push_back(tag);
  }
  return tags;
}

}  // namespace

const std::vector<CipherRules>& cipher_rules() {
  static const std::vector<CipherRules> rules = [] {
    std::vector<CipherRules> all;
    const auto add =
        [&](std::string id, std::vector<std::size_t> tags, std::string implementation) {
          CipherRules r;
          r.id = std::move(id);
          r.none = tags.empty();
          r.tag_default = tags.empty() ? 0 : tags.back();
          r.tags = std::move(tags);
          r.implementations = {implementation};
          r.supported = {implementation};
          all.push_back(std::move(r));
        };
    add("none", {}, "portable");
    add("aes-128-eax", range(4, 16), "portable");
    add("speck-64-128-eax", range(4, 8), "portable");
    add("speck-128-128-eax", range(4, 16), "portable");
    add("simon-64-128-eax", range(4, 8), "portable");
    add("simon-128-128-eax", range(4, 16), "portable");
    add("present-80-eax", range(4, 8), "portable");
    add("present-128-eax", range(4, 8), "portable");
    add("ascon-aead128", range(4, 16), "portable");
    add("aes-128-gcm", {8, 12, 13, 14, 15, 16}, "botan");
    add("aes-128-ccm", {4, 6, 8, 10, 12, 14, 16}, "botan");
    add("chacha20-poly1305", {16}, "botan");
    return all;
  }();
  return rules;
}

const CipherRules* find_rules(std::string_view id) {
  const auto found = std::ranges::find(cipher_rules(), id, &CipherRules::id);
  return found == cipher_rules().end() ? nullptr : &*found;
}

std::vector<std::string> cipher_ids() {
  std::vector<std::string> ids;
  for (const CipherRules& rules : cipher_rules()) {
    ids.push_back(rules.id);
  }
  return ids;
}

std::vector<std::string> implementation_names() {
  std::vector<std::string> names;
  for (const CipherRules& rules : cipher_rules()) {
    for (const std::string& name : rules.implementations) {
      if (std::ranges::find(names, name) == names.end()) {
        names.push_back(name);
      }
    }
  }
  return names;
}

}  // namespace mqseal::scenario
