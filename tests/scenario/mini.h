// SPDX-License-Identifier: MIT
// A smallest scenario with known line numbers, and edits of it.
#pragma once

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/scenario/load.h"

namespace mqseal::scenario::testing_support {

inline const std::string mini =
    "schema: mqseal-scenario/1\n"             // 1
    "name: mini\n"                            // 2
    "groups:\n"                               // 3
    "  - name: pub\n"                         // 4
    "    role: publisher\n"                   // 5
    "    topic: a/{client}\n"                 // 6
    "    cipher: aes-128-eax\n"               // 7
    "  - name: sub\n"                         // 8
    "    role: subscriber\n"                  // 9
    "    topic: a/+\n"                        // 10
    "phases: {measure: 1s, drain: 500ms}\n";  // 11

/// `mini` with the first `from` replaced; an empty `from` appends.
inline std::string edited(std::string_view from, std::string_view to) {
  std::string text = mini;
  if (from.empty()) {
    return text + std::string(to);
  }
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// The message of the usage error that loading gives; "accepted" where it gives none.
inline std::string message_of(const std::string& text, const Overrides& overrides = {}) {
  try {
    static_cast<void>(parse(text, "s.yaml", overrides));
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::usage) << error.what();
    return error.what();
  }
  return "accepted";
}

}  // namespace mqseal::scenario::testing_support
