// SPDX-License-Identifier: MIT
// Texts found in each spelling and across segments; verdicts that are never firmer than the
// capture.
#include "sim/wire/canary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/wire/frames.h"

namespace mqseal::wire {
namespace {

using test::frame;
using testing::HasSubstr;

constexpr std::string_view secret = "canary-4711";

std::vector<Stream> stream_of(std::string_view text) {
  return reassemble(
      {frame({40000, 1883, 99, test::syn, ""}), frame({40000, 1883, 100, 0x18, text})});
}

TEST(Canary, is_different_each_time_and_fits_in_a_topic) {
  base::Rng random(1, "canary");
  const Canary a = make_canary("topic", random), b = make_canary("topic", random);
  EXPECT_NE(a.text, b.text);
  EXPECT_EQ(a.text.size(), 39U);
  EXPECT_EQ(a.text.find_first_not_of("canry-0123456789abcdef"), std::string::npos);
}

TEST(FindText, takes_every_spelling) {
  // Of `base64` and `xxd -p`, with 0 to 2 bytes before.
  for (const auto& [text, spelling] : {std::pair("..canary-4711..", Spelling::plain),
                                       std::pair("..63616e6172792d34373131..", Spelling::hex),
                                       std::pair("..63616E6172792D34373131..", Spelling::hex),
                                       std::pair("Y2FuYXJ5LTQ3MTE=", Spelling::base64),
                                       std::pair("eGNhbmFyeS00NzEx", Spelling::base64),
                                       std::pair("eHhjYW5hcnktNDcxMQ==", Spelling::base64)}) {
    const auto found = find_text(stream_of(text), secret);
    ASSERT_EQ(found.size(), 1U) << text;
    EXPECT_EQ(found[0].spelling, spelling) << text;
  }
  EXPECT_TRUE(find_text(stream_of("canary-471"), secret).empty());
}

TEST(FindText, takes_any_octets) {
  const std::string payload("\x00\x01\xe7\xff\x80", 5);
  const auto found = find_text(stream_of("topic" + payload), payload);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].offset, 5U);
}

TEST(FindText, finds_what_straddles_two_segments) {
  const auto streams = reassemble({frame({40000, 1883, 99, test::syn, ""}),
                                   frame({40000, 1883, 107, 0x18, "4711 canary-4711"}),
                                   frame({40000, 1883, 100, 0x18, "canary-"})});
  EXPECT_EQ(find_text(streams, secret).size(), 2U);
}

TEST(FindText, knows_the_url_alphabet) {
  const std::string bytes = "\xfb\xff\xbf\xfb\xff\xbf";
  EXPECT_EQ(find_text(stream_of("+/+/+/+/"), bytes).size(), 1U);
  EXPECT_EQ(find_text(stream_of("-_-_-_-_"), bytes).size(), 1U);
}

class Verdict : public testing::Test {
 protected:
  [[nodiscard]] Finding inspect_it(const std::vector<std::uint16_t>& ports = {}) const {
    return inspect({streams, 10, dropped, full, control}, {"payload", std::string(secret)}, ports);
  }

  std::vector<Stream> streams = reassemble({frame({40000, 1883, 99, test::syn, ""}),
                                            frame({40000, 1883, 100, 0x18, "the control"}),
                                            frame({40001, 8883, 99, test::syn, ""}),
                                            frame({40001, 8883, 100, 0x18, "sealed"})});
  std::uint64_t dropped = 0;
  bool full = false;
  std::string control = "the control";
};

TEST_F(Verdict, not_visible_with_the_counts) {
  const Finding finding = inspect_it();
  EXPECT_EQ(finding.visibility, Visibility::not_visible);
  EXPECT_EQ(finding.why,
            "payload found 0 times in 17 bytes of 2 streams, 10 frames, 0 dropped; control found 1 "
            "times");
}

TEST_F(Verdict, inconclusive_without_the_control) {
  control = "something else";
  EXPECT_EQ(inspect_it().visibility, Visibility::inconclusive);
  EXPECT_THAT(inspect_it().why, HasSubstr("the control was not found"));
}

TEST_F(Verdict, inconclusive_where_anything_was_lost) {
  dropped = 1;
  EXPECT_THAT(inspect_it().why, HasSubstr("the kernel dropped frames"));
  dropped = 0;
  full = true;
  EXPECT_THAT(inspect_it().why, HasSubstr("reached its limit"));
  full = false;
  streams[1].missing_bytes = 1;
  EXPECT_THAT(inspect_it().why, HasSubstr("streams have gaps"));
  EXPECT_EQ(inspect_it({1883}).visibility, Visibility::not_visible);
  EXPECT_EQ(inspect_it({8883}).visibility, Visibility::inconclusive);
  EXPECT_THAT(inspect_it({1}).why, HasSubstr("nothing went over these ports"));
}

TEST_F(Verdict, visible_whatever_was_lost) {
  dropped = 5;
  streams[0].bytes.insert(streams[0].bytes.end(), secret.begin(), secret.end());
  EXPECT_EQ(inspect_it().visibility, Visibility::visible);
  EXPECT_EQ(inspect_it({1883}).visibility, Visibility::visible);
  EXPECT_EQ(inspect_it({8883}).visibility, Visibility::inconclusive);
}

}  // namespace
}  // namespace mqseal::wire
