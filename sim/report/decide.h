// SPDX-License-Identifier: MIT
// Which cipher: limits rule out, the Pareto front of what remains, and how firm that is. No
// weights, no score. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// decision{} of result.json for an analysed result; {} where there is no rule. The rule is the
/// scenario's, or the one that `mqseal decide --limits` left in decision.rule.
///
///   rule{limits[]{of, max, min, any_of}, objectives[], yaml, source, stated ("before the run",
///     "after the run")},
///   withheld: why nothing is decided although there is a rule; "" where something is,
///   limits[]{of, title, text ("at most 5.00 ms"), kind (measured, fact, device, attacks)},
///   ciphers[]{cipher, implementation, aes, label, result (inside, unclear, ruled_out, baseline),
///     word, front, ranked, front_share, dominated_by[],
///     cells[]{of, outcome (pass, fail, unclear), value, low, high, text, why},
///     objectives[]{of, where, value, low, high, text}},
///   stability{resamples, share of them in which the front is the one shown} or null,
///   changes[]{change, then}, headline, text, reasons[], notes[].
///
/// A measured limit passes where the unfavourable end of the 95 % interval of the cipher's own
/// level passes, fails where the favourable end fails, and is unclear between. The worst condition
/// and flow decides. X dominates Y where no objective of X is worse beyond the margin and one is
/// better beyond it: for measured objectives by the paired Hodges-Lehmann ratio, never across the
/// line of AES instructions; for exact ones (bytes, published margins) any difference counts.
/// What no objective could be compared on neither dominates nor is dominated (ranked: false).
[[nodiscard]] nlohmann::json decision_of(const nlohmann::json& result);

/// The rule in force: see decision_of; null where there is none.
[[nodiscard]] nlohmann::json rule_of(const nlohmann::json& result);

}  // namespace mqseal::report
