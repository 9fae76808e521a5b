// SPDX-License-Identifier: MIT
#include "sim/attack/verdict.h"

#include <algorithm>
#include <utility>

namespace mqseal::attack {

using record::Attack;
using record::AttackCase;
using record::Verdict;

Verdict verdict_of(const Tally& tally) noexcept {
  if (tally.successes > 0) {
    return Verdict::succeeded;
  }
  return tally.control && tally.attempts > 0 ? Verdict::blocked : Verdict::inconclusive;
}

Attack result_of(const Tally& tally, std::string control, std::string evidence) {
  Attack attack;
  attack.verdict = verdict_of(tally);
  attack.attempts = tally.attempts;
  attack.successes = tally.successes;
  attack.control = std::move(control);
  attack.evidence = std::move(evidence);
  return attack;
}

AttackCase case_of(std::string name, const Tally& tally, std::string evidence) {
  return {std::move(name), verdict_of(tally), tally.attempts, tally.successes, std::move(evidence)};
}

void sum_up(Attack& attack) {
  attack.attempts = attack.successes = 0;
  for (const AttackCase& each : attack.cases) {
    attack.attempts += each.attempts;
    attack.successes += each.successes;
  }
  for (const Verdict verdict :
       {Verdict::succeeded, Verdict::inconclusive, Verdict::blocked, Verdict::not_measured}) {
    if (std::ranges::any_of(attack.cases,
                            [&](const AttackCase& each) { return each.verdict == verdict; })) {
      attack.verdict = verdict;
      return;
    }
  }
}

Attack not_measured(std::string why) {
  Attack attack;
  attack.verdict = Verdict::not_measured;
  attack.evidence = std::move(why);
  return attack;
}

}  // namespace mqseal::attack
