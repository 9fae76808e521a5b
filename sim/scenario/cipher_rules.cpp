// SPDX-License-Identifier: MIT
// The catalogue of ciphers/host, as a scenario sees it.
#include "sim/scenario/cipher_rules.h"

#include <algorithm>

#include "ciphers/host/aead.h"

namespace mqseal::scenario {
namespace {

CipherRules rules_of(const host::CipherInfo& cipher) {
  CipherRules rules;
  rules.id = cipher.id;
  rules.none = cipher.is_none();
  rules.tag_default = cipher.tag_default;
  for (std::size_t tag = cipher.tag_min; tag <= cipher.tag_max && !rules.none; ++tag) {
    if (cipher.tag_ok(tag)) {
      rules.tags.push_back(tag);
    }
  }
  if (cipher.tag_ok(8) && cipher.tag_min > 8) {
    rules.tags.insert(rules.tags.begin(), 8);  // GCM: 8, then 12 to 16
  }
  for (const host::Implementation& implementation : cipher.implementations) {
    rules.implementations.emplace_back(implementation.name);
    if (implementation.supported()) {
      rules.supported.emplace_back(implementation.name);
    }
  }
  return rules;
}

}  // namespace

const std::vector<CipherRules>& cipher_rules() {
  static const std::vector<CipherRules> rules = [] {
    std::vector<CipherRules> all;
    for (const host::CipherInfo& cipher : host::catalogue()) {
      all.push_back(rules_of(cipher));
    }
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
