// SPDX-License-Identifier: MIT
// One virtual client of the fleet, kept on the broker: it connects through the ramp, tries again
// after a failure with a growing pause, and tells its shard. What it does there is the publisher's
// or the subscriber's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sim/base/rng.h"
#include "sim/client/client.h"
#include "sim/fleet/ramp.h"
#include "sim/net/loop.h"

namespace mqseal::fleet {

using base::Nanos;

class Member : private client::Listener, private Ramp::Climber {
 public:
  /// What a member tells. Calls may disconnect any member, but must not destroy one.
  class Owner {
   public:
    /// It is connected (and subscribed): for the first time, or again.
    virtual void on_online(Member& member, bool first) = 0;
    /// Its connection ended after it was online; it tries again.
    virtual void on_dropped(Member& member, const std::string& why) = 0;
    /// Its churn took it away; it comes back.
    virtual void on_left(Member& member) = 0;
    /// It was never online, and no attempt is left.
    virtual void on_given_up(Member& member, const std::string& why) = 0;

   protected:
    ~Owner() = default;
  };

  struct Place {
    net::Loop& loop;
    Ramp& ramp;
    Owner& owner;
  };

  /// Attempts before the first success; afterwards a dropped member tries as long as the run lasts.
  static constexpr int max_attempts = 5;

  Member(const Place& place,
         const client::Profile& profile,
         const std::string& id,
         std::uint32_t source,
         const client::Identity* identity);
  Member(const Member&) = delete;
  Member& operator=(const Member&) = delete;
  virtual ~Member() = default;

  /// Connects as soon as the ramp has a place.
  void launch() { place_.ramp.enter(*this); }

  /// From now on it leaves after about `stay` (exponential) online and comes back after `away`.
  void begin_churn(Nanos stay, Nanos away, base::Rng rng);

  /// Disconnects and tries no more.
  void retire();

  /// To be called about once a second.
  virtual void housekeep(Nanos now) { client_.housekeep(now); }

  [[nodiscard]] bool is_online() const noexcept { return online_; }

  /// Of the last connect.
  [[nodiscard]] const client::ConnectTiming& timing() const noexcept { return client_.timing(); }

 protected:
  /// CONNACK came. Calls go_online(), now or later.
  virtual void arrive() = 0;
  virtual void on_message(const client::Message& message) override = 0;
  virtual void on_acknowledged(int message_id, int reason) override = 0;
  virtual void on_sendable() override = 0;
  /// The connection is gone.
  virtual void leave() = 0;

  void go_online();
  /// Ends an attempt that got a connection but cannot be used.
  void fail(const std::string& why);

  [[nodiscard]] client::Client& link() noexcept { return client_; }

  [[nodiscard]] const client::Client& link() const noexcept { return client_; }

 private:
  void climb() override;

  void on_connected() override { arrive(); }

  void on_closed(client::Stage stage, const std::string& why) override;
  void on_subscribed(bool granted) override;
  void end_attempt(const std::string& why);
  void turn_churn();
  void set_churn();
  void leave_ramp();

  Place place_;
  client::Client client_;
  net::Timer retry_;

  struct Churn {
    Nanos stay, away;
    base::Rng rng;
    net::Timer timer;
  };

  std::unique_ptr<Churn> churn_;
  int failures_ = 0;  ///< in a row
  bool online_ = false, was_online_ = false, on_ramp_ = false, retired_ = false;
};

}  // namespace mqseal::fleet
