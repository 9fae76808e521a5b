// SPDX-License-Identifier: MIT
#include "sim/run/flood_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "sim/record/negligible.h"
#include "sim/run/recovery.h"

namespace mqseal::run {
namespace {

constexpr double second_ns = 1e9, ms_ns = 1e6, us_ns = 1e3;
constexpr double shortest_recovery_s = 0.3;

double seconds(Nanos duration) {
  return static_cast<double>(duration) / second_ns;
}

double quantile(const std::vector<double>& sorted, double share) {
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(std::ceil(share * last))];
}

record::Connects connects_between(const FloodSightings& seen, bool tls, Nanos from, Nanos to) {
  record::Connects connects;
  std::vector<double> took_ms;
  for (const flood::Probe& probe : seen.probes) {
    if (probe.tls != tls || probe.due < seen.begin + from || probe.due >= seen.begin + to) {
      continue;
    }
    ++connects.due;
    if (probe.answered) {
      ++connects.answered;
      took_ms.push_back(static_cast<double>(probe.took) / ms_ns);
    }
  }
  std::ranges::sort(took_ms);
  if (!took_ms.empty()) {
    connects.median_ms = quantile(took_ms, 0.5);
    connects.p99_ms = quantile(took_ms, 0.99);
  }
  return connects;
}

/// Response times of the steps that begin between, and how many arrived.
struct Traffic {
  std::map<std::int64_t, std::uint64_t> times;  ///< bucket's end, ns
  std::uint64_t delivered = 0;
  std::int64_t steps = 0;

  /// Messages a step.
  [[nodiscard]] std::optional<double> rate() const {
    return steps == 0 ? std::nullopt
                      : std::optional(static_cast<double>(delivered) / static_cast<double>(steps));
  }
};

/// The first step that begins at `time` or later.
std::int64_t step_from(Nanos time) {
  return (time + timeline_step - 1) / timeline_step;
}

Traffic traffic_between(const FloodSightings& seen, Nanos from, Nanos to) {
  Traffic traffic;
  traffic.steps = step_from(to) - step_from(from);
  for (const record::TimelinePoint& point : seen.timeline) {
    const std::int64_t step = std::llround(point.at_s / seconds(timeline_step));
    if (step < step_from(from) || step >= step_from(to)) {
      continue;
    }
    traffic.delivered += point.delivered;
    for (const auto& bucket : point.responses) {
      traffic.times[bucket.upper] += bucket.count;
    }
  }
  return traffic;
}

std::optional<double> percentile_us(const Traffic& traffic, double share) {
  std::uint64_t total = 0, reached = 0;
  for (const auto& [upper, count] : traffic.times) {
    total += count;
  }
  for (const auto& [upper, count] : traffic.times) {
    reached += count;
    if (static_cast<double>(reached) >= share * static_cast<double>(total)) {
      return static_cast<double>(upper) / us_ns;
    }
  }
  return std::nullopt;
}

std::optional<double> cpu_share(const FloodSightings& seen, Nanos from, Nanos to) {
  const auto used = record::cpu_between(seen.cpu, seen.begin + from, seen.begin + to);
  return used && to > from
             ? std::optional(static_cast<double>(*used) / static_cast<double>(to - from))
             : std::nullopt;
}

/// What a probe may take once the attack is over, by those before it.
double longest_connect_ms(const FloodSightings& seen, double margin) {
  std::vector<double> took_ms;
  for (const flood::Probe& probe : seen.probes) {
    if (probe.due < seen.begin + seen.attack && probe.answered) {
      took_ms.push_back(static_cast<double>(probe.took) / ms_ns);
    }
  }
  if (took_ms.empty()) {
    return 0;
  }
  std::ranges::sort(took_ms);
  return std::max((1 + margin) * took_ms.back(),
                  quantile(took_ms, 0.5) + record::negligible_connect_ms);
}

}  // namespace

std::vector<record::FloodPhase> phases_of(const FloodSightings& seen) {
  struct Span {
    const char* name;
    Nanos from, to;
  };

  const std::array<Span, 3> spans{{{"baseline", 0, seen.attack},
                                   {"attack", seen.attack, seen.calm},
                                   {"recovery", seen.calm, seen.end}}};
  const auto usual = traffic_between(seen, 0, seen.attack).rate();
  std::vector<record::FloodPhase> phases;
  for (const Span& span : spans) {
    record::FloodPhase phase;
    const Traffic traffic = traffic_between(seen, span.from, span.to);
    phase.name = span.name;
    phase.from_s = seconds(span.from);
    phase.to_s = seconds(span.to);
    if (const auto rate = traffic.rate(); rate && usual.value_or(0) > 0) {
      phase.delivered_ratio = *rate / *usual;
    }
    phase.p50_us = percentile_us(traffic, 0.5);
    phase.p99_us = percentile_us(traffic, 0.99);
    const Nanos last = span.to - (span.from == seen.attack ? seen.patience : 0);
    phase.plain = connects_between(seen, false, span.from, last);
    phase.tls = connects_between(seen, true, span.from, last);
    phase.broker_cpu_share = cpu_share(seen, span.from, span.to);
    phases.push_back(phase);
  }
  return phases;
}

std::vector<record::FloodSecond> seconds_of(const FloodSightings& seen) {
  std::vector<record::FloodSecond> list;
  constexpr Nanos step = base::nanos_per_second;
  for (Nanos from = 0; from < seen.end; from += step) {
    record::FloodSecond second;
    second.at_s = seconds(from);
    second.plain = connects_between(seen, false, from, from + step);
    second.tls = connects_between(seen, true, from, from + step);
    for (const ProcessState& state : seen.broker) {
      if (state.at >= seen.begin + from && state.at < seen.begin + from + step) {
        second.broker_rss_bytes = std::max(second.broker_rss_bytes, state.rss_bytes);
        second.broker_descriptors = std::max(second.broker_descriptors, state.descriptors);
        second.broker_threads = std::max(second.broker_threads, state.threads);
      }
    }
    second.broker_cpu_share = cpu_share(seen, from, std::min(from + step, seen.end));
    list.push_back(second);
  }
  return list;
}

std::optional<double> recovery_of(const FloodSightings& seen, double margin) {
  const auto traffic =
      recovery_seconds(seen.timeline, seconds(seen.attack), seconds(seen.calm), margin);
  const double limit = longest_connect_ms(seen, margin) * ms_ns;
  Nanos last_bad = seen.calm;
  for (const flood::Probe& probe : seen.probes) {
    const bool good = probe.answered && static_cast<double>(probe.took) <= limit;
    if (probe.due >= seen.begin + seen.calm && !good) {
      last_bad = probe.due - seen.begin;
    }
  }
  const double connecting = last_bad == seen.calm ? 0 : seconds(last_bad - seen.calm);
  if (!traffic || seconds(seen.end - seen.calm) - connecting < shortest_recovery_s) {
    return std::nullopt;
  }
  return std::max(*traffic, connecting);
}

}  // namespace mqseal::run
