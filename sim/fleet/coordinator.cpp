// SPDX-License-Identifier: MIT
#include "sim/fleet/coordinator.h"

#include <algorithm>

namespace mqseal::fleet {

namespace {

/// From the end of connecting to the schedule's origin: time for the broker to come to rest, and
/// for every shard to hear of the window.
constexpr Nanos lead_in = 30'000'000;
constexpr double median = 50, p99 = 99, ns_per_us = 1e3;

}  // namespace

Coordinator::Coordinator(std::size_t shards, const scenario::Phases& phases)
    : phases_(phases), shards_(shards), arrears_(shards), parts_(shards) {}

void Coordinator::settled(std::size_t clients, std::size_t failed, const std::string& why) {
  const std::lock_guard lock(mutex_);
  clients_ += clients;
  failed_ += failed;
  if (failed > 0) {
    last_failure_ = why;
  }
  if (++settled_ < shards_ || failed_ == clients_) {
    return;
  }
  Window window;
  window.origin = base::monotonic_now() + lead_in;
  window.begin = window.origin + phases_.warm_up;
  window.end = window.begin + phases_.measure;
  window_ = window;
}

std::optional<Window> Coordinator::window() const {
  const std::lock_guard lock(mutex_);
  return window_;
}

std::optional<std::string> Coordinator::hopeless() const {
  const std::lock_guard lock(mutex_);
  if (settled_ < shards_ || failed_ < clients_) {
    return std::nullopt;
  }
  return last_failure_;
}

void Coordinator::stands(std::size_t shard, const Arrears& arrears) {
  const std::lock_guard lock(mutex_);
  arrears_[shard] = arrears;
}

bool Coordinator::is_complete() const {
  const std::lock_guard lock(mutex_);
  std::uint64_t sent = 0, delivered = 0;
  for (const Arrears& shard : arrears_) {
    if (!shard.done) {
      return false;
    }
    sent += shard.sent;
    delivered += shard.delivered;
  }
  return sent == delivered;
}

void Coordinator::interrupt(const std::string& why) {
  const std::lock_guard lock(mutex_);
  if (!interrupted_.exchange(true)) {
    interrupted_by_ = why;
  }
}

std::string Coordinator::interrupted_by() const {
  const std::lock_guard lock(mutex_);
  return interrupted_by_;
}

void Coordinator::report(std::size_t shard, const Progress& part, record::Histogram& responses) {
  const std::lock_guard lock(mutex_);
  parts_[shard] = part;
  responses_.merge(responses);
  responses.clear();
}

Progress Coordinator::told(double seconds) {
  const std::lock_guard lock(mutex_);
  Progress all = parts_.front();
  for (std::size_t i = 1; i < parts_.size(); ++i) {
    all.errors += parts_[i].errors;
    all.connected += parts_[i].connected;
    all.clients += parts_[i].clients;
  }
  all.rate_msg_s = seconds > 0 ? static_cast<double>(responses_.count()) / seconds : 0;
  all.response_p50_us = static_cast<double>(responses_.percentile(median)) / ns_per_us;
  all.response_p99_us = static_cast<double>(responses_.percentile(p99)) / ns_per_us;
  responses_.clear();
  return all;
}

}  // namespace mqseal::fleet
