// SPDX-License-Identifier: MIT
// Sampling thread: clock_getcpuclockid for CPU (nanoseconds; /proc/PID/stat has 10 ms steps), and
// /proc/PID/status for memory.
#include "sim/record/sampler.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <string>

namespace mqseal::record {

namespace {

/// CPU time at `at`; the caller made sure that it lies between the first and the last sample.
base::Nanos interpolate(const std::vector<CpuSample>& samples, base::Nanos at) {
  const auto after =
      std::lower_bound(samples.begin(), samples.end(), at, [](const CpuSample& s, base::Nanos t) {
        return s.at < t;
      });
  if (after->at == at) {
    return after->cpu;
  }
  const auto before = after - 1;
  const double share =
      static_cast<double>(at - before->at) / static_cast<double>(after->at - before->at);
  return before->cpu +
         static_cast<base::Nanos>(share * static_cast<double>(after->cpu - before->cpu));
}

}  // namespace

std::optional<base::Nanos> cpu_between(const std::vector<CpuSample>& samples,
                                       base::Nanos begin,
                                       base::Nanos end) {
  if (samples.empty() || begin < samples.front().at || end > samples.back().at || begin > end) {
    return std::nullopt;
  }
  return interpolate(samples, end) - interpolate(samples, begin);
}

std::optional<std::uint64_t> process_memory_bytes(pid_t pid, const char* name) {
  const std::string who = pid == 0 ? "self" : std::to_string(pid);
  std::ifstream status("/proc/" + who + "/status");
  const std::string key = std::string(name) + ":";
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(key, 0) == 0) {
      std::istringstream fields(line.substr(key.size()));
      std::uint64_t kibibytes = 0;
      if (fields >> kibibytes) {
        return kibibytes * 1024;
      }
    }
  }
  return std::nullopt;
}

ProcessSampler::ProcessSampler(pid_t pid, base::Nanos period) : pid_(pid), period_(period) {
  if (take_sample()) {
    thread_ = std::jthread([this](const std::stop_token& stop) { loop(stop); });
  }
}

ProcessSampler::~ProcessSampler() {
  stop();
}

void ProcessSampler::stop() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
}

bool ProcessSampler::take_sample() {
  const base::Nanos cpu = base::process_cpu_now(pid_);
  const auto peak = process_memory_bytes(pid_, "VmHWM");
  const std::lock_guard lock(mutex_);
  if (cpu < 0) {
    return false;
  }
  samples_.push_back({base::monotonic_now(), cpu});
  if (peak) {
    rss_peak_bytes_ = peak;
  }
  return true;
}

void ProcessSampler::loop(const std::stop_token& stop) {
  auto next = std::chrono::steady_clock::now();
  while (!stop.stop_requested()) {
    next += std::chrono::nanoseconds(period_);
    {
      std::unique_lock lock(mutex_);
      wake_.wait_until(lock, stop, next, [] { return false; });
    }
    if (!take_sample()) {
      return;
    }
  }
}

std::vector<CpuSample> ProcessSampler::samples() const {
  const std::lock_guard lock(mutex_);
  return samples_;
}

std::optional<std::uint64_t> ProcessSampler::rss_peak_bytes() const {
  const std::lock_guard lock(mutex_);
  return rss_peak_bytes_;
}

}  // namespace mqseal::record
