// SPDX-License-Identifier: MIT
#include "sim/run/flood_run.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "sim/run/flood_figures.h"

namespace mqseal::run {
namespace {

std::string one_line(const std::string& text) {
  std::istringstream words(text);
  std::string line, word;
  while (words >> word) {
    line += (line.empty() ? "" : " ") + word;
  }
  return line;
}

std::string text_of(const scenario::FloodDefence& defence) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : defence.settings) {
    parts.push_back(name + " " + value);
  }
  if (defence.nofile != 0) {
    parts.push_back(fmt::format("nofile {}", defence.nofile));
  }
  if (!defence.key_type.empty()) {
    parts.push_back("key_type " + defence.key_type);
  }
  if (!defence.firewall.empty()) {
    parts.push_back("nftables: " + one_line(defence.firewall));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

/// On which ports the fleet's clients are.
std::string legitimate_port(const scenario::Run& run) {
  const auto is_plain = [](const scenario::Group& group) {
    return group.transport == scenario::Transport::plain;
  };
  const bool all = std::ranges::all_of(run.groups, is_plain);
  return all ? "plain" : std::ranges::any_of(run.groups, is_plain) ? "both" : "tls";
}

void add_reports(record::FloodResult& result, const std::vector<flood::Report>& reports) {
  if (reports.empty()) {
    result.note = "the attacker said nothing";
    return;
  }
  const flood::Report& last = reports.back();
  const flood::Tally& tally = last.tally;
  result.achieved = tally.achieved(flood::find_flood(result.id)->unit);
  const Nanos until = last.ended > 0 ? last.ended : last.at;
  result.attacked_s =
      last.began > 0 ? static_cast<double>(until - last.began) / base::nanos_per_second : 0;
  result.attacker = {{"opened", tally.opened},
                     {"connected", tally.connected},
                     {"handshakes", tally.handshakes},
                     {"sessions", tally.sessions},
                     {"messages", tally.messages},
                     {"bytes_out", tally.bytes_out},
                     {"bytes_in", tally.bytes_in},
                     {"refused", tally.refused},
                     {"closed_by_peer", tally.closed_by_peer},
                     {"failed", tally.failed},
                     {"open_at_most", tally.open_at_most}};
  result.own_errors = tally.own_errors;
  result.note = tally.note;
  for (const auto& [name, each] : tally.cases) {
    result.cases.push_back({name, each.tried, each.as_expected, each.otherwise});
  }
}

void add_states(record::FloodResult& result,
                const std::vector<ProcessState>& states,
                Nanos attack_begins) {
  for (const ProcessState& state : states) {
    if (state.at < attack_begins) {
      result.rss_before_bytes = state.rss_bytes;
    }
    result.rss_peak_bytes = std::max(result.rss_peak_bytes, state.rss_bytes);
    result.descriptors_peak = std::max(result.descriptors_peak, state.descriptors);
    result.threads_peak = std::max(result.threads_peak, state.threads);
    result.rss_end_bytes = state.rss_bytes;
  }
}

}  // namespace

FloodRun::FloodRun(const scenario::Run& run,
                   broker::Broker& broker,
                   const pki::Tree& tree,
                   const std::filesystem::path& dir,
                   std::optional<int> fleet_cpu)
    : run_(run), broker_(broker), before_(listen_counters()), watch_(broker.pid()) {
  probing_.address = broker.endpoint().address;
  probing_.plain_port = broker.endpoint().plain_port;
  probing_.tls_port = broker.endpoint().tls_port;
  probing_.certificate = tree.client_crt;
  probing_.key = tree.client_key;
  probing_.any_user = broker.endpoint().any_user;
  probing_.every = run.flood->probe_every;
  probing_.patience = run.flood->probe_patience;
  probing_.cpu = fleet_cpu;
  if (run.flood->arm != scenario::Arm::none) {
    attacker_ = std::make_unique<AttackerProcess>(run, broker, tree, dir, fleet_cpu);
  }
}

void FloodRun::set_window(Nanos begin) {
  begin_ = begin;
  if (attacker_) {
    attacker_->start_at(begin + run_.flood->at);
  }
  probing_.first = begin;
  probing_.end = begin + run_.phases.measure;
  prober_ = std::make_unique<flood::Prober>(probing_);
}

void FloodRun::finish(record::RunResult& result, const record::ProcessSampler& sampler) {
  const scenario::FloodSettings& settings = *run_.flood;
  const flood::FloodInfo& info = *flood::find_flood(settings.id);
  record::FloodResult flood;
  flood.id = settings.id;
  flood.title = info.title;
  flood.arm = to_string(settings.arm);
  flood.port = to_string(settings.port);
  flood.needs = info.needs;
  flood.answers = info.answers;
  flood.defence = settings.arm == scenario::Arm::defended ? text_of(settings.defence) : "";
  flood.legitimate_port = legitimate_port(run_);
  flood.unit = to_string(info.unit);
  flood.broker_alive = broker_.alive();
  FloodSightings seen;
  if (prober_) {
    seen.probes = prober_->finish(result.interrupted && flood.broker_alive);
  }
  if (attacker_) {
    add_reports(flood, attacker_->finish());
  }
  seen.begin = begin_;
  seen.attack = settings.at;
  seen.calm = settings.at + settings.lasting;
  seen.end = run_.phases.measure;
  seen.patience = settings.probe_patience;
  seen.timeline = result.timeline;
  seen.broker = watch_.finish();
  seen.cpu = sampler.samples();
  add_states(flood, seen.broker, begin_ + settings.at);
  flood.phases = phases_of(seen);
  flood.seconds = seconds_of(seen);
  flood.recovery_s = flood.broker_alive ? recovery_of(seen, run_.margin) : std::nullopt;
  const ListenCounters after = listen_counters();
  flood.listen_overflows = after.overflows - before_.overflows;
  flood.listen_drops = after.drops - before_.drops;
  flood.syn_cookies = after.syn_cookies - before_.syn_cookies;
  result.flood = std::move(flood);
}

}  // namespace mqseal::run
