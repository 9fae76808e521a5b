// SPDX-License-Identifier: MIT
#include "sim/fleet/shard.h"

#include <algorithm>

#include "sim/client/tls_time.h"
#include "sim/record/sampler.h"

namespace mqseal::fleet {

namespace {

constexpr Nanos ms = 1'000'000;
/// How often a shard asks whether the others have connected, and whether the drain is over.
constexpr Nanos ask_step = 1 * ms;
/// How often a shard looks at the stop flag, the broker and its members; progress and the broker
/// every few looks.
constexpr Nanos look_step = 50 * ms;
constexpr std::uint64_t looks_per_broker = 2, looks_per_progress = 5, looks_per_housekeeping = 20;

std::uint64_t resident_bytes() {
  return record::process_memory_bytes(0, "VmRSS").value_or(0);
}

double seconds(Nanos duration) {
  return static_cast<double>(duration) / static_cast<double>(base::nanos_per_second);
}

}  // namespace

void Account::merge(const Account& other) {
  clients += other.clients;
  failed += other.failed;
  if (!other.last_failure.empty()) {
    last_failure = other.last_failure;
  }
  connect_begin = std::min(connect_begin, other.connect_begin);
  connect_end = std::max(connect_end, other.connect_end);
  tcp.merge(other.tcp);
  tls.merge(other.tls);
  connack.merge(other.connack);
  cpu += other.cpu;
  waiting += other.waiting;
  tls_cpu += other.tls_cpu;
  rss_connected_bytes = std::max(rss_connected_bytes, other.rss_connected_bytes);
  rss_peak_bytes = std::max(rss_peak_bytes, other.rss_peak_bytes);
  measured_until = std::max(measured_until, other.measured_until);
}

Shard::Shard(const Parts& parts)
    : parts_(parts),
      loop_(parts.options.spin_ns),
      tally_(parts.topology.flows().size(), parts.options.timeline_step),
      crew_({parts.run,
             parts.topology,
             parts.senders,
             parts.access,
             parts.master,
             parts.options,
             loop_,
             tally_,
             *this,
             parts.index,
             parts.count}),
      phase_timer_(loop_, [this](Nanos) { (this->*phase_)(); }),
      look_timer_(loop_, [this](Nanos at) { look_around(at); }) {
  account_.clients = crew_.size();
}

void Shard::run() {
  account_.connect_begin = account_.connect_end = shown_ = base::monotonic_now();
  progress_.clients = crew_.size();
  parts_.coordinator.report(parts_.index, progress_, tally_.interval());
  look_timer_.set(shown_ + look_step);
  phase_ = &Shard::wait_for_window;
  phase_timer_.set(shown_);
  crew_.launch();
  if (crew_.size() == 0) {
    parts_.coordinator.settled(0, 0, {});
  }
  loop_.run();
}

void Shard::on_online(Member& member, bool first) {
  ++progress_.connected;
  if (first) {
    note_first_connect(member.timing());
    settle_one();
  } else {
    ++tally_.returned;
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

void Shard::on_left(Member&) {
  --progress_.connected;
  ++tally_.left;
}

void Shard::settle_one() {
  if (++settled_ < crew_.size()) {
    return;
  }
  account_.connect_end = base::monotonic_now();
  account_.rss_connected_bytes = resident_bytes();
  parts_.coordinator.settled(crew_.size(), account_.failed, account_.last_failure);
}

void Shard::wait_for_window() {
  if (parts_.coordinator.window()) {
    begin_traffic();
  } else if (parts_.coordinator.hopeless()) {
    end(0);
  } else {
    phase_timer_.set(base::monotonic_now() + ask_step);
  }
}

void Shard::begin_traffic() {
  account_.window = *parts_.coordinator.window();
  progress_.phase = Progress::Phase::warm_up;
  tally_.begin(account_.window);
  crew_.begin(account_.window);
  if (parts_.index == 0 && parts_.options.on_window) {
    parts_.options.on_window(account_.window.begin);
  }
  phase_ = &Shard::begin_measuring;
  phase_ends_ = account_.window.begin;
  phase_timer_.set(phase_ends_);
}

void Shard::begin_measuring() {
  cpu_before_ = base::thread_cpu_now();
  waiting_before_ = loop_.use().waiting;
  tls_before_ = client::tls_time();
  progress_.phase = Progress::Phase::measure;
  phase_ = &Shard::end_measuring;
  phase_ends_ = account_.window.end;
  phase_timer_.set(phase_ends_);
}

void Shard::end_measuring() {
  account_.cpu = base::thread_cpu_now() - cpu_before_;
  account_.waiting = loop_.use().waiting - waiting_before_;
  account_.tls_cpu = client::tls_time() - tls_before_;
  account_.measured_until = std::min(base::monotonic_now(), account_.window.end);
  progress_.phase = Progress::Phase::drain;
  phase_ = &Shard::drain;
  phase_ends_ = account_.window.end + parts_.run.phases.drain;
  drain();
}

void Shard::drain() {
  const Nanos now = base::monotonic_now();
  parts_.coordinator.stands(parts_.index,
                            {tally_.sent_total(), tally_.delivered_total(), crew_.is_done()});
  if (now >= phase_ends_ || parts_.coordinator.is_complete()) {
    end(account_.measured_until);
  } else {
    phase_timer_.set(now + ask_step);
  }
}

/// `until`: what was due before it belongs to the ledger.
void Shard::end(Nanos until) {
  ended_ = true;
  phase_timer_.cancel();
  look_timer_.cancel();
  account_.rss_peak_bytes = std::max(account_.rss_peak_bytes, resident_bytes());
  crew_.finish(until);
  crew_.retire();
  loop_.stop();
}

void Shard::interrupt() {
  if (progress_.phase == Progress::Phase::measure) {
    end_measuring();
  }
  if (!ended_) {
    end(account_.measured_until != 0 ? account_.measured_until : base::monotonic_now());
  }
}

/// What only one shard asks for all.
void Shard::look_outside() {
  const Options& options = parts_.options;
  if (options.stop != nullptr && options.stop->load(std::memory_order_relaxed)) {
    parts_.coordinator.interrupt({});
  } else if (looks_ % looks_per_broker == 0 && options.broker_alive && !options.broker_alive()) {
    parts_.coordinator.interrupt("the broker is gone");
  }
}

void Shard::look_around(Nanos now) {
  ++looks_;
  if (parts_.index == 0) {
    look_outside();
  }
  if (parts_.coordinator.is_interrupted()) {
    interrupt();
    return;
  }
  crew_.housekeep(now, crew_.size() / looks_per_housekeeping + 1);
  if (looks_ % looks_per_progress == 0) {
    show_progress(now);
  }
  look_timer_.set(now + look_step);
}

void Shard::show_progress(Nanos now) {
  account_.rss_peak_bytes = std::max(account_.rss_peak_bytes, resident_bytes());
  progress_.phase_seconds_left = seconds(std::max(phase_ends_ - now, Nanos{0}));
  progress_.errors = tally_.faults() + tally_.drops + account_.failed;
  parts_.coordinator.report(parts_.index, progress_, tally_.interval());
  if (parts_.index == 0 && parts_.options.on_progress) {
    parts_.options.on_progress(parts_.coordinator.told(seconds(now - shown_)));
    shown_ = now;
  }
}

}  // namespace mqseal::fleet
