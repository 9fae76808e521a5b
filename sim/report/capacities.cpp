// SPDX-License-Identifier: MIT
#include "sim/report/capacities.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/stats/round_test.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr double steps_per_factor = 20;  // rates within about 5 % are one

struct Pool {
  Levels at;
  std::map<long, std::vector<std::pair<double, double>>> points;  ///< rate, p99 by step
  std::vector<double> log_knees;
};

void add_points(Pool& pool, const json& search) {
  for (const json& point : rows(search, "points")) {
    const auto rate = number(point, "rate_msg_s"), p99 = number(point, "response_p99_us");
    if (rate && p99 && *rate > 0 && *p99 > 0) {
      pool.points[std::lround(steps_per_factor * std::log(*rate))].emplace_back(*rate, *p99 / 1000);
    }
  }
}

LoadPoint middle_of(const std::vector<std::pair<double, double>>& same) {
  std::vector<double> rates, times;
  for (const auto& [rate, p99] : same) {
    rates.push_back(rate);
    times.push_back(p99);
  }
  return {median(rates).value_or(0), median(times).value_or(0)};
}

void judge_knees(Capacity& capacity, const std::vector<double>& log_knees) {
  capacity.rounds = static_cast<int>(log_knees.size());
  if (log_knees.empty()) {
    return;
  }
  const RoundTest test = RoundTest::paired(log_knees);
  capacity.knee = std::exp(test.estimate);
  if (test.method != "none") {
    const Interval interval = test.interval(significance);
    capacity.low = std::exp(interval.lower);
    capacity.high = std::exp(interval.upper);
  }
}

}  // namespace

std::vector<Capacity> capacities_of(const Study& study) {
  std::vector<Capacity> all;
  std::vector<Pool> pools;
  for (const json& search : rows(study.document(), "searches")) {
    if (flag(search, "control")) {
      continue;
    }
    Capacity found;
    Pool fresh;
    found.cipher = text(search, "at.cipher", "none");
    for (const std::string& key : study.varied) {
      if (const std::string level = text(search, "at." + key); !level.empty()) {
        fresh.at[key] = level;
      }
    }
    found.condition = condition_text(fresh.at);
    std::size_t place = 0;
    while (place < all.size() &&
           (all[place].cipher != found.cipher || pools[place].at != fresh.at)) {
      ++place;
    }
    if (place == all.size()) {
      found.of_attack = text(search, "of") == "attack";
      const bool open_end = !number(search, "failed");
      found.ended_by = text(search, "ended_by", open_end ? "nothing up to the highest rate" : "–");
      found.delivered_limit = number(search, "limit.delivered_ratio");
      if (const auto limit = number(search, "limit.response_p99_us")) {
        found.p99_limit_ms = *limit / 1000;
      }
      all.push_back(std::move(found));
      pools.push_back(std::move(fresh));
    }
    add_points(pools[place], search);
    if (const auto knee = number(search, "knee"); knee && *knee > 0) {
      pools[place].log_knees.push_back(std::log(*knee));
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const auto& [step, same] : pools[i].points) {
      all[i].points.push_back(middle_of(same));
    }
    judge_knees(all[i], pools[i].log_knees);
  }
  std::stable_sort(all.begin(), all.end(), [](const Capacity& a, const Capacity& b) {
    return cipher_order(a.cipher) < cipher_order(b.cipher);
  });
  return all;
}

}  // namespace mqseal::report
