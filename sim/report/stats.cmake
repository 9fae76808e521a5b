# SPDX-License-Identifier: MIT
# Statistics, verdicts, comparison, decision: pure functions on numbers and JSON documents. Fields and
# names stand here so that sentences, summary and page print numbers in one way.
mqseal_library(report_stats
  SOURCES
    analyse.cpp
    analyse_effects.cpp
    analyse_quality.cpp
    analyse_steadiness.cpp
    analyse_thresholds.cpp
    fields.cpp
    model.cpp
    model_comparisons.cpp
    names.cpp
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
