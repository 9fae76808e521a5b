// SPDX-License-Identifier: MIT
// One thread's part of a run: its loop, its clients, its tally, and the phases connect, warm-up,
// measure, drain. Other shards are met in the coordinator only.
#pragma once

#include <cstdint>
#include <string>

#include "sim/fleet/coordinator.h"
#include "sim/fleet/crew.h"

namespace mqseal::fleet {

/// What shards went through, beside their tallies.
struct Account {
  Window window;
  Nanos measured_until = 0;  ///< end of the window, or when the run was stopped inside of it
  std::size_t clients = 0, failed = 0;
  std::string last_failure;
  Nanos connect_begin = 0, connect_end = 0;
  record::Histogram tcp, tls, connack;  ///< ns, each client's first connect
  Nanos tls_cpu = 0;                    ///< of cpu, inside of TLS
  Nanos cpu = 0, waiting = 0;           ///< of the shards' threads in the measured window
  std::uint64_t rss_connected_bytes = 0, rss_peak_bytes = 0;

  /// Adds another shard's.
  void merge(const Account& other);
};

class Shard final : private Member::Owner {
 public:
  /// What it is made from; all of it must outlive the shard.
  struct Parts {
    const scenario::Run& run;
    const Topology& topology;
    Senders& senders;
    const Access& access;
    const host::MasterKey& master;
    const Options& options;
    Coordinator& coordinator;
    std::size_t index = 0, count = 1;  ///< this shard among all
  };

  explicit Shard(const Parts& parts);
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;

  /// All phases, in the calling thread.
  void run();

  [[nodiscard]] const Account& account() const noexcept { return account_; }

  [[nodiscard]] Tally& tally() noexcept { return tally_; }

  [[nodiscard]] Crew& crew() noexcept { return crew_; }

 private:
  void on_online(Member& member, bool first) override;
  void on_dropped(Member& member, const std::string& why) override;
  void on_left(Member& member) override;
  void on_given_up(Member& member, const std::string& why) override;

  void settle_one();
  void wait_for_window();
  void begin_traffic();
  void begin_measuring();
  void end_measuring();
  void drain();
  void end(Nanos until);
  void look_around(Nanos now);
  void look_outside();
  void interrupt();
  void show_progress(Nanos now);
  void note_first_connect(const client::ConnectTiming& timing);

  Parts parts_;
  net::Loop loop_;
  Tally tally_;
  Crew crew_;
  net::Timer phase_timer_, look_timer_;
  void (Shard::*phase_)() = nullptr;  ///< what phase_timer_ calls next
  Account account_;
  Progress progress_;
  Nanos phase_ends_ = 0, shown_ = 0, cpu_before_ = 0, waiting_before_ = 0, tls_before_ = 0;
  std::uint64_t looks_ = 0;
  std::size_t settled_ = 0;  ///< members that were online once, or gave up
  bool ended_ = false;
};

}  // namespace mqseal::fleet
