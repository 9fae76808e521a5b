// SPDX-License-Identifier: MIT
// Two results against each other. Their rounds are no pairs: each arm is first divided by its own
// file's plaintext of the same round, which takes the machine out, and the two samples of those
// log-ratios are compared. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

struct CompareOptions {
  std::optional<double> margin;      ///< a fraction; default: that of the base
  std::vector<std::string> metrics;  ///< default: the base's primary ones
};

/// Both documents analysed. Returns
///   margin, metrics[], differences[]{what, base, new, refuses}, comparable (none refuses),
///   rows[]{metric, cipher, label, condition, judged, n{base, new}, values{base, new} (medians),
///     raw_change (includes the machine), control ("plaintext", or "typical cipher" for what
///     plaintext has no value of: seal, open: the median of all ciphers' distances from their
///     middles over both files, which one that changed alone does not move), common_change (of that
///     control: the machine, or what all ciphers share), estimate, ci, ci95, method ("rank-sum",
///     "welch-t", "exact", "none"), p, p_holm, noise_floor (the farther end of the wider of both
///     A/A intervals), verdict, regression, note},
///   only_in_base[], only_in_new[], regressions, headline.
///
/// Judged are the metrics asked for: one Holm family over all their rows; the usual others stand
/// for information. A change within the noise floor is never called one: verdict "cannot_tell",
/// with a note. Regression: the interval leaves out zero, in the bad direction, and the estimate
/// lies beyond margin and noise floor.
[[nodiscard]] nlohmann::json compare(const nlohmann::json& base,
                                     const nlohmann::json& other,
                                     const CompareOptions& options);

/// What differs between the two results' hosts, brokers, plans and builds: differences[] above.
/// `refuses`: then a comparison of measurements is not one of programs.
[[nodiscard]] nlohmann::json differences_of(const nlohmann::json& base,
                                            const nlohmann::json& other);

/// What compare() found, for a terminal of 100 columns; ASCII where asked.
[[nodiscard]] std::string comparison_text(const nlohmann::json& comparison, bool ascii);

/// The same as one offline page, and as Markdown.
[[nodiscard]] std::string comparison_html(const nlohmann::json& comparison);
[[nodiscard]] std::string comparison_markdown(const nlohmann::json& comparison);

}  // namespace mqseal::report
