// SPDX-License-Identifier: MIT
// What the generated table of built-in files holds. Only asset.cpp uses it.
#pragma once

#include <span>
#include <string_view>

namespace mqseal::report {

struct AssetEntry {
  std::string_view name;
  const char *begin, *end;
};

[[nodiscard]] std::span<const AssetEntry> asset_table();

}  // namespace mqseal::report
