// SPDX-License-Identifier: MIT
#include "sim/run/process_watch.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace mqseal::run {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds period(100);

/// False where the process is gone.
bool read_status(const fs::path& dir, ProcessState& state) {
  std::ifstream status(dir / "status");
  std::string word;
  bool found = false;
  while (status >> word) {
    if (word == "VmRSS:") {
      status >> state.rss_bytes;
      state.rss_bytes *= 1024;
    } else if (word == "Threads:") {
      found = static_cast<bool>(status >> state.threads);
    }
  }
  return found;
}

std::uint64_t count_descriptors(const fs::path& dir) {
  std::error_code gone;
  std::uint64_t count = 0;
  for (fs::directory_iterator at(dir / "fd", gone), end; !gone && at != end; at.increment(gone)) {
    ++count;
  }
  return count;
}

}  // namespace

ListenCounters listen_counters() {
  std::ifstream file("/proc/thread-self/net/netstat");
  std::string names, values;
  ListenCounters counters;
  while (std::getline(file, names) && std::getline(file, values)) {
    std::istringstream name_words(names), value_words(values);
    std::string name, value;
    if (!names.starts_with("TcpExt:")) {
      continue;
    }
    while (name_words >> name && value_words >> value) {
      std::uint64_t* const wanted = name == "ListenOverflows"  ? &counters.overflows
                                    : name == "ListenDrops"    ? &counters.drops
                                    : name == "SyncookiesSent" ? &counters.syn_cookies
                                                               : nullptr;
      if (wanted != nullptr) {
        *wanted = std::stoull(value);
      }
    }
  }
  return counters;
}

ProcessWatch::ProcessWatch(pid_t pid)
    : pid_(pid), thread_([this](const std::stop_token& stop) { loop(stop); }) {}

void ProcessWatch::loop(const std::stop_token& stop) {
  const fs::path dir = "/proc/" + std::to_string(pid_);
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    ProcessState state;
    state.at = base::monotonic_now();
    if (read_status(dir, state)) {
      state.descriptors = count_descriptors(dir);
      states_.push_back(state);
    }
    wake_.wait_for(lock, stop, period, [] { return false; });
  }
}

std::vector<ProcessState> ProcessWatch::finish() {
  thread_.request_stop();
  thread_.join();
  return std::move(states_);
}

}  // namespace mqseal::run
