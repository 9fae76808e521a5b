// SPDX-License-Identifier: MIT
#include "sim/report/facts.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "sim/report/fields.h"
#include "sim/report/model.h"
#include "sim/report/names.h"

namespace mqseal::report {

extern const char* const facts_json;  // made from ciphers.yaml by sim/app/embed_facts.cpp

namespace {

using nlohmann::json;

const json* entry_of(const std::string& id) {
  for (const json& entry : cipher_facts().at("ciphers")) {
    if (entry.at("id") == id) {
      return &entry;
    }
  }
  return nullptr;
}

bool is_confirmed(const json& fact) {
  return text(fact, "status") != "recalled";
}

/// The fact at `path` with whether it is confirmed; null where the file has none.
json fact(const json& entry, const char* path) {
  const json* found = find(entry, path);
  if (found == nullptr || !found->is_object() || !found->contains("value")) {
    return nullptr;
  }
  json out = *found;
  out["confirmed"] = is_confirmed(out);
  return out;
}

json facts_row(const json& result, const std::string& cipher, const json& entry) {
  json margin = fact(entry, "security_margin");
  json attacked = fact(entry, "best_attack.rounds_attacked");
  if (!margin.is_null() && !attacked.is_null() && !is_confirmed(attacked)) {
    margin["confirmed"] = false;  // computed from what is only recalled
  }
  const auto block = number(entry, "block_bits.value");
  return {
      {"cipher", cipher},
      {"facts_id", entry.at("id")},
      {"key_bits", fact(entry, "key_bits")},
      {"block_bits", fact(entry, "block_bits")},
      {"rounds", fact(entry, "rounds")},
      {"rounds_attacked", attacked},
      {"security_margin", margin},
      {"attack_model", fact(entry, "best_attack.model")},
      {"standard", fact(entry, "standard_status")},
      {"meets_112_bits", fact(entry, "meets_112_bit_minimum")},
      {"year", fact(entry, "year")},
      {"designers", fact(entry, "designers")},
      {"birthday", block ? block_limit(result, cipher, static_cast<int>(*block)) : json(nullptr)}};
}

}  // namespace

const json& cipher_facts() {
  static const json facts = json::parse(facts_json);
  return facts;
}

std::string facts_id(std::string_view cipher) {
  std::string id(cipher);
  if (id == "none") {
    return {};
  }
  const auto cut = id.rfind("-eax");
  if (cut != std::string::npos && cut + 4 == id.size()) {
    id.erase(cut);
  }
  for (const std::string family : {"speck", "simon"}) {
    if (id.rfind(family + "-", 0) == 0) {
      return family + id.substr(family.size() + 1);
    }
  }
  return id == "aes-128-gcm" || id == "aes-128-ccm" ? "aes-128" : id;
}

std::string primitive_name(std::string_view facts_id) {
  const std::string id(facts_id);
  const json* entry = entry_of(id);
  return entry == nullptr ? id : text(*entry, "name", id);
}

json facts_of(const json& result) {
  std::set<std::string> seen;
  std::vector<std::string> ciphers;
  for (const json& run : rows(result, "runs")) {
    const std::string cipher = text(run, "factors.cipher");
    if (!cipher.empty() && seen.insert(cipher).second) {
      ciphers.push_back(cipher);
    }
  }
  std::stable_sort(ciphers.begin(), ciphers.end(), [](const auto& a, const auto& b) {
    return cipher_order(a) < cipher_order(b);
  });
  json out = json::array();
  for (const std::string& cipher : ciphers) {
    const std::string id = facts_id(cipher);
    const json* entry = id.empty() ? nullptr : entry_of(id);
    if (entry != nullptr) {
      out.push_back(facts_row(result, cipher, *entry));
    }
  }
  return out;
}

}  // namespace mqseal::report
