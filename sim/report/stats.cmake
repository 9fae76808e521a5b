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
    analyse_effects.cpp
    analyse_quality.cpp
    analyse_steadiness.cpp
    analyse_thresholds.cpp
    facts.cpp
    facts_limit.cpp
    ${facts_source}
    fields.cpp
    model.cpp
    model_comparisons.cpp
    model_sentence.cpp
    names.cpp
    stats_summary.cpp
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
  PRIVATE fmt::fmt mqseal::boost)
