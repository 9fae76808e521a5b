// SPDX-License-Identifier: MIT
// What the tests of sim/client share: a listener that notes everything, a loop that runs until a
// condition holds, and a count of open descriptors.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/client/client.h"
#include "tests/client/test_broker.h"

namespace mqseal::client {

inline std::size_t open_descriptors() {
  std::size_t count = 0;
  for (const auto& unused : std::filesystem::directory_iterator("/proc/self/fd")) {
    (void)unused;
    ++count;
  }
  return count - 1;  // the directory's own
}

struct Received {
  std::string topic, payload;
  int qos;
  bool retain;
};

struct Note final : Listener {
  void on_connected() override { ++connected; }

  void on_closed(Stage stage, const std::string& why) override {
    ++closed;
    closed_at = stage;
    reason = why;
  }

  void on_subscribed(bool granted) override { subscribed += granted ? 1 : -1; }

  void on_message(const Message& message) override {
    messages.push_back({std::string(message.topic),
                        std::string(message.payload.begin(), message.payload.end()),
                        message.qos,
                        message.retain});
    if (also) {
      also();
    }
  }

  void on_acknowledged(int, int) override { ++acknowledged; }

  void on_sendable() override { ++sendable; }

  int connected = 0, closed = 0, subscribed = 0, acknowledged = 0, sendable = 0;
  Stage closed_at = Stage::closed;
  std::string reason;
  std::vector<Received> messages;
  std::function<void()> also;
};

/// Runs `loop` until `done` holds; fails the test after 20 s.
inline bool run_until(net::Loop& loop, const std::function<bool()>& done) {
  const base::Nanos deadline = base::monotonic_now() + 20 * base::nanos_per_second;
  bool held = false;
  net::Timer timer(loop, [&](base::Nanos at) {
    held = done();
    if (held || at > deadline) {
      loop.stop();
    } else {
      timer.set(base::monotonic_now() + 1'000'000);
    }
  });
  timer.set(base::monotonic_now());
  loop.run();
  EXPECT_TRUE(held) << "the condition did not come true within 20 s";
  return held;
}

inline std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace mqseal::client
