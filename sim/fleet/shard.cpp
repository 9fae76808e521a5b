// SPDX-License-Identifier: MIT
#include "sim/fleet/shard.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/fleet/resident.h"

namespace mqseal::fleet {

namespace {

constexpr Nanos ms = 1'000'000;
/// From the end of connecting to the schedule's origin: time for the broker to come to rest.
constexpr Nanos lead_in = 20 * ms;
/// How often a drain is asked whether it is done.
constexpr Nanos drain_step = 1 * ms;
/// How often the shard looks at the stop flag, the broker and its members; progress and the broker
/// every few looks.
constexpr Nanos look_step = 50 * ms;
constexpr std::uint64_t looks_per_broker = 2, looks_per_progress = 5, looks_per_housekeeping = 20;

}  // namespace

Shard::Shard(const scenario::Run& run,
             const Topology& topology,
             Senders& senders,
             const client::Endpoint& endpoint,
             const host::MasterKey& master,
             const Options& options)
    : run_(run),
      options_(options),
      loop_(options.spin_ns),
      tally_(topology.flows().size()),
      crew_({run, topology, senders, endpoint, master, options, loop_, tally_, *this}),
      phase_timer_(loop_, [this](Nanos) { (this->*phase_)(); }),
      look_timer_(loop_, [this](Nanos at) { look_around(at); }) {
  account_.clients = crew_.size();
}

void Shard::run() {
  started_ = base::monotonic_now();
  progress_.clients = crew_.size();
  look_timer_.set(started_ + look_step);
  crew_.launch();
  if (!ended_) {
    loop_.run();
  }
}

void Shard::on_online(Member& member, bool first) {
  ++progress_.connected;
  if (first) {
    note_first_connect(member.timing());
    settle_one();
  }
}

void Shard::note_first_connect(const client::ConnectTiming& timing) {
  account_.tcp.record(timing.tcp - timing.started);
  Nanos before = timing.tcp;
  if (timing.tls != 0) {
    account_.tls.record(timing.tls - timing.tcp);
    before = timing.tls;
  }
  account_.connack.record(timing.connack - before);
}

void Shard::on_given_up(Member&, const std::string& why) {
  ++account_.failed;
  account_.last_failure = why;
  settle_one();
}

void Shard::on_dropped(Member&, const std::string& why) {
  --progress_.connected;
  ++tally_.drops;
  tally_.last_drop = why;
}

void Shard::settle_one() {
  if (++settled_ < crew_.size()) {
    return;
  }
  account_.connect_seconds = static_cast<double>(base::monotonic_now() - started_) /
                             static_cast<double>(base::nanos_per_second);
  if (account_.failed == crew_.size()) {
    throw base::Error(base::ExitCode::environment,
                      fmt::format("not one of {} clients could connect to the broker: {}",
                                  crew_.size(),
                                  account_.last_failure));
  }
  begin_traffic();
}

void Shard::begin_traffic() {
  Window& window = account_.window;
  window.origin = base::monotonic_now() + lead_in;
  window.begin = window.origin + run_.phases.warm_up;
  window.end = window.begin + run_.phases.measure;
  account_.rss_connected_bytes = resident_bytes();
  progress_.phase = Progress::Phase::warm_up;
  tally_.begin(window);
  crew_.begin(window);
  phase_ = &Shard::begin_measuring;
  phase_ends_ = window.begin;
  phase_timer_.set(phase_ends_);
}

void Shard::begin_measuring() {
  cpu_before_ = base::thread_cpu_now();
  waiting_before_ = loop_.use().waiting;
  progress_.phase = Progress::Phase::measure;
  phase_ = &Shard::end_measuring;
  phase_ends_ = account_.window.end;
  phase_timer_.set(phase_ends_);
}

void Shard::end_measuring() {
  account_.cpu = base::thread_cpu_now() - cpu_before_;
  account_.waiting = loop_.use().waiting - waiting_before_;
  account_.measured_until = std::min(base::monotonic_now(), account_.window.end);
  progress_.phase = Progress::Phase::drain;
  phase_ = &Shard::drain;
  phase_ends_ = account_.window.end + run_.phases.drain;
  drain();
}

void Shard::drain() {
  const Nanos now = base::monotonic_now();
  if (now >= phase_ends_ || (tally_.is_complete() && crew_.is_done())) {
    end(account_.measured_until);
  } else {
    phase_timer_.set(now + drain_step);
  }
}

/// `until`: what was due before it belongs to the ledger.
void Shard::end(Nanos until) {
  ended_ = true;
  phase_timer_.cancel();
  look_timer_.cancel();
  account_.rss_peak_bytes = std::max(account_.rss_peak_bytes, resident_bytes());
  crew_.finish(until);
  tally_.settle();
  crew_.retire();
  loop_.stop();
}

void Shard::interrupt(std::string why) {
  account_.interrupted = true;
  account_.ended_by = std::move(why);
  if (progress_.phase == Progress::Phase::measure) {
    end_measuring();
  }
  if (!ended_) {
    end(base::monotonic_now());
  }
}

void Shard::look_around(Nanos now) {
  ++looks_;
  if (options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed)) {
    interrupt({});
    return;
  }
  if (looks_ % looks_per_broker == 0 && options_.broker_alive && !options_.broker_alive()) {
    interrupt("the broker is gone");
    return;
  }
  crew_.housekeep(now, crew_.size() / looks_per_housekeeping + 1);
  if (ended_) {
    return;
  }
  if (looks_ % looks_per_progress == 0) {
    show_progress(now);
  }
  look_timer_.set(now + look_step);
}

void Shard::show_progress(Nanos now) {
  account_.rss_peak_bytes = std::max(account_.rss_peak_bytes, resident_bytes());
  if (!options_.on_progress) {
    return;
  }
  progress_.phase_seconds_left = progress_.phase == Progress::Phase::connect
                                     ? 0
                                     : static_cast<double>(std::max(phase_ends_ - now, Nanos{0})) /
                                           static_cast<double>(base::nanos_per_second);
  progress_.errors = tally_.faults() + tally_.drops + account_.failed;
  tally_.report(progress_, now);
  options_.on_progress(progress_);
}

}  // namespace mqseal::fleet
