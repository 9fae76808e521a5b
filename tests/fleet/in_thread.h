// SPDX-License-Identifier: MIT
// A fleet that runs in a thread of its own while a test does something to its broker.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <thread>

#include "sim/fleet/fleet.h"

namespace mqseal::fleet {

class InThread {
 public:
  InThread(const scenario::Run& run,
           const client::Endpoint& endpoint,
           const host::MasterKey& master,
           Options options = {}) {
    options.stop = &stop_;
    options.on_progress = [this](const Progress& progress) { phase_ = progress.phase; };
    thread_ = std::thread([this, run, endpoint, &master, options] {
      try {
        result_ = fleet::run(run, endpoint, master, options);
      } catch (...) {
        failure_ = std::current_exception();
      }
      ended_ = true;
    });
  }

  InThread(const InThread&) = delete;
  InThread& operator=(const InThread&) = delete;

  ~InThread() {
    stop();
    if (thread_.joinable()) {
      thread_.join();
    }
  }

  void stop() { stop_ = true; }

  [[nodiscard]] Progress::Phase phase() const { return phase_; }

  [[nodiscard]] bool ended() const { return ended_; }

  /// Rethrows what the fleet threw.
  [[nodiscard]] record::RunResult wait() {
    thread_.join();
    if (failure_) {
      std::rethrow_exception(failure_);
    }
    return std::move(result_);
  }

 private:
  std::atomic<bool> stop_{false}, ended_{false};
  std::atomic<Progress::Phase> phase_{Progress::Phase::connect};
  record::RunResult result_;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace mqseal::fleet
