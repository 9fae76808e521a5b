// SPDX-License-Identifier: MIT
// The parser: every length, every bit of H that must not differ, every sender that is not listed.
#include "ciphers/envelope/header.h"

#include <limits>
#include <memory>

#include <gtest/gtest.h>

#include "tests/envelope/envelopes.h"

namespace mqseal::envelope {
namespace {

using test::Buffer;
using test::describe;

constexpr std::uint32_t last_u32 = std::numeric_limits<std::uint32_t>::max();

Buffer envelope_with(const Layout& layout, const Header& header, std::size_t plaintext_bytes) {
  Buffer bytes(layout.overhead_bytes() + plaintext_bytes, 0xA5);
  write_header(header, std::span(bytes).first<header_bytes>());
  return bytes;
}

OpenStatus parse(const Layout& layout, Bytes bytes) {
  return parse_envelope(layout, 5, 9, bytes).status;
}

TEST(Header, is_thirteen_bytes_big_endian) {
  std::array<std::uint8_t, header_bytes> out{};
  write_header({NoncePolicy::counter, false, 0x01020304, 0x05060708, 0x090a0b0c}, out);
  EXPECT_EQ(test::hex(out), "100102030405060708090a0b0c");
  write_header({NoncePolicy::random, true, 1, 1, 0}, out);
  EXPECT_EQ(test::hex(out), "15000000010000000100000000");
  write_header({NoncePolicy::fixed, false, last_u32, last_u32, last_u32}, out);
  EXPECT_EQ(test::hex(out), "12ffffffffffffffffffffffff");
}

TEST(Parser, splits_an_envelope_into_its_parts) {
  Config config;
  config.cipher = "aes-128-eax";
  const Layout layout = make_layout(config);
  const Buffer bytes = envelope_with(layout, {layout.policy, true, 7, 2, 3}, 10);
  const Parts parts = parse_envelope(layout, 5, 9, bytes);
  EXPECT_EQ(parts.status, OpenStatus::fresh);
  EXPECT_TRUE(parts.header.retained);
  EXPECT_EQ(parts.header.sender, 7U);
  EXPECT_EQ(parts.header.sequence(), (Sequence{2} << 32) | 3);
  EXPECT_EQ(parts.nonce.size(), 16U);
  EXPECT_EQ(parts.body.size(), 10U + 16U);
  EXPECT_EQ(parts.body.data() + parts.body.size(), bytes.data() + bytes.size());
}

TEST(Parser, refuses_every_length_below_the_overhead) {
  for (const Config& config : test::all_configs()) {
    SCOPED_TRACE(describe(config));
    const Layout layout = make_layout(config);
    const Buffer whole = envelope_with(layout, {layout.policy, false, 7, 1, 0}, 0);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      EXPECT_EQ(parse(layout, Bytes(whole).first(size)), OpenStatus::bad_length) << size;
    }
    EXPECT_EQ(parse(layout, whole), OpenStatus::fresh);
  }
}

TEST(Parser, refuses_more_than_the_longest_plaintext) {
  const Layout layout = make_layout({});
  Buffer bytes = envelope_with(layout, {layout.policy, false, 7, 1, 0}, max_plaintext_bytes);
  EXPECT_EQ(parse(layout, bytes), OpenStatus::fresh);
  bytes.push_back(0);
  EXPECT_EQ(parse(layout, bytes), OpenStatus::bad_length);
}

TEST(Parser, takes_only_its_own_version_and_policy) {
  for (const auto policy : {NoncePolicy::counter, NoncePolicy::random, NoncePolicy::fixed}) {
    Config config;
    config.nonce = policy;
    const Layout layout = make_layout(config);
    Buffer bytes = envelope_with(layout, {policy, false, 7, 1, 0}, 4);
    const auto own = static_cast<unsigned>(0x10U | static_cast<unsigned>(policy));
    for (unsigned first = 0; first < 256; ++first) {
      bytes[0] = static_cast<std::uint8_t>(first);
      const bool allowed = first == own || first == (own | 0x04U);  // R is the message's to say
      EXPECT_EQ(parse(layout, bytes), allowed ? OpenStatus::fresh : OpenStatus::bad_header)
          << "H[0] " << first;
    }
  }
}

TEST(Parser, takes_only_listed_senders_and_epochs_from_one) {
  const Layout layout = make_layout({});
  const auto status_of = [&](std::uint32_t sender, std::uint32_t epoch) {
    return parse(layout, envelope_with(layout, {layout.policy, false, sender, epoch, 9}, 4));
  };
  EXPECT_EQ(status_of(4, 1), OpenStatus::bad_header);
  EXPECT_EQ(status_of(5, 1), OpenStatus::fresh);
  EXPECT_EQ(status_of(9, last_u32), OpenStatus::fresh);
  EXPECT_EQ(status_of(10, 1), OpenStatus::bad_header);
  EXPECT_EQ(status_of(0, 1), OpenStatus::bad_header);
  EXPECT_EQ(status_of(last_u32, 1), OpenStatus::bad_header);
  EXPECT_EQ(status_of(5, 0), OpenStatus::bad_header);
  // Sender 0 does not exist even where a range names it.
  const Buffer nobody = envelope_with(layout, {layout.policy, false, 0, 1, 0}, 4);
  EXPECT_EQ(parse_envelope(layout, 0, 9, nobody).status, OpenStatus::bad_header);
}

}  // namespace
}  // namespace mqseal::envelope
