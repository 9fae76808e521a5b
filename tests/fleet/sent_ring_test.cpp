// SPDX-License-Identifier: MIT
#include "sim/fleet/sent_ring.h"

#include <atomic>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

namespace mqseal::fleet {
namespace {

constexpr Sequence epoch = Sequence{1} << 32U;

TEST(SentRing, gives_back_what_was_put) {
  SentRing ring(4);
  ring.put(epoch, {10, 20});
  const auto times = ring.find(epoch);
  ASSERT_TRUE(times);
  EXPECT_EQ(times->intended, 10);
  EXPECT_EQ(times->sent, 20);
}

TEST(SentRing, an_overwritten_slot_is_nobody_elses) {
  SentRing ring(4);
  for (Sequence i = 0; i < 5; ++i) {
    ring.put(epoch + i, {static_cast<Nanos>(i), 0});
  }
  EXPECT_FALSE(ring.find(epoch)) << "the fifth took its slot";
  EXPECT_TRUE(ring.find(epoch + 1));
  EXPECT_EQ(ring.find(epoch + 4)->intended, 4);
  EXPECT_FALSE(ring.find(2 * epoch + 1)) << "the same counter of another epoch";
  EXPECT_FALSE(ring.find(0));
}

TEST(SentRing, takes_a_power_of_two_only) {
  EXPECT_THROW(SentRing(3), std::invalid_argument);
  EXPECT_THROW(SentRing(0), std::invalid_argument);
}

// Under ThreadSanitizer, too: every value found belongs to the sequence that was asked for.
TEST(SentRing, a_reader_in_another_thread_never_sees_mixed_times) {
  SentRing ring(8);
  constexpr Sequence last = epoch + 200'000;
  std::atomic<Sequence> newest{epoch};
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (Sequence s = epoch + 1; s <= last; ++s) {
      ring.put(s, {static_cast<Nanos>(s), static_cast<Nanos>(2 * s)});
      newest.store(s, std::memory_order_relaxed);
    }
    done = true;
  });
  std::uint64_t found = 0;
  while (!done) {
    const Sequence wanted = newest.load(std::memory_order_relaxed);
    if (const auto times = ring.find(wanted)) {
      ++found;
      ASSERT_EQ(times->intended, static_cast<Nanos>(wanted));
      ASSERT_EQ(times->sent, static_cast<Nanos>(2 * wanted));
    }
  }
  writer.join();
  EXPECT_EQ(ring.find(last)->intended, static_cast<Nanos>(last));
}

}  // namespace
}  // namespace mqseal::fleet
