// SPDX-License-Identifier: MIT
#include "sim/fleet/member.h"

#include <algorithm>
#include <utility>

namespace mqseal::fleet {

namespace {

/// Pause before the next attempt: doubles from the first to the last.
constexpr Nanos first_pause = 20'000'000, last_pause = 2 * base::nanos_per_second;

Nanos pause_after(int failures) {
  constexpr int doublings = 7;  // 20 ms to 2.56 s
  return std::min(last_pause, first_pause << std::min(failures - 1, doublings));
}

}  // namespace

Member::Member(const Place& place,
               const client::Profile& profile,
               const std::string& id,
               std::uint32_t source,
               const client::Identity* identity)
    : place_(place),
      client_(place.loop, profile, id, source, *this, identity),
      retry_(place.loop, [this](Nanos) { place_.ramp.enter(*this); }) {}

void Member::climb() {
  if (retired_) {
    place_.ramp.leave();
    return;
  }
  on_ramp_ = true;
  if (!client_.connect()) {
    end_attempt(client_.failure());
  }
}

void Member::leave_ramp() {
  if (on_ramp_) {
    on_ramp_ = false;
    place_.ramp.leave();
  }
}

void Member::go_online() {
  failures_ = 0;
  online_ = true;
  leave_ramp();
  set_churn();
  place_.owner.on_online(*this, !std::exchange(was_online_, true));
}

void Member::fail(const std::string& why) {
  client_.disconnect();
  end_attempt(why);
}

void Member::on_subscribed(bool granted) {
  if (granted) {
    go_online();
  } else {
    fail("the broker refused the subscription");
  }
}

void Member::on_closed(client::Stage, const std::string& why) {
  const bool dropped = online_;
  online_ = false;
  if (churn_) {
    churn_->timer.cancel();
  }
  leave();
  if (dropped) {
    place_.owner.on_dropped(*this, why);
  }
  end_attempt(why);
}

void Member::end_attempt(const std::string& why) {
  leave_ramp();
  if (retired_) {
    return;
  }
  ++failures_;
  if (!was_online_ && failures_ >= max_attempts) {
    retired_ = true;
    place_.owner.on_given_up(*this, why);
    return;
  }
  client_.next_source();
  retry_.set(base::monotonic_now() + pause_after(failures_));
}

void Member::begin_churn(Nanos stay, Nanos away, base::Rng rng) {
  churn_.reset(
      new Churn{stay, away, rng, net::Timer(place_.loop, [this](Nanos) { turn_churn(); })});
  set_churn();
}

void Member::set_churn() {
  if (churn_ && online_) {
    const double stay = static_cast<double>(churn_->stay) * churn_->rng.exponential();
    churn_->timer.set(base::monotonic_now() + static_cast<Nanos>(stay));
  }
}

/// Its time online is over, or its time away.
void Member::turn_churn() {
  if (!online_) {
    place_.ramp.enter(*this);
    return;
  }
  online_ = false;
  client_.disconnect();
  leave();
  place_.owner.on_left(*this);
  churn_->timer.set(base::monotonic_now() + churn_->away);
}

void Member::retire() {
  retired_ = true;
  if (churn_) {
    churn_->timer.cancel();
  }
  online_ = false;
  retry_.cancel();
  client_.disconnect();
}

}  // namespace mqseal::fleet
