// SPDX-License-Identifier: MIT
#include "sim/report/decide_front.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "sim/report/stats/inversion.h"
#include "sim/report/stats/signed_rank.h"

namespace mqseal::report {
namespace {

/// Rounds, each as often as it was drawn.
using Draw = std::vector<int>;

Standing from_log_ratio(double log_ratio, double margin, bool more_is_better) {
  const double limit = std::log1p(margin) * (1 + 1e-12);
  if (std::abs(log_ratio) <= limit) {
    return Standing::equal;
  }
  return (log_ratio > 0) == more_is_better ? Standing::better : Standing::worse;
}

/// By the rounds that both have; the Hodges-Lehmann estimate, or under a draw the median.
Standing by_rounds(const Reading& a, const Reading& b, double margin, bool more, const Draw* draw) {
  std::vector<double> logs;
  const auto add = [&](int round) {
    const auto in_a = a.by_round.find(round), in_b = b.by_round.find(round);
    if (in_a != a.by_round.end() && in_b != b.by_round.end() && in_a->second > 0 &&
        in_b->second > 0) {
      logs.push_back(std::log(in_a->second / in_b->second));
    }
  };
  if (draw != nullptr) {
    std::for_each(draw->begin(), draw->end(), add);
  } else {
    for (const auto& [round, value] : a.by_round) {
      add(round);
    }
  }
  if (logs.empty()) {
    return Standing::incomparable;
  }
  const double estimate = draw != nullptr ? sample_median(logs) : SignedRank(logs).estimate();
  return from_log_ratio(estimate, margin, more);
}

/// Exact figures: any difference counts, unless their ranges meet; with `margin`, one beyond it.
Standing by_value(const Reading& a, const Reading& b, double margin, bool more) {
  if (a.low <= b.high && b.low <= a.high && (a.low != a.high || b.low != b.high)) {
    return Standing::equal;
  }
  if (margin > 0 && a.value > 0 && b.value > 0) {
    return from_log_ratio(std::log(a.value / b.value), margin, more);
  }
  return a.value == b.value            ? Standing::equal
         : (a.value > b.value) == more ? Standing::better
                                       : Standing::worse;
}

class Dominance {
 public:
  Dominance(const std::vector<Objective>& objectives, const std::vector<bool>& aes, double margin)
      : objectives_(objectives), aes_(aes), margin_(margin) {}

  /// a dominates b: nowhere worse, somewhere better, everywhere comparable.
  [[nodiscard]] bool operator()(std::size_t a, std::size_t b, const Draw* draw) const {
    bool better = false;
    for (const Objective& objective : objectives_) {
      const Evidence &of_a = objective.evidence[a], &of_b = objective.evidence[b];
      if (of_a.host && aes_[a] != aes_[b]) {
        return false;
      }
      for (const Reading& reading : of_a.readings) {
        const auto other = std::find_if(of_b.readings.begin(),
                                        of_b.readings.end(),
                                        [&](const Reading& r) { return r.where == reading.where; });
        if (other == of_b.readings.end()) {
          return false;
        }
        const bool more = objective.more_is_better;
        const Standing standing =
            of_a.measured && !reading.by_round.empty()
                ? by_rounds(reading, *other, margin_, more, draw)
                : by_value(reading, *other, objective.uses_margin ? margin_ : 0, more);
        if (standing == Standing::worse || standing == Standing::incomparable) {
          return false;
        }
        better = better || standing == Standing::better;
      }
    }
    return better;
  }

 private:
  const std::vector<Objective>& objectives_;
  const std::vector<bool>& aes_;
  double margin_;
};

std::set<int> all_rounds(const std::vector<Objective>& objectives) {
  std::set<int> rounds;
  for (const Objective& objective : objectives) {
    for (const Evidence& evidence : objective.evidence) {
      for (const Reading& reading : evidence.readings) {
        for (const auto& [round, value] : reading.by_round) {
          rounds.insert(round);
        }
      }
    }
  }
  return rounds;
}

}  // namespace

Front front_of(const std::vector<Objective>& objectives,
               const std::vector<bool>& aes,
               double margin,
               std::uint64_t seed,
               int resamples) {
  const std::size_t count = aes.size();
  const Dominance dominates(objectives, aes, margin);
  Front front{std::vector<bool>(count, true),
              std::vector<bool>(count, true),
              std::vector<std::vector<std::size_t>>(count),
              std::vector<double>(count, 0),
              1,
              0};
  for (std::size_t i = 0; i < count; ++i) {
    front.ranked[i] = std::all_of(
        objectives.begin(), objectives.end(), [&](const Objective& o) { return o.known(i); });
  }
  const auto on_front = [&](std::size_t i, const Draw* draw) {
    for (std::size_t other = 0; other < count; ++other) {
      if (other != i && front.ranked[other] && dominates(other, i, draw)) {
        return false;
      }
    }
    return static_cast<bool>(front.ranked[i]);
  };
  for (std::size_t i = 0; i < count; ++i) {
    front.on[i] = on_front(i, nullptr);
    for (std::size_t other = 0; other < count; ++other) {
      if (other != i && front.ranked[i] && front.ranked[other] && dominates(other, i, nullptr)) {
        front.dominated_by[i].push_back(other);
      }
    }
    front.share[i] = front.on[i] ? 1 : 0;
  }
  const std::set<int> known = all_rounds(objectives);
  const std::vector<int> rounds(known.begin(), known.end());
  if (rounds.size() < 2) {
    return front;
  }
  std::mt19937_64 engine(seed);
  std::vector<int> times(count, 0);
  int same = 0;
  for (int turn = 0; turn < resamples; ++turn) {
    Draw draw;
    for (std::size_t i = 0; i < rounds.size(); ++i) {
      draw.push_back(rounds[engine() % rounds.size()]);
    }
    bool all = true;
    for (std::size_t i = 0; i < count; ++i) {
      const bool on = on_front(i, &draw);
      times[i] += on ? 1 : 0;
      all = all && on == front.on[i];
    }
    same += all ? 1 : 0;
  }
  for (std::size_t i = 0; i < count; ++i) {
    front.share[i] = static_cast<double>(times[i]) / resamples;
  }
  front.same = static_cast<double>(same) / resamples;
  front.resamples = resamples;
  return front;
}

}  // namespace mqseal::report
