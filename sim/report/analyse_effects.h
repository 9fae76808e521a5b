// SPDX-License-Identifier: MIT
// effects[] of result.json: one entry a comparison, with estimate, interval, p-value and verdict.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// The entries of effects[], primary metrics first. Pure. Each holds
///
///   metric, unit, factor, level, baseline, at{other varied factors}, control (the A/A row),
///   family ("primary": claimed; "secondary": "quick look, not for claims"), comparisons (how many
///     the Holm family holds), claim (true: primary and settled),
///   kind "ratio":      estimate, ci, ci95 are relative changes, 0.081 = +8.1 %;
///        "difference": a value of 0 occurs, so only absolute{} holds;
///        "reference":  the cipher that others are compared with; absolute{} against plaintext;
///   n (complete rounds), method ("signed-rank", "paired-t", "exact": the same in every round,
///     "none"), ci at ci_level (Holm-consistent: it leaves out 0 exactly where p_holm <= 0.05),
///   ci95 (by itself, not corrected), p, p_holm, verdict (null for control and reference; in a
///   quick
///     look for all but what is primary with 5 rounds or more, or the same in every round),
///   beyond_margin (the whole of ci lies outside the margin), more_rounds (about how many would
///     settle a "cannot_tell"; 0 elsewhere),
///   absolute{baseline, unit, estimate, ci95} or null, values{level, baseline} (medians of the
///     raw values over rounds), implementation{level, baseline}, aes_mixed, notes[],
///   sentence (model_sentence.h).
///
/// An end of an interval that the data cannot bound is null, as is all that was not measured.
[[nodiscard]] nlohmann::json effects_of(const nlohmann::json& result);

}  // namespace mqseal::report
