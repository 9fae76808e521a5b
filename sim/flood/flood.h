// SPDX-License-Identifier: MIT
// An attack under way: opens connections within the job's bounds, doses them, counts what came of
// them and says so four times a second. Everything in the thread that calls run().
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/rng.h"
#include "sim/flood/connection.h"
#include "sim/flood/driver.h"
#include "sim/flood/job.h"
#include "sim/net/loop.h"

namespace mqseal::flood {

class Flood final : private Connection::Owner {
 public:
  struct Watcher {
    std::function<void(const Report&)> tell;
    /// Why the target must not be attacked (any more); asked before the first connection and with
    /// each report. Empty: it may.
    std::function<std::string()> refusal;
  };

  /// Throws base::Error: usage for an unknown attack, environment for unreadable certificates.
  Flood(const Job& job, Watcher watcher);

  /// From the job's start to its end, or until the bounds are used up and all is closed; returns
  /// the last report. Throws base::Error (environment) with a refusal of the target.
  Report run();

  // For drivers.

  [[nodiscard]] const Job& job() const noexcept { return job_; }

  [[nodiscard]] Tally& tally() noexcept { return tally_; }

  [[nodiscard]] base::Rng& rng() noexcept { return rng_; }

  /// Closes a connection of ours that has done its work.
  void finish(Connection& connection);
  /// Messages that the job's rate has due and that were not taken yet; without a rate, all.
  [[nodiscard]] std::uint64_t due() const;
  /// Takes up to `want` messages of `size` bytes from the bounds; how many there still are.
  [[nodiscard]] std::uint64_t take(std::uint64_t want, std::uint64_t size);
  /// Calls `each` for every open connection.
  void each_open(const std::function<void(Connection&)>& each);
  /// CONNECT with the job's user where it has one.
  [[nodiscard]] Buffer connect(ConnectFields fields) const;
  /// Counts a CONNACK; true where it was a yes.
  bool accepted(const Packet& connack);

 private:
  void on_tcp(Connection& connection) override;
  void on_open(Connection& connection) override;
  void on_data(Connection& connection, Bytes bytes) override;
  void on_idle(Connection& connection) override;
  void on_written(std::uint64_t units, std::size_t bytes) override;
  void on_end(Connection& connection, bool was_connected) override;
  void on_settled() override;

  void begin();
  void tick(Nanos now);
  void open_more(Nanos now);
  [[nodiscard]] bool may_open(Nanos now) const;
  [[nodiscard]] Connection& free_connection();
  void give_up_slow(Nanos now);
  void count_open() noexcept;
  [[nodiscard]] Report report(Nanos now, bool last) const;

  Job job_;
  Watcher watcher_;
  base::Rng rng_;
  std::optional<TlsSetup> tls_;
  net::Loop loop_;
  Tally tally_;
  Connection::Address address_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<Connection*> free_;
  std::unique_ptr<Driver> driver_;  // after what it uses
  net::Timer start_, ticker_;
  std::uint64_t taken_ = 0, taken_bytes_ = 0;
  std::uint64_t open_ = 0, opening_ = 0;
  Nanos began_ = 0, ended_ = 0, next_report_ = 0, next_look_ = 0;
  bool short_of_means_ = false;  ///< the last open() failed by our own fault: until the next tick
};

}  // namespace mqseal::flood
