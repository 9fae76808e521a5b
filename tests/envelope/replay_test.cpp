// SPDX-License-Identifier: MIT
// Replay as a receiver sees it: the window, retained messages, precheck, and what is not state.
#include <gtest/gtest.h>

#include "tests/envelope/envelopes.h"

namespace mqseal::envelope {
namespace {

using test::Buffer;
using test::Pair;

constexpr std::string_view topic = "plant/7/temperature";

Config config_of(std::string_view cipher) {
  Config config;
  config.cipher = cipher;
  return config;
}

OpenerConfig receiver(std::size_t window_bits, bool precheck = false) {
  return {1, 100, window_bits, precheck};
}

class Replay : public testing::TestWithParam<std::string_view> {};

INSTANTIATE_TEST_SUITE_P(OfBothKinds,
                         Replay,
                         testing::Values("none", "aes-128-eax"),
                         [](const auto& kind) {
                           return kind.param == "none" ? "none" : "encrypted";
                         });

TEST_P(Replay, inside_the_window_is_seen_and_leaves_no_plaintext) {
  Pair pair(config_of(GetParam()));
  const Buffer sealed = pair.seal(topic, "21.5");
  EXPECT_EQ(pair.open(topic, sealed), OpenStatus::fresh);
  for (int again = 0; again < 3; ++again) {
    const auto message = test::open(pair.opener, topic, sealed);
    EXPECT_EQ(message.result.status, OpenStatus::seen);
    EXPECT_EQ(message.result.sender, 7U);
    EXPECT_EQ(message.result.sequence, Sequence{1} << 32);
    EXPECT_EQ(message.result.plaintext_bytes, 0U);
    EXPECT_EQ(Buffer(message.out.begin(), message.out.begin() + 4), Buffer(4, 0));
  }
}

TEST_P(Replay, window_boundaries_are_exact) {
  Pair pair(config_of(GetParam()), receiver(64));
  std::vector<Buffer> sealed;
  for (int i = 0; i < 66; ++i) {
    sealed.push_back(pair.seal(topic, "21.5"));
  }
  EXPECT_EQ(pair.open(topic, sealed[65]), OpenStatus::fresh);  // top
  EXPECT_EQ(pair.open(topic, sealed[2]), OpenStatus::fresh);   // top - 63
  EXPECT_EQ(pair.open(topic, sealed[1]), OpenStatus::stale);   // top - 64
  EXPECT_EQ(pair.open(topic, sealed[0]), OpenStatus::stale);
  EXPECT_EQ(pair.open(topic, sealed[2]), OpenStatus::seen);
}

TEST_P(Replay, state_is_of_one_receiver_so_that_fan_out_is_no_replay) {
  Pair pair(config_of(GetParam()));
  Opener second(pair.ring, receiver(2048));
  const Buffer sealed = pair.seal(topic, "21.5");
  EXPECT_EQ(pair.open(topic, sealed), OpenStatus::fresh);
  EXPECT_EQ(test::open(second, topic, sealed).result.status, OpenStatus::fresh);
}

TEST_P(Replay, senders_do_not_share_state) {
  Pair pair(config_of(GetParam()));
  Sealer other(pair.ring, 8, 1);
  EXPECT_EQ(pair.open(topic, pair.seal(topic, "a")), OpenStatus::fresh);
  const Buffer from_other = test::seal(other, pair.config, topic, test::bytes_of("b"));
  EXPECT_EQ(pair.open(topic, from_other), OpenStatus::fresh);
  EXPECT_EQ(pair.open(topic, from_other), OpenStatus::seen);
}

TEST_P(Replay, one_window_covers_all_topics_of_a_sender) {
  Pair pair(config_of(GetParam()), receiver(64));
  const Buffer first = pair.seal("a", "1");
  for (int i = 0; i < 64; ++i) {
    EXPECT_EQ(pair.open("b", pair.seal("b", "2")), OpenStatus::fresh);
  }
  EXPECT_EQ(pair.open("a", first), OpenStatus::stale);
}

TEST_P(Replay, a_restarted_sender_is_fresh_and_its_past_is_stale) {
  Pair pair(config_of(GetParam()));
  const Buffer late = pair.seal(topic, "before");
  EXPECT_EQ(pair.open(topic, pair.seal(topic, "before")), OpenStatus::fresh);
  Sealer restarted(pair.ring, 7, 2);
  EXPECT_EQ(pair.open(topic, test::seal(restarted, pair.config, topic, {})), OpenStatus::fresh);
  EXPECT_EQ(pair.open(topic, late), OpenStatus::stale);
}

TEST_P(Replay, off_accepts_everything_authentic) {
  Pair pair(config_of(GetParam()), receiver(0, true));
  const Buffer live = pair.seal(topic, "21.5");
  const Buffer retained = pair.seal(topic, "21.5", true);
  for (int again = 0; again < 3; ++again) {
    EXPECT_EQ(pair.open(topic, live), OpenStatus::fresh);
    EXPECT_EQ(pair.open(topic, retained), OpenStatus::fresh);
  }
}

TEST_P(Replay, retained_keeps_the_newest_for_each_topic) {
  Pair pair(config_of(GetParam()));
  const Buffer older = pair.seal("a", "1", true);
  const Buffer newer = pair.seal("a", "2", true);
  const Buffer elsewhere = pair.seal("b", "3", true);
  const auto message = test::open(pair.opener, "a", newer);
  EXPECT_EQ(message.result.status, OpenStatus::fresh);
  EXPECT_TRUE(message.result.retained);
  EXPECT_EQ(pair.open("a", older), OpenStatus::stale);
  EXPECT_EQ(pair.open("b", elsewhere), OpenStatus::fresh);
  EXPECT_EQ(test::open(pair.opener, "a", newer).result.plaintext_bytes, 0U);
  EXPECT_EQ(pair.open("a", newer), OpenStatus::seen);
  EXPECT_EQ(pair.open("a", pair.seal("a", "4", true)), OpenStatus::fresh);
}

TEST_P(Replay, retained_state_and_the_window_do_not_touch_each_other) {
  Pair pair(config_of(GetParam()), receiver(64));
  const Buffer retained = pair.seal(topic, "kept", true);
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(pair.open(topic, pair.seal(topic, "live")), OpenStatus::fresh);
  }
  EXPECT_EQ(pair.open(topic, retained), OpenStatus::fresh) << "a late subscriber's first";
  EXPECT_EQ(pair.open(topic, pair.seal(topic, "live")), OpenStatus::fresh);
}

TEST_P(Replay, equal_retained_is_passed_on_only_where_asked) {
  for (const bool precheck : {false, true}) {
    OpenerConfig asks = receiver(2048, precheck);
    asks.retained_state = true;
    Pair pair(config_of(GetParam()), asks);
    const Buffer older = pair.seal(topic, "20.0", true);
    const Buffer retained = pair.seal(topic, "21.5", true);
    EXPECT_EQ(pair.open(topic, retained), OpenStatus::fresh);
    const auto again = test::open(pair.opener, topic, retained);
    EXPECT_EQ(again.result.status, OpenStatus::seen);
    EXPECT_EQ(again.result.plaintext_bytes, 4U);
    EXPECT_EQ(Buffer(again.out.begin(), again.out.begin() + 4), test::bytes_of("21.5"));
    const auto stale = test::open(pair.opener, topic, older);
    EXPECT_EQ(stale.result.status, OpenStatus::stale);
    EXPECT_EQ(stale.result.plaintext_bytes, 0U);
    const Buffer live = pair.seal(topic, "22.0");
    EXPECT_EQ(pair.open(topic, live), OpenStatus::fresh);
    EXPECT_EQ(test::open(pair.opener, topic, live).result.plaintext_bytes, 0U);
  }
}

TEST(Precheck, drops_before_opening_and_says_that_it_did_not_verify) {
  Pair pair(config_of("aes-128-eax"), receiver(64, true));
  Buffer sealed = pair.seal(topic, "21.5");
  EXPECT_EQ(pair.open(topic, sealed), OpenStatus::fresh);
  sealed.back() = static_cast<std::uint8_t>(sealed.back() ^ 1U);
  const auto message = test::open(pair.opener, topic, sealed);
  EXPECT_EQ(message.result.status, OpenStatus::seen);
  EXPECT_FALSE(message.result.authenticated);
  EXPECT_EQ(pair.ring.failed_opens(), 0U);
}

TEST(Precheck, never_moves_the_window_for_a_forgery) {
  Pair pair(config_of("aes-128-eax"), receiver(64, true));
  Buffer forged = pair.seal(topic, "21.5");
  const Buffer next = pair.seal(topic, "21.6");
  forged[9] = 0xFF;  // a counter far ahead
  EXPECT_EQ(pair.open(topic, forged), OpenStatus::bad_tag);
  EXPECT_EQ(pair.open(topic, next), OpenStatus::fresh);
}

TEST(Precheck, without_it_a_replayed_forgery_costs_an_opening) {
  Pair pair(config_of("aes-128-eax"), receiver(64));
  Buffer sealed = pair.seal(topic, "21.5");
  EXPECT_EQ(pair.open(topic, sealed), OpenStatus::fresh);
  sealed.back() = static_cast<std::uint8_t>(sealed.back() ^ 1U);
  EXPECT_EQ(pair.open(topic, sealed), OpenStatus::bad_tag);
  EXPECT_EQ(pair.ring.failed_opens(), 1U);
}

TEST(Precheck, without_it_an_authentic_replay_is_marked_as_verified) {
  Pair pair(config_of("aes-128-eax"));
  const Buffer sealed = pair.seal(topic, "21.5");
  EXPECT_EQ(pair.open(topic, sealed), OpenStatus::fresh);
  EXPECT_TRUE(test::open(pair.opener, topic, sealed).result.authenticated);
}

}  // namespace
}  // namespace mqseal::envelope
