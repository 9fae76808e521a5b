// SPDX-License-Identifier: MIT
// How many quality checks passed, in one wording for page, Markdown and terminal.
#pragma once

#include <cstddef>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// How many of quality[] say what.
struct CheckCount {
  std::size_t passed = 0, noted = 0, failed = 0;

  [[nodiscard]] std::size_t all() const { return passed + noted + failed; }
};

[[nodiscard]] CheckCount count_checks(const nlohmann::json& quality);
/// "4 of 7 pass, 3 noted".
[[nodiscard]] std::string check_count_text(const CheckCount& count);

}  // namespace mqseal::report
