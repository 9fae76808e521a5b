// SPDX-License-Identifier: MIT
// What each candidate of a decision has to show for a criterion.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/report/study.h"

namespace mqseal::report {

/// A cipher in one implementation, with its arms under all conditions.
struct Candidate {
  std::string cipher, implementation, label;
  bool aes = false;
  std::vector<const Arm*> arms;
};

[[nodiscard]] std::vector<Candidate> candidates_of(const Study& study);

/// One value of a criterion, under one condition and on one flow.
struct Reading {
  std::string where;                    ///< "mutual TLS, QoS 1"; empty where there is only one
  double value = 0, low = 0, high = 0;  ///< 95 % interval; a point for what is exact
  std::map<int, double> by_round;       ///< measured: the value of each round
  int rounds = 0;
};

/// All readings of a criterion, or why there is none.
struct Evidence {
  std::vector<Reading> readings;
  std::vector<std::string> words;       ///< of a criterion in words: what the cipher has
  std::string missing;                  ///< why nothing is known; empty where something is
  std::string text;                     ///< what to show instead of a number: "no blocks"
  bool passes = false;                  ///< with `text`: the limit does not apply, so it passes
  bool measured = false, host = false;  ///< by rounds; on the host, so AES instructions matter
  bool confirmed = true;                ///< false: a fact that is only recalled
};

/// `criterion`: a name of sim/scenario's table. An unknown one is "missing".
[[nodiscard]] Evidence evidence_of(const Study& study,
                                   const Candidate& candidate,
                                   std::string_view criterion);

/// How a criterion is called and shown.
struct CriterionName {
  std::string title, unit;
  double scale = 1;  ///< shown = raw * scale
  bool more_is_better = false;
  std::string kind;  ///< measured, fact, device, attacks
};

[[nodiscard]] CriterionName criterion_name(std::string_view criterion);
/// "5.00 ms", "25 %", "128 bit"
[[nodiscard]] std::string criterion_value(const CriterionName& name, double raw);

/// What ciphers.yaml says of standards in prose, as a word to choose by. `evidence` is the part of
/// that prose that says so: a test holds the two together.
struct Standard {
  std::string_view facts_id, body, evidence;
};

[[nodiscard]] std::span<const Standard> standards();
/// Bodies whose standard names the cipher for general use, or RFID (its use in tags alone).
[[nodiscard]] std::vector<std::string> standards_of(std::string_view facts_id);

}  // namespace mqseal::report
