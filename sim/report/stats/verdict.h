// SPDX-License-Identifier: MIT
// What an interval allows us to say about a change, against a margin fixed before the run.
#pragma once

#include <string_view>

#include "sim/report/stats/inversion.h"

namespace mqseal::report {

/// Two questions have four answers. Does the interval hold zero? Does it lie inside the margin?
enum class Verdict {
  worse,         ///< no zero, not inside the margin; in the bad direction
  better,        ///< the same, in the good direction
  below_margin,  ///< no zero, inside the margin: real, but too small to matter
  equivalent,    ///< zero, inside the margin
  cannot_tell    ///< zero, not inside the margin
};

enum class Better { lower, higher };

/// As in result.json: "worse", "better", "real_below_margin", "equivalent", "cannot_tell".
[[nodiscard]] std::string_view to_string(Verdict verdict) noexcept;

/// `change`: interval of the relative change (0.05 = +5 %); inside the margin means within
/// [-margin, margin]. A change called worse is real; that it exceeds the margin is settled only
/// where the whole interval lies beyond it (see beyond_margin).
[[nodiscard]] Verdict judge(Interval change, double margin, Better better) noexcept;
/// The whole interval lies outside [-margin, margin], on one side.
[[nodiscard]] bool beyond_margin(Interval change, double margin) noexcept;

/// About how many more rounds would settle a comparison that "cannot tell", if the estimate stays
/// where it is and the interval shrinks with the square root of n: it must then either leave out
/// zero or fit into the margin, whichever comes first. At least `fewest` - n; 0 where the
/// comparison is settled.
[[nodiscard]] int rounds_to_settle(
    Interval change, double estimate, double margin, int n, int fewest) noexcept;

}  // namespace mqseal::report
