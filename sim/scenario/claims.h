// SPDX-License-Identifier: MIT
// Sentences that a scenario holds against what its runs measure, and what would speak for each.
// Plain structs; sim/report judges.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mqseal::scenario {

/// Somebody's sentence.
struct Claim {
  std::string id, sentence;
  std::string instead;  ///< what to write in its place
  std::string source;   ///< where it stands, and what says otherwise
};

/// What a run of this scenario should give if a claim were true: a verdict (`expects`), or a number
/// between `min` and `max`.
struct Evidence {
  std::string claim;                         ///< id
  std::string shows;                         ///< in a few words, for the report
  std::string attack;                        ///< id; empty: a fact about `cipher`
  std::string of_case;                       ///< name of one of its cases; empty: the whole
  std::map<std::string, std::string> where;  ///< factor levels of the runs that count
  std::string expects;                       ///< succeeded, blocked; empty: a number
  std::string metric;                        ///< of the attack
  std::string fact, cipher;                  ///< of ciphers/facts/ciphers.yaml
  std::optional<double> max, min;
};

}  // namespace mqseal::scenario
