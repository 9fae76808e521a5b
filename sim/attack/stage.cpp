// SPDX-License-Identifier: MIT
#include "sim/attack/stage.h"

#include <algorithm>

#include "sim/base/error.h"

namespace mqseal::attack {
namespace {

/// How often a wait looks at its condition where nothing tells it to, and at the stop flag.
constexpr Nanos look_every = 20'000'000;
constexpr Nanos housekeep_every = base::nanos_per_second;
/// MQTT 5, 2.4: reason codes from here on are failures.
constexpr int first_failure = 0x80;

}  // namespace

bool Stage::wait(const std::function<bool()>& done, Nanos limit) {
  const Nanos end = base::monotonic_now() + limit;
  net::Timer look(loop_, [this](Nanos) { loop_.stop(); });
  while (!done()) {
    if (setting_.stop != nullptr && setting_.stop->load(std::memory_order_relaxed)) {
      throw base::Error(base::ExitCode::interrupted, "stopped by a signal");
    }
    const Nanos now = base::monotonic_now();
    if (now >= end) {
      return false;
    }
    look.set(std::min(end, now + look_every));
    loop_.run();
  }
  return true;
}

Actor::Actor(Stage& stage, const client::Profile& profile, const std::string& id)
    : stage_(stage),
      id_(id),
      client_(stage.loop(), profile, id, 0, *this),
      housekeeping_(stage.loop(), [this](Nanos at) {
        client_.housekeep(base::monotonic_now());
        housekeeping_.set(at + housekeep_every);
      }) {
  housekeeping_.set(base::monotonic_now() + housekeep_every);
}

Actor::~Actor() {
  disconnect();
}

bool Actor::connect() {
  why_.clear();
  if (!client_.connect()) {
    why_ = client_.failure();
    return false;
  }
  static_cast<void>(stage_.wait([this] { return is_online() || !why_.empty(); }));
  if (!is_online() && why_.empty()) {
    client_.abort();
    why_ = "no CONNACK came";
  }
  return is_online();
}

bool Actor::subscribe(const std::string& filter, int qos) {
  granted_ = 0;
  if (!is_online() || !client_.subscribe(filter, qos)) {
    return false;
  }
  static_cast<void>(stage_.wait([this] { return granted_ != 0 || !is_online(); }));
  return granted_ > 0;
}

bool Actor::publish(
    const std::string& topic, host::Bytes payload, int qos, bool retain, Nanos limit) {
  if (!is_online() || !stage_.wait([&] { return !is_online() || client_.is_sendable(qos); })) {
    return false;
  }
  const int acknowledged = acknowledged_, refused = refused_;
  if (client_.publish(topic, payload, qos, retain) != client::PublishStatus::sent) {
    return false;
  }
  static_cast<void>(stage_.wait(
      [&] {
        return !is_online() || (qos == 0 ? !client_.is_writing() : acknowledged_ > acknowledged);
      },
      limit));
  return refused_ == refused && (qos == 0 ? is_online() : acknowledged_ > acknowledged);
}

void Actor::disconnect() {
  client_.disconnect();
}

void Actor::on_closed(client::Stage stage, const std::string& why) {
  why_ = why.empty() ? "the connection ended" : why;
  drops_ += stage == client::Stage::connected ? 1 : 0;
  stage_.notify();
}

void Actor::on_subscribed(bool granted) {
  granted_ = granted ? 1 : -1;
  stage_.notify();
}

void Actor::on_message(const client::Message& message) {
  inbox_.push_back({std::string(message.topic),
                    {message.payload.begin(), message.payload.end()},
                    message.retain});
  if (on_arrival) {
    on_arrival(inbox_.back());
  }
  stage_.notify();
}

void Actor::on_acknowledged(int, int reason) {
  ++acknowledged_;
  refused_ += reason >= first_failure ? 1 : 0;
  stage_.notify();
}

}  // namespace mqseal::attack
