# SPDX-License-Identifier: MIT
# Statistics, verdicts, comparison, decision: pure functions on numbers and JSON documents.
mqseal_library(report_stats
  SOURCES
    stats/binomial.cpp
    stats/friedman.cpp
    stats/holm.cpp
    stats/inversion.cpp
    stats/rank_sum.cpp
    stats/signed_rank.cpp
    stats/student.cpp
    stats/verdict.cpp
  PUBLIC nlohmann_json::nlohmann_json
  PRIVATE fmt::fmt mqseal::boost)
