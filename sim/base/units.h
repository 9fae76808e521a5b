// SPDX-License-Identifier: MIT
// Quantities with their units, as scenarios and flags write them: 10s, 64B, 500/s, 5%.
// Every parser takes the whole text (no spaces, no sign, no exponent) and throws base::Error
// (usage) that quotes the text and says which units are allowed; it knows no file position.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/clock.h"

namespace mqseal::base {

/// ns, us, ms, s, min, h: "500ms", "1.5s"; at most 100 years. Rounded to a nanosecond.
[[nodiscard]] Nanos parse_duration(std::string_view text);
/// B, KiB, MiB, GiB: "64B", "1.5KiB"; a whole number of bytes, at most 2^53.
[[nodiscard]] std::uint64_t parse_bytes(std::string_view text);
/// /s, /min, /h: "500/s", "1/min"; the result is per second.
[[nodiscard]] double parse_rate(std::string_view text);
/// Per cent: "5%" is 0.05.
[[nodiscard]] double parse_percent(std::string_view text);

/// The reverse: text that parses to exactly the same value, in the largest unit that keeps the
/// number whole where there is one. Values must be finite and not negative.
[[nodiscard]] std::string format_duration(Nanos duration);
[[nodiscard]] std::string format_bytes(std::uint64_t bytes);
[[nodiscard]] std::string format_rate(double per_second);
[[nodiscard]] std::string format_percent(double fraction);

}  // namespace mqseal::base
