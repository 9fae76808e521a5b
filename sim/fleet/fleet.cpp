// SPDX-License-Identifier: MIT
// One run of the fleet: its threads, each with a shard.
#include "sim/fleet/fleet.h"

#include <algorithm>
#include <exception>
#include <malloc.h>
#include <memory>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/scheduling.h"
#include "sim/fleet/ledger.h"
#include "sim/fleet/outcome.h"
#include "sim/record/sampler.h"

namespace mqseal::fleet {

namespace {

/// The calling thread on one CPU and with precise timers, for the object's life; woken promptly
/// from now on.
class Placement {
 public:
  Placement(const std::vector<int>& cpus, std::size_t thread) {
    ::prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    pinned_ =
        !cpus.empty() && ::pthread_getaffinity_np(::pthread_self(), sizeof before_, &before_) == 0;
    if (pinned_) {
      pinned_ = base::pin_thread(cpus[thread % cpus.size()]);
    }
    base::take_short_turns();
  }

  Placement(const Placement&) = delete;
  Placement& operator=(const Placement&) = delete;

  ~Placement() {
    if (pinned_) {
      ::pthread_setaffinity_np(::pthread_self(), sizeof before_, &before_);
    }
    ::prctl(PR_SET_TIMERSLACK, 0UL, 0UL, 0UL, 0UL);  // the process's default
  }

 private:
  cpu_set_t before_{};
  bool pinned_ = false;
};

/// A shard in its thread: made there, so that its memory is that thread's, and run.
struct Lane {
  std::unique_ptr<Shard> shard;
  std::exception_ptr failure;

  void run(const Shard::Parts& parts) {
    const Placement placement(parts.options.cpus, parts.index);
    try {
      shard = std::make_unique<Shard>(parts);
      shard->run();
    } catch (...) {
      failure = std::current_exception();
      parts.coordinator.interrupt("another thread failed");
    }
  }
};

std::vector<Lane> run_lanes(Shard::Parts parts) {
  std::vector<Lane> lanes(parts.count);
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < lanes.size(); ++i) {
    parts.index = i;
    threads.emplace_back([&lane = lanes[i], parts] { lane.run(parts); });
  }
  parts.index = 0;
  lanes.front().run(parts);
  for (std::thread& thread : threads) {
    thread.join();
  }
  for (const Lane& lane : lanes) {
    if (lane.failure) {
      std::rethrow_exception(lane.failure);
    }
  }
  return lanes;
}

Whole gather(std::vector<Lane>& lanes,
             Senders& senders,
             bool cut_short,
             double clock_ns,
             std::uint64_t rss_before) {
  Whole whole{
      lanes.front().shard->account(), lanes.front().shard->tally(), {}, clock_ns, rss_before};
  Receipts receipts;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    Shard& shard = *lanes[i].shard;
    if (i > 0) {
      whole.account.merge(shard.account());
      whole.tally.merge(shard.tally());
    }
    shard.crew().hand_over(receipts);
    for (const auto& keys : shard.crew().keys()) {
      whole.keys.push_back(keys.get());
    }
  }
  settle(senders, receipts, whole.tally, cut_short);
  return whole;
}

}  // namespace

record::RunResult run(const scenario::Run& run,
                      const client::Endpoint& endpoint,
                      const host::MasterKey& master,
                      const Options& options) {
  client::init_library();
  const double clock_ns = clock_cost_ns();
  ::malloc_trim(0);  // memory that malloc keeps would hide what the clients take
  const std::uint64_t rss_before = record::process_memory_bytes(0, "VmRSS").value_or(0);
  const Topology topology(run.groups);
  Senders senders(run.groups, topology);
  const Access access(endpoint, run.groups, options.key_log);
  const std::size_t threads = std::max<std::size_t>(options.threads, 1);
  Coordinator coordinator(threads, run.phases);
  std::vector<Lane> lanes =
      run_lanes({run, topology, senders, access, master, options, coordinator, 0, threads});
  Whole whole = gather(lanes, senders, coordinator.is_interrupted(), clock_ns, rss_before);
  if (const auto why = coordinator.hopeless()) {
    throw base::Error(
        base::ExitCode::environment,
        fmt::format(
            "not one of {} clients could connect to the broker: {}", whole.account.clients, *why));
  }
  record::RunResult result = outcome_of(run, topology, whole);
  result.interrupted = coordinator.is_interrupted();
  if (const std::string why = coordinator.interrupted_by(); !why.empty()) {
    result.warnings.push_back("the run ended before its time: " + why);
  }
  return result;
}

}  // namespace mqseal::fleet
