// SPDX-License-Identifier: MIT
// An outsider on the fleet's broker: hears every topic, and publishes what it likes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/client/harness.h"

namespace mqseal::fleet {

class Stranger {
 public:
  explicit Stranger(const client::TestBroker& broker) {
    profile_.endpoint = broker.endpoint();
    ear_ = std::make_unique<client::Client>(loop_, profile_, "stranger-ear", 0, heard_);
    mouth_ = std::make_unique<client::Client>(loop_, profile_, "stranger-mouth", 1, said_);
    EXPECT_TRUE(ear_->connect() && mouth_->connect());
    wait([this] { return heard_.connected > 0 && said_.connected > 0; });
    EXPECT_TRUE(ear_->subscribe("#", 0));
    wait([this] { return heard_.subscribed > 0; });
  }

  void wait(const std::function<bool()>& condition) {
    EXPECT_TRUE(client::run_until(loop_, condition));
  }

  /// All messages so far.
  [[nodiscard]] const std::vector<client::Received>& messages() const { return heard_.messages; }

  /// Publishes with QoS 1 and waits for the acknowledgement: the broker has it then.
  void publish(const std::string& topic, const std::string& payload) {
    const int before = said_.acknowledged;
    ASSERT_EQ(mouth_->publish(topic, client::bytes_of(payload), 1, false),
              client::PublishStatus::sent);
    wait([&] { return said_.acknowledged > before; });
  }

 private:
  net::Loop loop_;
  client::Profile profile_;
  client::Note heard_, said_;
  std::unique_ptr<client::Client> ear_, mouth_;
};

}  // namespace mqseal::fleet
