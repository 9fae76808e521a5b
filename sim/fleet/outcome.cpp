// SPDX-License-Identifier: MIT
#include "sim/fleet/outcome.h"

#include <fmt/format.h>

#include "ciphers/envelope/batch.h"
#include "sim/base/units.h"
#include "sim/fleet/device_cost.h"
#include "sim/fleet/wire.h"

namespace mqseal::fleet {

namespace {

using record::RunResult;
using scenario::Group;

constexpr double p99 = 99, ns_per_ms = 1e6, ns_per_us = 1e3;

double seconds(Nanos duration) {
  return static_cast<double>(duration) / static_cast<double>(base::nanos_per_second);
}

std::optional<double> p99_ms(const record::Histogram& histogram) {
  if (histogram.count() == 0) {
    return std::nullopt;
  }
  return static_cast<double>(histogram.percentile(p99)) / ns_per_ms;
}

void add_connect(RunResult& result, const Account& account, const Tally& tally) {
  result.connect.clients = account.clients;
  result.connect.failed = account.failed;
  result.connect_begin = account.connect_begin;
  result.connect_end = account.connect_end;
  result.connect.seconds = seconds(account.connect_end - account.connect_begin);
  result.connect.tcp_p99_ms = p99_ms(account.tcp);
  result.connect.tls_p99_ms = p99_ms(account.tls);
  result.connect.connack_p99_ms = p99_ms(account.connack);
  result.connect.dropped = tally.drops;
  result.connect.left = tally.left;
  result.connect.returned = tally.returned;
  if (!result.connect.tls_p99_ms) {
    result.warnings.emplace_back("connect.tls_p99_ms: no client of this run uses TLS");
  }
  if (account.failed > 0) {
    result.warnings.push_back(fmt::format("connect.failed: {} of {} clients could not connect: {}",
                                          account.failed,
                                          account.clients,
                                          account.last_failure));
  }
}

void add_flows(RunResult& result,
               const scenario::Run& run,
               const Topology& topology,
               std::vector<FlowTally>& tallies) {
  for (std::size_t i = 0; i < tallies.size(); ++i) {
    const Group& from = run.groups[topology.flows()[i].from];
    const Group& to = run.groups[topology.flows()[i].to];
    record::Flow flow;
    flow.from = from.name;
    flow.to = to.name;
    flow.cipher = from.cipher;
    flow.transport_in = to_string(from.transport);
    flow.transport_out = to_string(to.transport);
    flow.counts = tallies[i].counts;
    flow.response = std::move(tallies[i].response);
    flow.service = std::move(tallies[i].service);
    result.counts.add(flow.counts);
    result.response.merge(flow.response);
    result.service.merge(flow.service);
    result.flows.push_back(std::move(flow));
  }
}

/// Per message that crossed TLS on its way in or out.
void add_tls(RunResult& result, const Account& account) {
  std::uint64_t crossed = 0;
  for (const record::Flow& flow : result.flows) {
    const bool tls = flow.transport_in != "plain" || flow.transport_out != "plain";
    crossed += tls ? flow.counts.delivered : 0;
  }
  if (crossed > 0) {
    result.cpu.tls_us_per_msg =
        static_cast<double>(account.tls_cpu) / ns_per_us / static_cast<double>(crossed);
  } else {
    result.warnings.emplace_back("cpu.tls_us_per_msg: no message crossed TLS");
  }
}

void add_cpu(RunResult& result, const Account& account, const Tally& tally, double clock_ns) {
  result.cpu.seal_ns = tally.seal.ns(clock_ns);
  result.cpu.open_ns = tally.open.ns(clock_ns);
  if (!result.cpu.seal_ns || !result.cpu.open_ns) {
    const std::string why =
        fmt::format("fewer than {} messages in the measured window", CostMeter::block);
    result.warnings.push_back("cpu.seal_ns: " + why);
    result.warnings.push_back("cpu.open_ns: " + why);
  }
  result.cpu.fleet_spin_s = seconds(account.waiting);
  result.cpu.fleet_cpu_s = seconds(account.cpu);
  if (result.counts.delivered > 0) {
    result.cpu.fleet_us_per_msg = static_cast<double>(account.cpu - account.waiting) / ns_per_us /
                                  static_cast<double>(result.counts.delivered);
  } else {
    result.warnings.emplace_back("cpu.fleet_us_per_msg: no message was delivered");
  }
  add_tls(result, account);
}

void add_memory(RunResult& result, const Account& account, std::uint64_t rss_before) {
  result.memory.fleet_rss_peak_bytes = account.rss_peak_bytes;
  if (account.rss_connected_bytes > rss_before && account.clients > 0) {
    result.memory.fleet_rss_per_client_bytes =
        (account.rss_connected_bytes - rss_before) / account.clients;
  } else {
    result.warnings.emplace_back(
        "memory.fleet_rss_per_client_bytes: the clients fitted into memory that this process had "
        "already");
  }
}

/// A batch has implementations of its own, which the name tells from those of single messages.
std::string name_of_implementation(const Group& group, const envelope::KeyRing& keys) {
  if (group.sealing != "batch") {
    return std::string(keys.implementation());
  }
  return std::string(envelope::batch_implementation(keys.config())->name) + "-batch";
}

void add_batches(RunResult& result, const scenario::Run& run, const Tally& tally) {
  for (const Group& group : run.groups) {
    if (group.sealing == "batch") {
      result.warnings.push_back(
          fmt::format("sealing: batches of {:.1f} messages on average; each waited up to {} for "
                      "others, which its response time holds",
                      tally.seal.calls_together(),
                      base::format_duration(group.batch_wait)));
      return;
    }
  }
}

void add_implementation(RunResult& result,
                        const scenario::Run& run,
                        const std::vector<const envelope::KeyRing*>& all_keys) {
  for (std::size_t i = 0; i < run.groups.size(); ++i) {
    if (run.groups[i].role != scenario::Role::publisher) {
      continue;
    }
    const envelope::KeyRing& keys = *all_keys[i];
    const auto* const ran = host::find_implementation(keys.cipher(), keys.implementation());
    const std::string name = name_of_implementation(run.groups[i], keys);
    const bool same = result.implementation.empty() || result.implementation == name;
    result.implementation = same ? name : "mixed";
    result.uses_aes_instructions =
        result.uses_aes_instructions || (ran != nullptr && ran->uses_aes_instructions);
  }
}

void add_incidents(RunResult& result,
                   const Tally& tally,
                   const std::vector<const envelope::KeyRing*>& all_keys) {
  const auto warn = [&result](std::uint64_t times, const std::string& what) {
    if (times > 0) {
      result.warnings.push_back(fmt::format("counts: {} {}", times, what));
    }
  };
  warn(tally.drops, "connections ended in mid-run; the last: " + tally.last_drop);
  warn(tally.resent, "messages were sent again after a connection ended");
  warn(tally.refused, "messages were refused by the client library or by the broker");
  warn(tally.wrong_content, "messages opened and were not what their sender wrote: rejected");
  warn(result.counts.key_exhausted, "senders stopped at the limit of their key");
  for (const envelope::KeyRing* const keys : all_keys) {
    if (keys->failed_opens() > envelope::failed_open_limit(keys->config())) {
      result.warnings.push_back(
          fmt::format("counts.rejected: {} failed opens under one key of {}: forgeries become "
                      "likely at this tag length",
                      keys->failed_opens(),
                      keys->config().cipher));
    }
  }
}

}  // namespace

RunResult outcome_of(const scenario::Run& run, const Topology& topology, Whole& whole) {
  const Account& account = whole.account;
  Tally& tally = whole.tally;
  RunResult result;
  if (account.measured_until > 0) {
    result.measure_begin = account.window.begin;
    result.measure_end = account.measured_until;
    result.measured_seconds = seconds(result.measure_end - result.measure_begin);
  }
  add_connect(result, account, tally);
  add_flows(result, run, topology, tally.flows());
  result.counts.published = tally.published;
  result.counts.received = tally.received;
  result.lateness = std::move(tally.lateness());
  result.timeline = tally.timeline();
  if (result.measured_seconds > 0) {
    result.throughput_msg_s =
        static_cast<double>(result.counts.delivered) / result.measured_seconds;
  }
  add_cpu(result, account, tally, whole.clock_ns);
  add_memory(result, account, whole.rss_before_bytes);
  add_wire(result, run);
  add_device(result, run);
  add_implementation(result, run, whole.keys);
  add_batches(result, run, tally);
  add_incidents(result, tally, whole.keys);
  return result;
}

}  // namespace mqseal::fleet
