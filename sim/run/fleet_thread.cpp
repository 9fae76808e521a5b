// SPDX-License-Identifier: MIT
#include "sim/run/fleet_thread.h"

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "sim/run/fault_player.h"
#include "sim/run/flood_figures.h"

namespace mqseal::run {

namespace {

/// What the fleet's thread hands over while it runs and when it ends.
class Handover {
 public:
  void say(const fleet::Progress& progress) {
    const std::lock_guard lock(mutex_);
    latest_ = progress;
    changed_.notify_one();
  }

  void set_window(Nanos begin) {
    const std::lock_guard lock(mutex_);
    window_ = begin;
    changed_.notify_one();
  }

  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_one();
  }

  /// Until end(): calls `tell` for each progress seen, and lets `player` act when it is due; both
  /// outside of the lock.
  void follow(const std::function<void(const fleet::Progress&)>& tell,
              FaultPlayer& player,
              FloodRun* flood) {
    std::unique_lock lock(mutex_);
    while (!ended_) {
      wait(lock, player.next());
      if (const auto window = std::exchange(window_, std::nullopt)) {
        player.set_window(*window);
        if (flood != nullptr) {
          flood->set_window(*window);
        }
      }
      const auto seen = std::exchange(latest_, std::nullopt);
      lock.unlock();
      if (seen && tell) {
        tell(*seen);
      }
      if (base::monotonic_now() >= player.next()) {
        player.act();
      }
      lock.lock();
    }
  }

 private:
  void wait(std::unique_lock<std::mutex>& lock, Nanos until) {
    const auto ready = [this] { return ended_ || latest_ || window_; };
    const Nanos left = until - base::monotonic_now();
    constexpr Nanos far = 3600 * base::nanos_per_second;
    if (left > far) {
      changed_.wait(lock, ready);
    } else {
      changed_.wait_for(lock, std::chrono::nanoseconds(left), ready);
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<fleet::Progress> latest_;
  std::optional<Nanos> window_;
  bool ended_ = false;
};

}  // namespace

record::RunResult run_fleet(const scenario::Run& run,
                            const RunContext& context,
                            broker::Broker& broker,
                            const Identities& identities,
                            const std::vector<int>& cpus,
                            client::KeyLog* secrets,
                            FloodRun* flood) {
  const auto master = host::MasterKey::random();
  FaultPlayer player(run.faults, broker);
  Handover handover;
  fleet::Options options;
  options.threads = static_cast<std::size_t>(run.fleet.threads);
  options.spin_ns = run.fleet.spin;
  options.cpus = cpus;
  options.key_log = secrets;
  options.stop = context.stop;
  options.timeline_step = run.faults.empty() && !run.flood ? options.timeline_step : timeline_step;
  options.identity_of = [&](std::size_t client) { return identities.of(client); };
  options.on_progress = [&](const fleet::Progress& progress) { handover.say(progress); };
  options.on_window = [&](Nanos begin) { handover.set_window(begin); };
  options.broker_alive = [&] { return player.broker_alive(); };
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
  try {
    handover.follow(context.on_progress, player, flood);
  } catch (...) {
    thread.join();  // the broker is gone, which ends the fleet
    throw;
  }
  thread.join();
  if (failure) {
    std::rethrow_exception(failure);
  }
  result.faults = player.done();
  return result;
}

}  // namespace mqseal::run
