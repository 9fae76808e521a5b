// SPDX-License-Identifier: MIT
// What a scenario has to know of each cipher: which tags, which implementations.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace mqseal::scenario {

struct CipherRules {
  std::string id;
  bool none = false;  ///< no key, no tag
  std::size_t tag_default = 0;
  std::vector<std::size_t> tags;             ///< allowed lengths in bytes, ascending
  std::vector<std::string> implementations;  ///< names, best first
  std::vector<std::string> supported;        ///< those that this CPU has
};

/// All cipher ids, in the catalogue's order.
[[nodiscard]] const std::vector<CipherRules>& cipher_rules();
/// The rules of a known id; nullptr else.
[[nodiscard]] const CipherRules* find_rules(std::string_view id);
[[nodiscard]] std::vector<std::string> cipher_ids();
/// Every implementation name that some cipher has, each once.
[[nodiscard]] std::vector<std::string> implementation_names();

}  // namespace mqseal::scenario
