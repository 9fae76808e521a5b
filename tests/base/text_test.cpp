// SPDX-License-Identifier: MIT
// What error messages are made of.
#include "sim/base/text.h"

#include <array>
#include <string_view>

#include <gtest/gtest.h>

namespace mqseal::base {
namespace {

TEST(EditDistance, counts_a_swap_of_neighbours_once) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("cipher", "cipehr"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("ca", "abc"), 3U);  // the restricted distance; the full one gives 2
}

TEST(EditDistance, is_bounded_for_hostile_texts) {
  EXPECT_EQ(edit_distance(std::string(100'000, 'a'), std::string(100'000, 'b')), 64U);
}

TEST(Closest, suggests_only_what_is_near) {
  constexpr std::array<std::string_view, 3> keys{"cipher", "clients", "qos"};
  EXPECT_EQ(closest("cihper", keys), "cipher");
  EXPECT_EQ(closest("client", keys), "clients");
  EXPECT_EQ(closest("qso", keys), "qos");
  EXPECT_EQ(closest("transport", keys), "");
  EXPECT_EQ(closest("", keys), "");
  constexpr std::array<std::string_view, 2> metrics{"cpu.seal_ns", "cpu.open_ns"};
  EXPECT_EQ(closest("cpu.open", metrics), "cpu.open_ns");
  EXPECT_EQ(closest("cp", metrics), "");
}

TEST(Utf8, accepts_well_formed_text_only) {
  for (const char* text : {"", "plain", "\u00e4", "\u20ac", "\U0001f511", "\uffff", "\U0010ffff"}) {
    EXPECT_TRUE(is_utf8(text)) << text;
  }
  for (const char* text : {"\x80",
                           "\xc3",
                           "\xc0\xaf",          // overlong /
                           "\xe0\x80\xaf",      // overlong /
                           "\xed\xa0\x80",      // surrogate
                           "\xf0\x80\x80\xaf",  // overlong
                           "\xf4\x90\x80\x80",  // above U+10FFFF
                           "\xff",
                           "\xe2\x82",
                           "\xe2\x28\xa1"}) {
    EXPECT_FALSE(is_utf8(text)) << printable(text);
  }
}

TEST(Printable, escapes_and_cuts) {
  EXPECT_EQ(printable("plain text"), "plain text");
  EXPECT_EQ(printable("a\n\x1b[31m\xff"), "a\\x0a\\x1b[31m\\xff");
  EXPECT_EQ(printable("abcdef", 3), "abc...");
}

}  // namespace
}  // namespace mqseal::base
