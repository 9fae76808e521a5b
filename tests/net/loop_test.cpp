// SPDX-License-Identifier: MIT
// The loop against real descriptors: timers, readiness, and descriptors closed behind its back.
#include "sim/net/loop.h"

#include <fcntl.h>
#include <functional>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "sim/base/clock.h"

namespace mqseal::net {
namespace {

constexpr Nanos ms = 1'000'000;

struct Pair {
  Pair() {
    int both[2] = {-1, -1};
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, both), 0);
    near = both[0];
    far = both[1];
  }

  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  ~Pair() {
    ::close(near);
    ::close(far);
  }

  void poke() const { ASSERT_EQ(::write(far, "x", 1), 1); }

  int near, far;
};

struct Spy final : Watch::Handler {
  void on_ready(Ready ready) override {
    ++calls;
    last = ready;
    if (action) {
      action();
    }
  }

  int calls = 0;
  Ready last{};
  std::function<void()> action;
};

bool is_open(int fd) {
  return ::fcntl(fd, F_GETFD) != -1;
}

TEST(Loop, timers_never_fire_early_with_and_without_spinning) {
  for (const Nanos spin : {Nanos{0}, Nanos{60'000}}) {
    Loop loop(spin);
    Nanos earliest_lateness = never;
    int fired = 0;
    std::vector<std::unique_ptr<Timer>> timers;
    const Nanos start = base::monotonic_now();
    for (int i = 0; i < 50; ++i) {
      timers.push_back(std::make_unique<Timer>(loop, [&](Nanos at) {
        earliest_lateness = std::min(earliest_lateness, base::monotonic_now() - at);
        if (++fired == 50) {
          loop.stop();
        }
      }));
      timers.back()->set(start + i * ms / 4);
    }
    loop.run();
    EXPECT_EQ(fired, 50);
    EXPECT_GE(earliest_lateness, 0);
    if (spin == 0) {  // polls only where a deadline passed while another one was served
      EXPECT_LE(loop.use().polls, 50U);
    } else {
      EXPECT_GT(loop.use().polls, 0U);
    }
  }
}

TEST(Loop, waiting_is_told_from_work) {
  Loop loop;
  constexpr Nanos work = 300'000;
  int fired = 0;
  Timer timer(loop, [&](Nanos at) {
    const Nanos until = base::thread_cpu_now() + work;
    while (base::thread_cpu_now() < until) {
    }
    if (++fired == 100) {
      loop.stop();
    } else {
      timer.set(at + 2 * work);
    }
  });
  const Nanos before = base::thread_cpu_now();
  timer.set(base::monotonic_now());
  loop.run();
  const Nanos cpu = base::thread_cpu_now() - before;
  EXPECT_GT(loop.use().waiting, 0);
  EXPECT_NEAR(static_cast<double>(cpu - loop.use().waiting), 100.0 * work, 5.0 * work);
}

TEST(Loop, a_cancelled_or_destroyed_timer_stays_silent) {
  Loop loop;
  int wrong = 0;
  Timer cancelled(loop, [&](Nanos) { ++wrong; });
  auto destroyed = std::make_unique<Timer>(loop, [&](Nanos) { ++wrong; });
  Timer last(loop, [&](Nanos) { loop.stop(); });
  const Nanos now = base::monotonic_now();
  cancelled.set(now + ms);
  destroyed->set(now + ms);
  last.set(now + 3 * ms);
  cancelled.cancel();
  destroyed.reset();
  loop.run();
  EXPECT_EQ(wrong, 0);
}

TEST(Watch, reports_level_triggered_until_read) {
  Loop loop;
  Pair pair;
  Spy spy;
  Watch watch(loop, spy);
  ASSERT_TRUE(watch.assign(pair.near, false));
  pair.poke();
  spy.action = [&] {
    if (spy.calls == 3) {
      char byte = 0;
      EXPECT_EQ(::read(pair.near, &byte, 1), 1);
      loop.stop();
    }
  };
  loop.run();
  EXPECT_EQ(spy.calls, 3);
  EXPECT_TRUE(spy.last.readable);
  EXPECT_FALSE(spy.last.writable);
}

TEST(Watch, writing_is_reported_only_while_wanted) {
  Loop loop;
  Pair pair;
  Spy spy;
  Watch watch(loop, spy);
  ASSERT_TRUE(watch.assign(pair.near, true));
  spy.action = [&] { watch.want_write(false); };
  Timer end(loop, [&](Nanos) { loop.stop(); });
  end.set(base::monotonic_now() + 5 * ms);
  loop.run();
  EXPECT_EQ(spy.calls, 1);
  EXPECT_TRUE(spy.last.writable);
}

TEST(Watch, release_leaves_the_descriptor_open) {
  Loop loop;
  Pair pair;
  Spy spy;
  {
    Watch watch(loop, spy);
    ASSERT_TRUE(watch.assign(pair.near, false));
    watch.release();
    EXPECT_EQ(watch.fd(), -1);
    ASSERT_TRUE(watch.assign(pair.near, false));
  }
  EXPECT_TRUE(is_open(pair.near));
}

// Two descriptors are ready in one batch; whichever comes first releases both. The other's event
// waits already and must be dropped, although its slot was taken again meanwhile.
TEST(Watch, an_event_of_a_former_generation_is_dropped) {
  Loop loop;
  Pair first, second, third;
  Spy a, b, c;
  Watch watch_a(loop, a), watch_b(loop, b), watch_c(loop, c);
  ASSERT_TRUE(watch_a.assign(first.near, false));
  ASSERT_TRUE(watch_b.assign(second.near, false));
  first.poke();
  second.poke();
  const auto release_both = [&] {
    watch_a.release();
    watch_b.release();
    ASSERT_TRUE(watch_c.assign(third.near, false));  // takes a slot of the two
  };
  a.action = release_both;
  b.action = release_both;
  Timer end(loop, [&](Nanos) { loop.stop(); });
  end.set(base::monotonic_now() + 5 * ms);
  loop.run();
  EXPECT_EQ(a.calls + b.calls, 1);
  EXPECT_EQ(c.calls, 0);
}

// libmosquitto closes its descriptor itself, and the kernel gives the number to the next one.
TEST(Watch, survives_a_descriptor_closed_behind_its_back_and_its_number_used_again) {
  Loop loop;
  Pair other;
  Spy old_spy, new_spy;
  Watch old_watch(loop, old_spy), new_watch(loop, new_spy);
  int both[2] = {-1, -1};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, both), 0);
  ASSERT_TRUE(old_watch.assign(both[0], false));
  ::close(both[0]);  // behind the back
  old_watch.release();
  const int again = ::dup2(other.near, both[0]);
  ASSERT_EQ(again, both[0]);
  ASSERT_TRUE(new_watch.assign(again, false));
  other.poke();
  new_spy.action = [&] { loop.stop(); };
  loop.run();
  EXPECT_EQ(new_spy.calls, 1);
  EXPECT_EQ(old_spy.calls, 0);
  ::close(both[1]);
  new_watch.release();
  ::close(again);
}

