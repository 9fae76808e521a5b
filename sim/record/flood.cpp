// SPDX-License-Identifier: MIT
#include "sim/record/flood.h"

#include <nlohmann/json.hpp>

namespace mqseal::record {
namespace {

using Json = nlohmann::json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json connects_json(const Connects& c) {
  return {{"due", c.due},
          {"answered", c.answered},
          {"ratio", or_null(c.ratio())},
          {"median_ms", or_null(c.median_ms)},
          {"p99_ms", or_null(c.p99_ms)}};
}

Json phase_json(const FloodPhase& p) {
  return {{"name", p.name},
          {"from_s", p.from_s},
          {"to_s", p.to_s},
          {"delivered_ratio", or_null(p.delivered_ratio)},
          {"p50_us", or_null(p.p50_us)},
          {"p99_us", or_null(p.p99_us)},
          {"connects", {{"plain", connects_json(p.plain)}, {"tls", connects_json(p.tls)}}},
          {"broker_cpu_share", or_null(p.broker_cpu_share)}};
}

Json second_json(const FloodSecond& s) {
  return {{"at_s", s.at_s},
          {"connects", {{"plain", connects_json(s.plain)}, {"tls", connects_json(s.tls)}}},
          {"broker_rss_bytes", s.broker_rss_bytes},
          {"broker_descriptors", s.broker_descriptors},
          {"broker_threads", s.broker_threads},
          {"broker_cpu_share", or_null(s.broker_cpu_share)}};
}

/// Of the port on which legitimate clients connect; the worse one where they use both and both
/// have it.
Json legitimate(const FloodResult& f,
                const FloodPhase& phase,
                std::optional<double> (*of)(const Connects&),
                bool larger_is_worse) {
  const auto plain = of(phase.plain), tls = of(phase.tls);
  if (f.legitimate_port == "plain" || f.legitimate_port == "tls") {
    return or_null(f.legitimate_port == "plain" ? plain : tls);
  }
  if (!plain || !tls) {
    return or_null(plain ? plain : tls);
  }
  return larger_is_worse == (*plain > *tls) ? *plain : *tls;
}

/// The figures of the attack's time, which tables compare over arms.
Json metrics_json(const FloodResult& f) {
  Json metrics = {
      {"recovery_s", or_null(f.recovery_s)},
      {"achieved_per_s",
       f.attacked_s > 0 ? Json(static_cast<double>(f.achieved) / f.attacked_s) : Json(nullptr)},
      {"broker_alive", f.broker_alive},
      {"broker_rss_peak_bytes", f.rss_peak_bytes},
      {"broker_rss_before_bytes", f.rss_before_bytes},
      {"broker_rss_end_bytes", f.rss_end_bytes},
      {"broker_descriptors", f.descriptors_peak},
      {"broker_threads", f.threads_peak},
      {"listen_overflows", f.listen_overflows},
      {"listen_drops", f.listen_drops},
      {"syn_cookies", f.syn_cookies}};
  std::uint64_t errors = 0;
  for (const auto& [what, times] : f.own_errors) {
    errors += times;
  }
  metrics["attacker_errors"] = errors;
  for (const FloodPhase& phase : f.phases) {
    if (phase.name == "recovery") {
      metrics["delivered_after_ratio"] = or_null(phase.delivered_ratio);
    }
    if (phase.name == "attack") {
      metrics["delivered_ratio"] = or_null(phase.delivered_ratio);
      metrics["p50_us"] = or_null(phase.p50_us);
      metrics["p99_us"] = or_null(phase.p99_us);
      metrics["connect_success_ratio"] = legitimate(
          f, phase, [](const Connects& c) { return c.ratio(); }, false);
      metrics["connect_median_ms"] = legitimate(
          f, phase, [](const Connects& c) { return c.median_ms; }, true);
      metrics["connect_success_plain"] = or_null(phase.plain.ratio());
      metrics["connect_success_tls"] = or_null(phase.tls.ratio());
      metrics["broker_cpu_share"] = or_null(phase.broker_cpu_share);
    }
  }
  return metrics;
}

}  // namespace

std::optional<double> Connects::ratio() const {
  return due == 0 ? std::nullopt
                  : std::optional(static_cast<double>(answered) / static_cast<double>(due));
}

Json to_json(const FloodResult& f) {
  Json phases = Json::array(), seconds = Json::array(), cases = Json::array();
  double from = 0, to = 0;
  for (const FloodPhase& phase : f.phases) {
    phases.push_back(phase_json(phase));
    if (phase.name == "attack") {
      from = phase.from_s;
      to = phase.to_s;
    }
  }
  for (const FloodSecond& second : f.seconds) {
    seconds.push_back(second_json(second));
  }
  for (const FloodCase& each : f.cases) {
    cases.push_back({{"name", each.name},
                     {"attempts", each.attempts},
                     {"as_expected", each.as_expected},
                     {"otherwise", each.otherwise}});
  }
  return {{"id", f.id},
          {"title", f.title},
          {"arm", f.arm},
          {"port", f.port},
          {"legitimate_port", f.legitimate_port},
          {"needs", f.needs},
          {"answers", f.answers},
          {"defence", f.defence},
          {"verdict", "not_measured"},  // by the analysis, which sees all arms
          {"evidence", f.note},
          {"from_s", from},
          {"to_s", to},
          {"unit", f.unit},
          {"achieved", f.achieved},
          {"attacked_s", f.attacked_s},
          {"attacker", f.attacker},
          {"own_errors", f.own_errors},
          {"malformed", cases},
          {"phases", phases},
          {"seconds", seconds},
          {"metrics", metrics_json(f)}};
}

}  // namespace mqseal::record
