// SPDX-License-Identifier: MIT
// The fleet runs in its own pinned thread; this one waits, passes on progress, and never writes to
// a terminal on the fleet's time.
#include "sim/run/live_executor.h"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "sim/base/error.h"
#include "sim/base/utc.h"
#include "sim/broker/broker.h"
#include "sim/record/provenance.h"
#include "sim/record/sampler.h"
#include "sim/run/cpus.h"

namespace mqseal::run {

namespace {

constexpr std::size_t log_lines_in_errors = 10;

/// What the fleet's thread hands over while it runs and when it ends.
class Handover {
 public:
  void say(const fleet::Progress& progress) {
    const std::lock_guard lock(mutex_);
    latest_ = progress;
    changed_.notify_one();
  }

  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_one();
  }

  /// Calls `tell` outside of the lock for each progress seen, until end().
  void follow(const std::function<void(const fleet::Progress&)>& tell) {
    std::unique_lock lock(mutex_);
    while (!ended_) {
      changed_.wait(lock, [this] { return ended_ || latest_; });
      const auto seen = std::exchange(latest_, std::nullopt);
      if (seen && tell) {
        lock.unlock();
        tell(*seen);
        lock.lock();
      }
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<fleet::Progress> latest_;
  bool ended_ = false;
};

/// fleet::run() in a thread of its own; rethrows what it threw.
record::RunResult run_fleet(const scenario::Run& run,
                            const RunContext& context,
                            broker::Broker& broker,
                            std::optional<int> cpu) {
  const auto master = host::MasterKey::random();
  Handover handover;
  fleet::Options options;
  if (cpu) {
    options.cpus = {*cpu};
  }
  options.stop = context.stop;
  options.on_progress = [&](const fleet::Progress& progress) { handover.say(progress); };
  options.broker_alive = [&] { return broker.alive(); };
  record::RunResult result;
  std::exception_ptr failure;
  std::thread thread([&] {
    try {
      result = fleet::run(run, broker.endpoint(), master, options);
    } catch (...) {
      failure = std::current_exception();
    }
    handover.end();
  });
  handover.follow(context.on_progress);
  thread.join();
  if (failure) {
    std::rethrow_exception(failure);
  }
  return result;
}

void add_broker_cost(record::RunResult& result, const record::ProcessSampler& sampler) {
  result.memory.broker_rss_peak_bytes = sampler.rss_peak_bytes();
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
  if (!result.fleet_cpu) {
    result.warnings.emplace_back(
        "fleet.cpu: the fleet has no CPU of its own beside the broker's; the two disturb each "
        "other");
  }
  result.warnings.emplace_back(
      "counts: broker_received, broker_sent and broker_dropped are not read; the broker renews its "
      "own counters ($SYS) too rarely for a window of a run's length");
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
  const auto broker = broker::start(run.broker, tree(run.broker.key_type), context.dir);
  record::ProcessSampler sampler(broker->pid());
  const auto broker_cpu = broker->cpu();
  const auto fleet_cpu = cpu_beside(broker_cpu);
  const std::string started = base::utc_text(base::wall_now());
  const auto ticks = record::cpu_ticks();
  Outcome outcome;
  try {
    outcome.result = run_fleet(run, context, *broker, fleet_cpu);
  } catch (const base::Error& error) {
    throw broker->alive() ? error : base::Error(base::ExitCode::environment, death_of(*broker));
  }
  sampler.stop();
  record::RunResult& result = outcome.result;
  result.started_utc = started;
  result.broker_cpu = broker_cpu;
  result.fleet_cpu = fleet_cpu;
  result.stolen_share = record::stolen_share(ticks, record::cpu_ticks());
  add_broker_cost(result, sampler);
  add_surroundings(result, *broker);
  if (!broker->alive()) {
    outcome.failure = death_of(*broker);
  }
  return outcome;
}

}  // namespace mqseal::run
