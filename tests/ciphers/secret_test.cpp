// SPDX-License-Identifier: MIT
// Key derivation against its standard, and the small helpers around secrets.
#include "ciphers/host/secret.h"

#include <stdexcept>

#include "tests/ciphers/cases.h"

namespace mqseal::host {
namespace {

Octets from_hex(std::string_view hex) {
  Octets bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(
        static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

Octets hkdf(std::string_view key, std::string_view salt, std::string_view info, std::size_t bytes) {
  Octets out(bytes);
  hkdf_sha256(from_hex(key), from_hex(salt), from_hex(info), out);
  return out;
}

/// RFC 5869, appendix A.1 and A.3.
TEST(Hkdf, gives_the_examples_of_rfc_5869) {
  const std::string_view key = "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b";
  EXPECT_EQ(hkdf(key, "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9", 42),
            from_hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf3400720"
                     "8d5b887185865"));
  EXPECT_EQ(hkdf(key, "", "", 42),
            from_hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d20139"
                     "5faa4b61a96c8"));
}

TEST(Hkdf, refuses_more_than_the_standard_allows) {
  Octets out(255 * 32), more(255 * 32 + 1);
  EXPECT_NO_THROW(hkdf_sha256(Octets(32), {}, {}, out));
  EXPECT_THROW(hkdf_sha256(Octets(32), {}, {}, more), std::exception);
}

TEST(Secrets, comparison_sees_every_bit_and_the_length) {
  RandomBytes random(7);
  const Octets a = random(33);
  EXPECT_TRUE(equal_constant_time(a, Octets(a)));
  EXPECT_TRUE(equal_constant_time({}, {}));
  EXPECT_FALSE(equal_constant_time(a, Bytes(a).first(32)));
  for (std::size_t bit = 0; bit < 8 * a.size(); ++bit) {
    Octets b = a;
    b[bit / 8] = static_cast<std::uint8_t>(b[bit / 8] ^ (1U << (bit % 8)));
    EXPECT_FALSE(equal_constant_time(a, b)) << bit;
  }
}

TEST(Secrets, wipe_clears_exactly_its_range) {
  Octets bytes(40, 0xa5);
  wipe(bytes.data() + 3, 30);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_EQ(bytes[i], i < 3 || i >= 33 ? 0xa5 : 0) << i;
  }
  wipe(nullptr, 0);
}

TEST(Secrets, system_random_fills_all_of_it_and_never_twice_the_same) {
  Octets a(1000), b(1000);
  system_random(a);
  system_random(b);
  EXPECT_NE(a, b);
  for (std::size_t at = 0; at < a.size(); at += 25) {  // 25 zero bytes: chance 2^-200
    EXPECT_NE(Octets(a.begin() + static_cast<std::ptrdiff_t>(at),
                     a.begin() + static_cast<std::ptrdiff_t>(at + 25)),
              Octets(25));
  }
  system_random({});
}

}  // namespace
}  // namespace mqseal::host
