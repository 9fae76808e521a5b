// SPDX-License-Identifier: MIT
// The heap of deadlines against std::multimap, under random puts, moves and removals.
#include "sim/net/deadlines.h"

#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "sim/base/rng.h"

namespace mqseal::net {
namespace {

struct Probe final : Deadline {
  void due(Nanos at) override { fired.push_back(at); }

  std::vector<Nanos> fired;
};

TEST(Deadlines, fire_in_order_and_never_early) {
  base::Rng rng(7, "deadlines");
  std::vector<Probe> probes(500);
  Deadlines heap;
  std::map<Probe*, Nanos> waiting;
  Nanos now = 0;
  for (int step = 0; step < 20'000; ++step) {
    Probe& probe = probes[rng.below(probes.size())];
    switch (rng.below(4)) {
      case 0:
        heap.remove(probe);
        waiting.erase(&probe);
        break;
      case 1: {
        now += static_cast<Nanos>(rng.below(50));
        while (heap.fire_one(now)) {
        }
        for (auto entry = waiting.begin(); entry != waiting.end();) {
          if (entry->second <= now) {
            ASSERT_EQ(entry->first->fired.back(), entry->second);
            ASSERT_FALSE(entry->first->waiting());
            entry = waiting.erase(entry);
          } else {
            ASSERT_TRUE(entry->first->waiting()) << "fired before its time";
            ++entry;
          }
        }
        break;
      }
      default: {
        const Nanos at = now + static_cast<Nanos>(rng.below(1000));
        heap.put(probe, at);
        waiting[&probe] = at;
      }
    }
    ASSERT_EQ(heap.size(), waiting.size());
    Nanos earliest = never;
    for (const auto& [unused, at] : waiting) {
      earliest = std::min(earliest, at);
    }
    ASSERT_EQ(heap.next(), earliest);
  }
  for (Probe& probe : probes) {
    heap.remove(probe);
  }
  EXPECT_EQ(heap.next(), never);
}

TEST(Deadlines, one_nanosecond_before_is_too_early) {
  Deadlines heap;
  Probe probe;
  heap.put(probe, 1000);
  EXPECT_FALSE(heap.fire_one(999));
  EXPECT_TRUE(heap.fire_one(1000));
  EXPECT_EQ(probe.fired, std::vector<Nanos>{1000});
  EXPECT_FALSE(heap.fire_one(1000));
}

TEST(Deadlines, one_that_fires_may_be_put_again) {
  struct Again final : Deadline {
    explicit Again(Deadlines& owner) : heap(owner) {}

    void due(Nanos at) override {
      if (++count < 5) {
        heap.put(*this, at + 10);
      }
    }

    Deadlines& heap;
    int count = 0;
  };

  Deadlines heap;
  Again again(heap);
  heap.put(again, 10);
  while (heap.fire_one(1000)) {
  }
  EXPECT_EQ(again.count, 5);
}

}  // namespace
}  // namespace mqseal::net
