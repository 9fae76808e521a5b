// SPDX-License-Identifier: MIT
#include "sim/run/fault_player.h"

#include <limits>
#include <string>

namespace mqseal::run {

namespace {

double seconds(Nanos duration) {
  return static_cast<double>(duration) / static_cast<double>(base::nanos_per_second);
}

}  // namespace

FaultPlayer::FaultPlayer(const std::vector<scenario::Fault>& faults, broker::Broker& broker)
    : faults_(faults), broker_(broker) {}

void FaultPlayer::set_window(Nanos begin) noexcept {
  window_ = begin;
}

Nanos FaultPlayer::next() const noexcept {
  if (window_ == 0 || fault_ == faults_.size()) {
    return std::numeric_limits<Nanos>::max();
  }
  return under_way_ ? began_ + faults_[fault_].lasting : window_ + faults_[fault_].at;
}

void FaultPlayer::act() {
  const scenario::Fault& fault = faults_[fault_];
  if (!under_way_) {
    began_ = base::monotonic_now();
    under_way_ = true;
    begin_fault(fault);
    return;
  }
  end_fault(fault);
  done_.push_back({std::string(to_string(fault.action)),
                   seconds(began_ - window_),
                   seconds(base::monotonic_now() - began_),
                   {}});
  under_way_ = false;
  ++fault_;
}

void FaultPlayer::begin_fault(const scenario::Fault& fault) {
  const std::lock_guard lock(mutex_);
  switch (fault.action) {
    case scenario::FaultAction::none:
      return;
    case scenario::FaultAction::pause:
      broker_.pause();
      return;
    case scenario::FaultAction::terminate:
      down_ = true;
      broker_.stop();
      return;
    case scenario::FaultAction::kill:
      down_ = true;
      broker_.kill();
      return;
  }
}

void FaultPlayer::end_fault(const scenario::Fault& fault) {
  const std::lock_guard lock(mutex_);
  if (fault.action == scenario::FaultAction::none) {
    return;
  }
  if (fault.action == scenario::FaultAction::pause) {
    broker_.resume();
    return;
  }
  down_ = false;  // where the restart fails, the broker is gone
  broker_.restart();
}

bool FaultPlayer::broker_alive() {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  return !lock.owns_lock() || down_ || broker_.alive();
}

}  // namespace mqseal::run
