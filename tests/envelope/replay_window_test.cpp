// SPDX-License-Identifier: MIT
// The window alone, against a model that remembers everything.
#include "ciphers/envelope/replay_window.h"

#include <cstdint>
#include <limits>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace mqseal::envelope {
namespace {

/// The rules of envelope.md, "Replay", word by word, with unbounded memory.
class Model {
 public:
  explicit Model(std::size_t bits) : bits_(bits) {}

  OpenStatus accept(Sequence sequence) {
    if (!accepted_.empty() && sequence <= *accepted_.rbegin()) {
      if (*accepted_.rbegin() - sequence >= bits_) {
        return OpenStatus::stale;
      }
      if (accepted_.contains(sequence)) {
        return OpenStatus::seen;
      }
    }
    accepted_.insert(sequence);
    return OpenStatus::fresh;
  }

 private:
  std::size_t bits_;
  std::set<Sequence> accepted_;
};

TEST(ReplayWindow, takes_each_sequence_once_and_none_older_than_the_window) {
  ReplayWindow window(64);
  EXPECT_EQ(window.accept(1000), OpenStatus::fresh);
  EXPECT_EQ(window.accept(1000), OpenStatus::seen);
  EXPECT_EQ(window.accept(1000 - 63), OpenStatus::fresh);
  EXPECT_EQ(window.accept(1000 - 63), OpenStatus::seen);
  EXPECT_EQ(window.accept(1000 - 64), OpenStatus::stale);
  EXPECT_EQ(window.accept(1001), OpenStatus::fresh);
  EXPECT_EQ(window.accept(1000 - 63), OpenStatus::stale);
  EXPECT_EQ(window.accept(1000 - 62), OpenStatus::fresh);
}

TEST(ReplayWindow, check_changes_nothing) {
  ReplayWindow window(64);
  EXPECT_EQ(window.check(5), OpenStatus::fresh);
  EXPECT_EQ(window.check(5), OpenStatus::fresh);
  EXPECT_EQ(window.accept(5), OpenStatus::fresh);
  EXPECT_EQ(window.check(5), OpenStatus::seen);
  EXPECT_EQ(window.check(6), OpenStatus::fresh);
  EXPECT_EQ(window.accept(6), OpenStatus::fresh);
}

TEST(ReplayWindow, a_new_epoch_makes_the_old_one_stale) {
  ReplayWindow window(2048);
  const Sequence old_epoch = Sequence{3} << 32 | 7;
  EXPECT_EQ(window.accept(old_epoch), OpenStatus::fresh);
  EXPECT_EQ(window.accept(Sequence{4} << 32), OpenStatus::fresh);
  EXPECT_EQ(window.accept(old_epoch + 1), OpenStatus::stale);
  EXPECT_EQ(window.accept(Sequence{4} << 32), OpenStatus::seen);
}

TEST(ReplayWindow, works_up_to_the_last_sequence) {
  constexpr Sequence last = std::numeric_limits<Sequence>::max();
  ReplayWindow window(128);
  EXPECT_EQ(window.accept(last - 129), OpenStatus::fresh);
  EXPECT_EQ(window.accept(last - 1), OpenStatus::fresh);
  EXPECT_EQ(window.accept(last), OpenStatus::fresh);
  EXPECT_EQ(window.accept(last), OpenStatus::seen);
  EXPECT_EQ(window.accept(last - 127), OpenStatus::fresh);
  EXPECT_EQ(window.accept(last - 128), OpenStatus::stale);
}

TEST(ReplayWindow, agrees_with_a_model_that_forgets_nothing) {
  const auto seed = static_cast<std::uint64_t>(testing::UnitTest::GetInstance()->random_seed());
  std::mt19937_64 random(seed);
  for (const std::size_t bits : {64U, 128U, 192U, 2048U}) {
    ReplayWindow window(bits);
    Model model(bits);
    Sequence centre = std::uniform_int_distribution<Sequence>(0, 1U << 20)(random);
    for (int step = 0; step < 20'000; ++step) {
      const auto spread = std::uniform_int_distribution<Sequence>(0, bits + bits / 4)(random);
      const bool leap = random() % 500 == 0;
      centre += leap ? random() % (8 * bits) : random() % 3;
      const Sequence sequence = centre > spread ? centre - spread : centre;
      ASSERT_EQ(window.accept(sequence), model.accept(sequence))
          << "bits " << bits << ", step " << step << ", sequence " << sequence << ", seed " << seed;
    }
  }
}

}  // namespace
}  // namespace mqseal::envelope
