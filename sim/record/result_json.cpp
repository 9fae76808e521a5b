// SPDX-License-Identifier: MIT
// RunResult to JSON: the entry of `runs[]` in design.md, section 3, field by field.
#include <algorithm>
#include <string_view>

#include <nlohmann/json.hpp>

#include "sim/record/result.h"

namespace mqseal::record {

namespace {

using Json = nlohmann::json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json microseconds(const Histogram& histogram, double percentile) {
  return histogram.count() == 0
             ? Json(nullptr)
             : Json(static_cast<double>(histogram.percentile(percentile)) / 1000.0);
}

Json latency(const Histogram& histogram) {
  return {{"p50", microseconds(histogram, 50)},
          {"p90", microseconds(histogram, 90)},
          {"p99", microseconds(histogram, 99)},
          {"p99_9", microseconds(histogram, 99.9)},
          {"mean", histogram.count() == 0 ? Json(nullptr) : Json(histogram.mean() / 1000.0)},
          {"max", microseconds(histogram, 100)},
          {"count", histogram.count()},
          {"negative", histogram.negative()},
          {"clipped", histogram.clipped()}};
}

Json latencies(const Histogram& response, const Histogram& service) {
  return {{"response", latency(response)}, {"service", latency(service)}};
}

Json counts_json(const Counts& c) {
  return {{"scheduled", c.scheduled},
          {"backlog", c.backlog},
          {"sent", c.sent},
          {"in_flight", c.in_flight},
          {"delivered", c.delivered},
          {"lost", c.lost},
          {"duplicated", c.duplicated},
          {"reordered", c.reordered},
          {"rejected", c.rejected},
          {"stale", c.stale},
          {"replayed", c.replayed},
          {"replays_accepted", c.replays_accepted},
          {"unmatched", c.unmatched},
          {"key_exhausted", c.key_exhausted},
          {"acknowledged", c.acknowledged},
          {"acknowledged_lost", c.acknowledged_lost},
          {"published", c.published},
          {"received", c.received},
          {"broker_received", or_null(c.broker_received)},
          {"broker_sent", or_null(c.broker_sent)},
          {"broker_dropped", or_null(c.broker_dropped)}};
}

Json connect_json(const Connect& c) {
  return {{"clients", c.clients},
          {"failed", c.failed},
          {"seconds", c.seconds},
          {"tcp_p99_ms", or_null(c.tcp_p99_ms)},
          {"tls_p99_ms", or_null(c.tls_p99_ms)},
          {"connack_p99_ms", or_null(c.connack_p99_ms)},
          {"dropped", c.dropped},
          {"left", c.left},
          {"returned", c.returned},
          {"broker_cpu_share", or_null(c.broker_cpu_share)}};
}

Json cpu_json(const Cpu& c) {
  return {{"seal_ns", or_null(c.seal_ns)},
          {"open_ns", or_null(c.open_ns)},
          {"broker_us_per_msg", or_null(c.broker_us_per_msg)},
          {"fleet_us_per_msg", or_null(c.fleet_us_per_msg)},
          {"fleet_spin_s", or_null(c.fleet_spin_s)},
          {"fleet_cpu_s", or_null(c.fleet_cpu_s)},
          {"tls_us_per_msg", or_null(c.tls_us_per_msg)}};
}

Json memory_json(const Memory& m) {
  return {{"broker_rss_peak_bytes", or_null(m.broker_rss_peak_bytes)},
          {"fleet_rss_peak_bytes", or_null(m.fleet_rss_peak_bytes)},
          {"fleet_rss_per_client_bytes", or_null(m.fleet_rss_per_client_bytes)}};
}

Json flows_json(const RunResult& run, const std::string& hlog) {
  Json flows = Json::array();
  for (const Flow& flow : run.flows) {
    // `hlog` names the run's file and, after '#', the tag of this flow's response times in it.
    flows.push_back({{"from", flow.from},
                     {"to", flow.to},
                     {"cipher", flow.cipher},
                     {"transport_in", flow.transport_in},
                     {"transport_out", flow.transport_out},
                     {"counts", counts_json(flow.counts)},
                     {"latency_us", latencies(flow.response, flow.service)},
                     {"hlog", hlog + "#" + hlog_tag("response", flow)}});
  }
  return flows;
}

Json device_json(const DeviceCost& d) {
  return {{"profile", d.profile},
          {"microcontroller", d.microcontroller},
          {"operation", "seal"},
          {"bytes", d.payload_bytes},
          {"air_bytes", d.air_bytes},
          {"cycles", or_null(d.cycles)},
          {"cycles_high", or_null(d.cycles_high)},
          {"flash_bytes", or_null(d.flash_bytes)},
          {"ram_bytes", or_null(d.ram_bytes)},
          {"stack_bytes", or_null(d.stack_bytes)},
          {"basis", d.basis},
          {"implementation", d.implementation},
          {"seconds", {{"compute", d.compute_seconds}, {"air", d.air_seconds}}},
          {"energy_uj", {{"compute", or_null(d.compute_uj)}, {"air", d.air_uj}}},
          {"battery_days", or_null(d.battery_days)}};
}

Json faults_json(const std::vector<Fault>& faults) {
  Json list = Json::array();
  for (const Fault& fault : faults) {
    list.push_back({{"action", fault.action},
                    {"at_s", fault.at_s},
                    {"lasted_s", fault.lasted_s},
                    {"recovery_s", or_null(fault.recovery_s)}});
  }
  return list;
}

Json timeline_json(const std::vector<TimelinePoint>& points) {
  Json timeline = Json::array();
  for (const TimelinePoint& point : points) {
    const bool any = point.delivered > 0;
    timeline.push_back({{"at_s", point.at_s},
                        {"sent", point.sent},
                        {"delivered", point.delivered},
                        {"errors", point.errors},
                        {"response_p50_us", any ? Json(point.response_p50_us) : Json(nullptr)},
                        {"response_p99_us", any ? Json(point.response_p99_us) : Json(nullptr)}});
  }
  return timeline;
}

Json attacks_json(const RunResult& run) {
  Json list = Json::array();
  for (const Attack& attack : run.attacks) {
    list.push_back(to_json(attack));
  }
  if (run.flood) {
    list.push_back(to_json(*run.flood));
  }
  return list;
}

/// One warning for each null below `section` that none of the run's warnings explains.
void explain_nulls(const Json& run, const std::string& section, std::vector<std::string>& out) {
  for (const auto& [key, value] : run.at(section).items()) {
    const std::string path = section + "." + key;
    const bool told = std::any_of(out.begin(), out.end(), [&](const std::string& warning) {
      return warning.rfind(path + ":", 0) == 0 || warning.rfind(section + ":", 0) == 0;
    });
    if (value.is_null() && !told) {
      out.push_back(path + ": not measured in this run");
    }
  }
}

}  // namespace

void Counts::add(const Counts& other) {
  const auto add_optional = [](std::optional<std::uint64_t>& to,
                               const std::optional<std::uint64_t>& from) {
    if (from) {
      to = to.value_or(0) + *from;
    }
  };
  scheduled += other.scheduled;
  backlog += other.backlog;
  sent += other.sent;
  in_flight += other.in_flight;
  delivered += other.delivered;
  lost += other.lost;
  duplicated += other.duplicated;
  reordered += other.reordered;
  rejected += other.rejected;
  stale += other.stale;
  replayed += other.replayed;
  replays_accepted += other.replays_accepted;
  unmatched += other.unmatched;
  key_exhausted += other.key_exhausted;
  acknowledged += other.acknowledged;
  acknowledged_lost += other.acknowledged_lost;
  published += other.published;
  received += other.received;
  add_optional(broker_received, other.broker_received);
  add_optional(broker_sent, other.broker_sent);
  add_optional(broker_dropped, other.broker_dropped);
}

Json to_json(const RunResult& run, const std::string& hlog) {
  Json json = {
      {"id", run.id},
      {"round", run.round},
      {"slot", run.slot},
      {"control", run.control},
      {"interrupted", run.interrupted},
      {"repeat_of", run.repeat_of.empty() ? Json(nullptr) : Json(run.repeat_of)},
      {"started_utc", run.started_utc},
      {"measured_seconds", run.measured_seconds},
      {"factors", run.factors},
      {"implementation", run.implementation},
      {"uses_aes_instructions", run.uses_aes_instructions},
      {"broker",
       {{"kind", run.broker_kind},
        {"version", run.broker_version},
        {"cpu", or_null(run.broker_cpu)},
        {"own_network", run.broker_own_network},
        {"loopback_mtu", or_null(run.loopback_mtu)},
        {"nofile", or_null(run.broker_nofile)}}},
      {"fleet", {{"cpu", or_null(run.fleet_cpu)}}},
      {"stolen_share", or_null(run.stolen_share)},
      {"counts", counts_json(run.counts)},
      {"latency_us", latencies(run.response, run.service)},
      {"connect", connect_json(run.connect)},
      {"lateness_us",
       {{"p50", microseconds(run.lateness, 50)},
        {"p99", microseconds(run.lateness, 99)},
        {"max", microseconds(run.lateness, 100)}}},
      {"capacity_msg_s", or_null(run.capacity_msg_s)},
      {"throughput_msg_s", or_null(run.throughput_msg_s)},
      {"cpu", cpu_json(run.cpu)},
      {"memory", memory_json(run.memory)},
      {"wire",
       {{"payload_bytes", run.wire.payload_bytes},
        {"envelope_bytes", run.wire.envelope_bytes},
        {"publish_bytes", or_null(run.wire.publish_bytes)}}},
      {"device", run.device ? device_json(*run.device) : Json(nullptr)},
      {"attacks", attacks_json(run)},
      {"capture", run.capture ? to_json(*run.capture) : Json(nullptr)},
      {"timeline", timeline_json(run.timeline)},
      {"faults", faults_json(run.faults)},
      {"flows", flows_json(run, hlog)},
      {"hlog", hlog},
  };
  std::vector<std::string> warnings = run.warnings;
  if (run.flows.empty() && !run.attacks.empty()) {
    warnings.emplace_back(
        "this run has attacks and no fleet: counts, latency, connects, CPU and memory of a fleet "
        "are not measured");
    json["warnings"] = warnings;
    return json;
  }
  for (const char* section : {"counts", "connect", "lateness_us", "cpu", "memory", "wire"}) {
    explain_nulls(json, section, warnings);
  }
  if (run.response.count() == 0) {
    warnings.emplace_back("latency_us: no message was delivered in the measured window");
  }
  if (!run.throughput_msg_s) {
    warnings.emplace_back("throughput_msg_s: not measured in this run");
  }
  json["warnings"] = warnings;
  return json;
}

}  // namespace mqseal::record
