# SPDX-License-Identifier: MIT
# Statistics, verdicts, comparison, decision: pure functions on numbers and JSON documents. Fields and
# names stand here so that sentences, summary and page print numbers in one way.
set(facts_source ${CMAKE_CURRENT_BINARY_DIR}/facts_data.cpp)
add_custom_command(OUTPUT ${facts_source}
  COMMAND mqseal_embed_facts ${CMAKE_SOURCE_DIR}/ciphers/facts/ciphers.yaml ${facts_source}
  DEPENDS mqseal_embed_facts ${CMAKE_SOURCE_DIR}/ciphers/facts/ciphers.yaml
  COMMENT "Facts about the ciphers, as a source")

mqseal_library(report_stats
  SOURCES
    analyse.cpp
    analyse_attacks.cpp
    analyse_claims.cpp
    analyse_effects.cpp
    analyse_omnibus.cpp
    analyse_quality.cpp
    analyse_resilience.cpp
    analyse_steadiness.cpp
    analyse_thresholds.cpp
    check_count.cpp
    compare.cpp
    compare_controls.cpp
    compare_differences.cpp
    decide.cpp
    decide_changes.cpp
    decide_front.cpp
    decide_limits.cpp
    decide_names.cpp
    decide_text.cpp
    decide_values.cpp
    devices.cpp
    effect_entry.cpp
    facts.cpp
    facts_limit.cpp
    ${facts_source}
    fields.cpp
    model.cpp
    model_comparisons.cpp
    model_sentence.cpp
    names.cpp
    quick_look.cpp
    resilience_summary.cpp
    signs.cpp
    study.cpp
    stats_summary.cpp
    stats_summary_lines.cpp
    summary_attacks.cpp
    stats/binomial.cpp
    stats/friedman.cpp
    stats/holm.cpp
    stats/inversion.cpp
    stats/rank_sum.cpp
    stats/round_test.cpp
    stats/signed_rank.cpp
    stats/student.cpp
    stats/verdict.cpp
  PUBLIC mqseal::base mqseal::record nlohmann_json::nlohmann_json
  PRIVATE fmt::fmt mqseal::boost mqseal::device mqseal::host)