TEST(Watch, tells_a_hangup_without_being_asked) {
  Loop loop;
  Spy spy;
  int both[2] = {-1, -1};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, both), 0);
  Watch watch(loop, spy);
  ASSERT_TRUE(watch.assign(both[0], false));
  spy.action = [&] { loop.stop(); };
  ::close(both[1]);
  loop.run();
  EXPECT_TRUE(spy.last.hangup);
  watch.release();
  ::close(both[0]);
}

TEST(Watch, a_closed_descriptor_cannot_be_assigned) {
  Loop loop;
  Spy spy;
  Watch watch(loop, spy);
  const int fd = ::dup(0);
  ::close(fd);
  EXPECT_FALSE(watch.assign(fd, false));
  EXPECT_EQ(watch.fd(), -1);
}

// A flood of ready descriptors must not keep a due timer waiting for more than one event.
TEST(Loop, a_due_timer_fires_between_the_events_of_one_batch) {
  Loop loop;
  std::vector<std::unique_ptr<Pair>> pairs;
  std::vector<std::unique_ptr<Spy>> spies;
  std::vector<std::unique_ptr<Watch>> watches;
  bool fired = false;
  int events_at_fire = 0, events = 0;
  Timer timer(loop, [&](Nanos) {
    fired = true;
    events_at_fire = events;
  });
  for (int i = 0; i < 12; ++i) {
    pairs.push_back(std::make_unique<Pair>());
    spies.push_back(std::make_unique<Spy>());
    watches.push_back(std::make_unique<Watch>(loop, *spies.back()));
    ASSERT_TRUE(watches.back()->assign(pairs.back()->near, false));
    pairs.back()->poke();
    spies.back()->action = [&] {
      if (++events == 1) {
        timer.set(base::monotonic_now());
      }
      if (fired) {
        loop.stop();
      }
    };
  }
  loop.run();
  EXPECT_EQ(events_at_fire, 1);
}

}  // namespace
}  // namespace mqseal::net
