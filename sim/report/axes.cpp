// SPDX-License-Identifier: MIT
#include "sim/report/axes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace mqseal::report {
namespace {

/// Multiples of powers of ten inside [low, high].
std::vector<double> multiples(double low, double high, const std::vector<double>& steps) {
  std::vector<double> ticks;
  const int from = static_cast<int>(std::floor(std::log10(low)));
  const int to = static_cast<int>(std::ceil(std::log10(high)));
  for (int power = from; power <= to; ++power) {
    for (const double step : steps) {
      // Dividing keeps 0.2 the number that is written so.
      const double tick = power < 0 ? step / std::pow(10, -power) : step * std::pow(10, power);
      if (tick >= low && tick <= high) {
        ticks.push_back(tick);
      }
    }
  }
  return ticks;
}

constexpr double narrow = 2.5;
constexpr std::size_t enough_ticks = 4;

/// Multiples of 1, 2 or 5 times a power of ten.
std::vector<double> even_ticks(double low, double high, std::size_t most) {
  int power = static_cast<int>(std::floor(std::log10(high - low))) - 1;
  for (;; ++power) {
    for (const double digit : {1.0, 2.0, 5.0}) {
      std::vector<double> ticks;
      const double unit = std::pow(10, std::abs(power));
      const double step = power < 0 ? digit / unit : digit * unit;
      for (double n = std::ceil(low / step); n * step <= high; ++n) {
        ticks.push_back(power < 0 ? n * digit / unit : n * digit * unit);
      }
      if (ticks.size() <= most) {
        return ticks;
      }
    }
  }
}

}  // namespace

std::vector<double> log_ticks(double low, double high, std::size_t most) {
  if (high < narrow * low) {  // hardly curved: even steps read better
    return even_ticks(low, high, most);
  }
  static const std::array<std::vector<double>, 5> coarsest_first = {
      {{1},
       {1, 2, 5},
       {1, 1.5, 2, 3, 5, 7},
       {1, 1.1, 1.2, 1.5, 2, 3, 5, 7, 9},
       {1, 1.02, 1.05, 1.1, 1.2, 1.5, 2, 3, 5, 7, 8, 9, 9.5, 9.8}}};
  std::vector<double> ticks = multiples(low, high, coarsest_first.front());
  for (const std::vector<double>& steps : coarsest_first) {
    const std::vector<double> finer = multiples(low, high, steps);
    if (finer.size() <= most) {
      ticks = finer;
    }
    if (finer.size() >= enough_ticks) {
      break;
    }
  }
  if (ticks.size() <= most) {
    return ticks;
  }
  const std::size_t every = (ticks.size() + most - 1) / most;
  std::vector<double> thinned;
  for (std::size_t i = 0; i < ticks.size(); i += every) {
    thinned.push_back(ticks[i]);
  }
  return thinned;
}

std::vector<double> whole_ticks(double low, double high, std::size_t most) {
  double step = 1;
  for (int turn = 0; std::floor(high / step) - std::ceil(low / step) + 1 > double(most); ++turn) {
    step *= turn % 3 == 1 ? 2.5 : 2;  // 1 2 5 10 20 50 ...
  }
  std::vector<double> ticks;
  for (double tick = std::ceil(low / step) * step; tick <= high; tick += step) {
    ticks.push_back(tick);
  }
  return ticks;
}

std::vector<double> spread_on_log_axis(const std::vector<double>& wanted,
                                       double low,
                                       double high,
                                       double height) {
  const double length = std::log(high / low), gap = height * length;
  std::vector<std::size_t> order(wanted.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return wanted[a] < wanted[b];
  });
  std::vector<double> places(wanted.size());
  // Upwards each keeps its distance to the one below; downwards, what went beyond the end comes
  // back.
  double floor = 0.5 * gap;
  for (const std::size_t i : order) {
    places[i] = std::max(std::log(wanted[i] / low), floor);
    floor = places[i] + gap;
  }
  double ceiling = length - 0.5 * gap;
  for (auto i = order.rbegin(); i != order.rend(); ++i) {
    places[*i] = std::min(places[*i], ceiling);
    ceiling = places[*i] - gap;
  }
  for (double& place : places) {
    place = low * std::exp(place);
  }
  return places;
}

}  // namespace mqseal::report
