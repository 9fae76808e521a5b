// SPDX-License-Identifier: MIT
// Segments, and streams put together from them: disorder, repeats, gaps, wrap-around, reuse.
#include <gtest/gtest.h>

#include "tests/wire/frames.h"

namespace mqseal::wire {
namespace {

using test::frame;
using test::text_of;

TEST(Segment, says_what_the_headers_say) {
  const Frame made = frame({40000, 1883, 0xFFFFFFF0, test::fin, "hello"});
  const auto segment = segment_in(made);
  ASSERT_TRUE(segment);
  EXPECT_EQ(address_text(segment->from.address), "127.0.1.1");
  EXPECT_EQ(address_text(segment->to.address), "127.0.0.1");
  EXPECT_EQ(segment->from.port, 40000);
  EXPECT_EQ(segment->to.port, 1883);
  EXPECT_EQ(segment->sequence, 0xFFFFFFF0U);
  EXPECT_TRUE(segment->flags.fin && segment->flags.ack && !segment->flags.syn);
  EXPECT_EQ(segment->payload.size(), 5U);
  EXPECT_FALSE(segment->is_cut);
}

TEST(Segment, survives_every_truncation_and_is_marked_as_cut) {
  const Frame whole = frame({1, 2, 3, 0x18, "payload"});
  for (std::size_t size = 0; size < whole.bytes.size(); ++size) {
    Frame cut = whole;
    cut.bytes.resize(size);
    const auto segment = segment_in(cut);
    EXPECT_EQ(segment.has_value(), size >= 54) << size;
    EXPECT_TRUE(!segment || segment->is_cut) << size;
  }
}

TEST(Segment, is_not_found_in_other_protocols) {
  for (const auto& [at, value] : {std::pair(12, 0x86),
                                  std::pair(14, 0x65),
                                  std::pair(23, 17),
                                  std::pair(20, 0x20),
                                  std::pair(46, 0x10)}) {
    Frame other = frame({1, 2, 3, 0x18, "payload"});
    other.bytes[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(value);
    EXPECT_FALSE(segment_in(other)) << at;
  }
}

TEST(Segment, above_64_KiB_has_no_length_of_its_own) {
  const std::string payload(100'000, 'x');
  Frame large = frame({1, 2, 3, 0x18, payload});
  large.bytes[16] = large.bytes[17] = 0;
  const auto segment = segment_in(large);
  ASSERT_TRUE(segment);
  EXPECT_EQ(segment->payload.size(), payload.size());
}

TEST(Streams, are_put_in_order_and_repeats_count_once) {
  const auto streams = reassemble({frame({40000, 1883, 99, test::syn, ""}),
                                   frame({40000, 1883, 104, 0x18, "4567"}),
                                   frame({40000, 1883, 100, 0x18, "0123"}),
                                   frame({40000, 1883, 102, 0x18, "2345"}),
                                   frame({1883, 40000, 7, 0x18, "answer"})});
  ASSERT_EQ(streams.size(), 2U);
  EXPECT_EQ(text_of(streams[0]), "01234567");
  EXPECT_TRUE(streams[0].is_from_start);
  EXPECT_EQ(streams[0].missing_bytes, 0U);
  EXPECT_EQ(streams[0].frame_at(0), 2U);
  EXPECT_EQ(streams[0].frame_at(7), 1U);
  EXPECT_EQ(text_of(streams[1]), "answer");
  EXPECT_FALSE(streams[1].is_from_start);
}

TEST(Streams, know_their_gaps) {
  const auto streams = reassemble({frame({40000, 1883, 99, test::syn, ""}),
                                   frame({40000, 1883, 100, 0x18, "01"}),
                                   frame({40000, 1883, 107, 0x18, "78"})});
  ASSERT_EQ(streams.size(), 1U);
  EXPECT_EQ(streams[0].missing_bytes, 5U);
  EXPECT_EQ(text_of(streams[0]), "0178");
}

TEST(Streams, follow_sequence_numbers_over_their_end) {
  const auto streams = reassemble({frame({40000, 1883, 0xFFFFFFFD, test::syn, ""}),
                                   frame({40000, 1883, 0xFFFFFFFE, 0x18, "0123"}),
                                   frame({40000, 1883, 2, 0x18, "45"})});
  ASSERT_EQ(streams.size(), 1U);
  EXPECT_EQ(text_of(streams[0]), "012345");
  EXPECT_EQ(streams[0].missing_bytes, 0U);
}

TEST(Streams, of_one_port_used_again_are_two) {
  const auto streams = reassemble({frame({40000, 1883, 99, test::syn, ""}),
                                   frame({40000, 1883, 99, test::syn, ""}),  // resent
                                   frame({40000, 1883, 100, 0x18, "first"}),
                                   frame({40000, 1883, 5000, test::syn, ""}),
                                   frame({40000, 1883, 5001, 0x18, "second"})});
  ASSERT_EQ(streams.size(), 2U);
  EXPECT_EQ(text_of(streams[0]), "first");
  EXPECT_EQ(text_of(streams[1]), "second");
}

}  // namespace
}  // namespace mqseal::wire
