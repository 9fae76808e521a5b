// SPDX-License-Identifier: MIT
// A fresh broker for each run, what it cost, and what stood around it.
#include "sim/run/live_executor.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/utc.h"
#include "sim/broker/broker.h"
#include "sim/record/provenance.h"
#include "sim/record/sampler.h"
#include "sim/run/broker_counters.h"
#include "sim/run/broker_needs.h"
#include "sim/run/cpus.h"
#include "sim/run/fleet_thread.h"
#include "sim/run/flood_run.h"
#include "sim/run/recovery.h"
#include "sim/run/run_capture.h"
#include "sim/run/security_run.h"
#include "sim/sandbox/network.h"

namespace mqseal::run {

namespace {

constexpr std::size_t log_lines_in_errors = 10;
constexpr std::chrono::milliseconds probe_limit(5000);
constexpr std::uint16_t mqtt_port = 1883;  ///< IANA's numbers, as in the lab
constexpr std::uint16_t mqtts_port = 8883;

void add_broker_cost(record::RunResult& result,
                     const record::ProcessSampler& sampler,
                     bool restarted) {
  if (restarted) {
    const char* const why = ": the broker was started again, and its processes are not summed";
    result.warnings.push_back(std::string("cpu.broker_us_per_msg") + why);
    result.warnings.push_back(std::string("memory.broker_rss_peak_bytes") + why);
    return;
  }
  result.memory.broker_rss_peak_bytes = sampler.rss_peak_bytes();
  const auto connecting =
      record::cpu_between(sampler.samples(), result.connect_begin, result.connect_end);
  if (connecting && result.connect_end > result.connect_begin) {
    result.connect.broker_cpu_share =
        static_cast<double>(*connecting) /
        static_cast<double>(result.connect_end - result.connect_begin);
  }
  const auto cpu = record::cpu_between(sampler.samples(), result.measure_begin, result.measure_end);
  if (result.counts.delivered == 0) {
    result.warnings.emplace_back("cpu.broker_us_per_msg: no message was delivered");
  } else if (!cpu || result.measure_end == 0) {
    result.warnings.emplace_back(
        "cpu.broker_us_per_msg: the broker ended before the measured window did");
  } else {
    result.cpu.broker_us_per_msg =
        static_cast<double>(*cpu) / 1000.0 / static_cast<double>(result.counts.delivered);
  }
}

void add_surroundings(record::RunResult& result, const broker::Broker& broker) {
  result.broker_kind = broker.kind();
  result.broker_version = broker.version();
  result.loopback_mtu = sandbox::loopback_mtu();
  if (result.loopback_mtu.value_or(0) > sandbox::ethernet_mtu) {
    result.warnings.push_back("loopback_mtu: packets of " + std::to_string(*result.loopback_mtu) +
                              " bytes: where a receive window fills, TCP waits up to 200 ms as it "
                              "would on no wire (a network of the run's own has 1,500)");
  }
  if (result.attacks.empty() && !result.fleet_cpu) {
    result.warnings.emplace_back(
        "fleet.cpu: the fleet has no CPU of its own beside the broker's; the two disturb each "
        "other");
  }
}

/// The broker's own counts, where the scenario asks for them.
void add_counters(record::RunResult& result, const scenario::Run& run, broker::Broker& broker) {
  std::string why = "not asked for (broker.counters: true takes 3 s a run)";
  if (run.broker.counters && !run.faults.empty()) {
    why = "the broker's counters begin anew when it is started again";
  } else if (run.broker.counters && !result.interrupted && broker.alive()) {
    if (const auto counters = read_broker_counters(broker.endpoint(), why)) {
      compare_counters(*counters, result);
      return;
    }
  }
  result.warnings.push_back("counts: broker_received, broker_sent and broker_dropped: " + why);
}

void add_recovery(record::RunResult& result, double margin) {
  for (record::Fault& fault : result.faults) {
    fault.recovery_s =
        recovery_seconds(result.timeline, fault.at_s, fault.at_s + fault.lasted_s, margin);
  }
}

/// Packet rules of this run; empty: none.
std::string firewall_of(const scenario::Run& run) {
  const bool defended = run.flood && run.flood->arm == scenario::Arm::defended;
  return defended ? run.flood->defence.firewall : "";
}

/// A broker that was started again has two processes, and the sampler knows the first.
bool was_restarted(const record::RunResult& result) {
  return std::ranges::any_of(result.faults, [](const record::Fault& fault) {
    return fault.action == "terminate" || fault.action == "kill";
  });
}

std::string death_of(const broker::Broker& broker) {
  return "the broker ended in the middle of the run (" + broker.ending() +
         "); its log ends with:\n" + broker.log_tail(log_lines_in_errors);
}

}  // namespace

const pki::Tree& LiveExecutor::tree(scenario::KeyType key_type) {
  const auto made = trees_.find(key_type);
  if (made != trees_.end()) {
    return made->second;
  }
  const bool rsa = key_type == scenario::KeyType::rsa_2048;
  const auto dir = pki_dir_ / (rsa ? "rsa-2048" : "ecdsa-p256");
  std::error_code ignored;  // make_tree names what it cannot write
  std::filesystem::remove_all(dir, ignored);
  pki::Options options;
  options.key_type = rsa ? pki::KeyType::rsa_2048 : pki::KeyType::ecdsa_p256;
  return trees_.emplace(key_type, pki::make_tree(dir, options)).first->second;
}

Outcome LiveExecutor::execute(const scenario::Run& run, const RunContext& context) {
  try {
    return place(run, context);
  } catch (const base::Error& error) {
    if (error.code() != base::ExitCode::interrupted) {
      throw;
    }
    Outcome outcome;
    outcome.result.interrupted = true;
    return outcome;
  }
}

Outcome LiveExecutor::place(const scenario::Run& run, const RunContext& context) {
  using scenario::OwnNetwork;
  const OwnNetwork wanted = run.broker.own_network;
  if (wanted == OwnNetwork::no) {
    return make(run, context);
  }
  if (!namespaces_.possible) {
    const std::string why = "ports not real: no network namespace (" + namespaces_.reason + ")";
    if (!firewall_of(run).empty()) {
      Outcome outcome;
      outcome.undefended = "arm defended not measured: " + why + ", so no packet rules";
      return outcome;
    }
    if (wanted == OwnNetwork::yes) {
      throw base::Error(base::ExitCode::environment, why + "; broker.namespace: auto does without");
    }
    Outcome outcome = make(run, context);
    outcome.result.warnings.push_back(why);
    return outcome;
  }
  scenario::Run inside = run;
  inside.broker.plain_port = run.broker.plain_port == 0 ? mqtt_port : run.broker.plain_port;
  inside.broker.tls_port = run.broker.tls_port == 0 ? mqtts_port : run.broker.tls_port;
  const sandbox::Network network;
  if (const std::string rules = firewall_of(run); !rules.empty()) {
    network.set_rules(rules);
  }
  Outcome outcome;
  network.run([&] { outcome = make(inside, context); });
  outcome.result.broker_own_network = true;
  return outcome;
}

const LiveExecutor::Probed& LiveExecutor::probed(const scenario::Run& run,
                                                 const RunContext& context) {
  const auto known = probed_.find(run.broker.kind);
  if (known != probed_.end()) {
    return known->second;
  }
  // Its own broker, with nothing of the scenario's settings, so that the first run meets one as
  // fresh as all others do.
  scenario::BrokerSettings settings = run.broker;
  settings.listeners = scenario::Listeners::both;
  settings.password = settings.revocation = settings.persistence = false;
  settings.files.clear();
  settings.settings.clear();
  const auto dir = context.dir / "probe";
  Probed found;
  {
    const auto broker = broker::start(settings, tree(run.broker.key_type), dir, context.stop);
    found.name = broker->kind() + " " + broker->version();
    found.findings = broker::probe_capabilities(broker->endpoint(), probe_limit);
  }
  std::error_code ignored;
  std::filesystem::remove_all(dir, ignored);
  return probed_.emplace(run.broker.kind, std::move(found)).first->second;
}

/// In the calling thread's network.
Outcome LiveExecutor::make(const scenario::Run& run, const RunContext& context) {
  Outcome outcome;
  if (const auto why = not_installed(run.broker.kind)) {
    outcome.unsupported = *why;
    return outcome;
  }
  const Probed& abilities = probed(run, context);
  if (const auto why = unsupported(run, abilities.name, abilities.findings)) {
    outcome.unsupported = *why;
    return outcome;
  }
  const pki::Tree& certificates = tree(run.broker.key_type);
  const Identities identities(run, certificates);
  scenario::BrokerSettings settings = run.broker;
  identities.prepare_broker(context.dir, settings);
  const auto broker = broker::start(settings, certificates, context.dir, context.stop);
  record::ProcessSampler sampler(broker->pid());
  const auto broker_cpu = broker->cpu();
  const auto fleet_cpu = cpu_beside(broker_cpu);
  const std::string started = base::utc_text(base::wall_now());
  const auto ticks = record::cpu_ticks();
  const bool security = scenario::is_security(run.attack);
  if (!security && !std::exchange(calibrated_, true)) {
    outcome.echo = measure_echo(fleet_cpu, broker_cpu);
  }
  client::KeyLog secrets;
  std::optional<RunCapture> capture;
  if (run.capture) {
    capture.emplace(run, broker->endpoint());
  }
  std::optional<FloodRun> flood;
  if (run.flood) {
    flood.emplace(run, *broker, certificates, context.dir, fleet_cpu);
  }
  try {
    outcome.result = security ? run_security(run, context, *broker, certificates, secrets)
                              : run_fleet(run,
                                          context,
                                          *broker,
                                          identities,
                                          fleet_cpu ? std::vector{*fleet_cpu} : std::vector<int>{},
                                          run.capture ? &secrets : nullptr,
                                          flood ? &*flood : nullptr);
  } catch (const base::Error& error) {
    throw broker->alive() ? error : base::Error(base::ExitCode::environment, death_of(*broker));
  }
  sampler.stop();
  record::RunResult& result = outcome.result;
  result.broker_nofile = broker->nofile();
  if (const auto finding = certificate_warning(run, abilities.name, abilities.findings)) {
    result.warnings.push_back(*finding);
  }
  if (capture) {
    result.capture = capture->finish(secrets, context.dir);
  }
  if (flood) {
    flood->finish(result, sampler);
  }
  result.started_utc = started;
  result.broker_cpu = broker_cpu;
  result.fleet_cpu = fleet_cpu;
  result.stolen_share = record::stolen_share(ticks, record::cpu_ticks());
  add_surroundings(result, *broker);
  if (!security) {
    add_broker_cost(result, sampler, was_restarted(result));
    add_counters(result, run, *broker);
    add_recovery(result, run.margin);
  }
  if (!broker->alive() && run.flood) {
    result.warnings.push_back("attacks: " + death_of(*broker));  // which is what was asked
  } else if (!broker->alive()) {
    outcome.failure = death_of(*broker);
  }
  return outcome;
}

}  // namespace mqseal::run
