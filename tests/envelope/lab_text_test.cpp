// SPDX-License-Identifier: MIT
// The lab's text: what Python prints, read back; and what its eval() would have run, refused.
#include "ciphers/envelope/lab_text.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/envelope/envelopes.h"

namespace mqseal::envelope {
namespace {

using test::Buffer;
using test::bytes_of;

std::string text_of(const Buffer& nonce, const Buffer& ciphertext, const Buffer& tag) {
  Buffer out(lab_text_bytes(nonce.size() + ciphertext.size() + tag.size()));
  const std::size_t size = write_lab_text(nonce, ciphertext, tag, out);
  return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

Buffer value_of(Bytes literal) {
  Buffer value(lab_literal_bytes(literal));
  EXPECT_EQ(read_lab_literal(literal, value), value.size());
  return value;
}

// The message in the lab report, exercise 4, as its screenshot shows it.
TEST(LabText, is_what_the_labs_publisher_printed) {
  const Buffer nonce = bytes_of(
      "Jmb\xb3\xe7\xaa\xad"
      "Ed69\xf4L\xfd"
      "0C");
  const Buffer ciphertext = bytes_of(
      "\x9e"
      "f\x90[\x85");
  const Buffer tag = bytes_of(
      "X,\xafU\xd4I\xfe\x82"
      "4}I\xcdV\xb7\xef\xe2");
  const std::string printed =
      "{'nonce': b'Jmb\\xb3\\xe7\\xaa\\xadEd69\\xf4L\\xfd0C', 'ciphertext': b'\\x9ef\\x90[\\x85', "
      "'tag': b'X,\\xafU\\xd4I\\xfe\\x824}I\\xcdV\\xb7\\xef\\xe2'}";
  EXPECT_EQ(text_of(nonce, ciphertext, tag), printed);
  const auto parsed = parse_lab_text(bytes_of(printed));
  ASSERT_TRUE(parsed);
}

TEST(LabText, every_byte_comes_back) {
  Buffer all;
  for (int byte = 0; byte < 256; ++byte) {
    all.push_back(static_cast<std::uint8_t>(byte));
  }
  const Buffer apostrophe = bytes_of("it's"), both = bytes_of("it's \"so\""), none;
  const Buffer text = bytes_of(text_of(apostrophe, all, both));
  const auto parsed = parse_lab_text(text);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(value_of(parsed->nonce), apostrophe);
  EXPECT_EQ(value_of(parsed->ciphertext), all);
  EXPECT_EQ(value_of(parsed->tag), both);
  const Buffer empty = bytes_of(text_of(none, none, none));
  ASSERT_TRUE(parse_lab_text(empty));
  EXPECT_EQ(lab_literal_bytes(parse_lab_text(empty)->tag), 0U);
}

TEST(LabText, changes_the_quotes_as_python_does) {
  EXPECT_EQ(text_of(bytes_of("'"), bytes_of("\""), bytes_of("'\"")),
            R"({'nonce': b"'", 'ciphertext': b'"', 'tag': b'\'"'})");
}

TEST(LabText, takes_the_keys_in_any_order_each_once) {
  EXPECT_TRUE(parse_lab_text(bytes_of("{'tag': b'', 'nonce': b'', 'ciphertext': b''}")));
  EXPECT_FALSE(parse_lab_text(bytes_of("{'tag': b'', 'tag': b'', 'ciphertext': b''}")));
  EXPECT_FALSE(parse_lab_text(bytes_of("{'nonce': b'', 'ciphertext': b''}")));
}

class Hostile : public testing::TestWithParam<const char*> {};

TEST_P(Hostile, is_refused) {
  EXPECT_FALSE(parse_lab_text(bytes_of(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(
    LabText,
    Hostile,
    testing::Values("",
                    "{}",
                    "__import__('os').system('id')",
                    "{'nonce': __import__('os').urandom(16), 'ciphertext': b'', 'tag': b''}",
                    "{'nonce': b'', 'ciphertext': b'', 'tag': b''} or exit()",
                    "{'nonce': b'', 'ciphertext': b'', 'tag': b''}\n",
                    " {'nonce': b'', 'ciphertext': b'', 'tag': b''}",
                    "{'nonce': b'', 'ciphertext': b'', 'tag': b'', 'more': b''}",
                    "{'nonce': b'' b'', 'ciphertext': b'', 'tag': b''}",
                    "{'nonce': b'', 'ciphertext': b''*9**9, 'tag': b''}",
                    "{'nonce': '', 'ciphertext': b'', 'tag': b''}",
                    "{'nonce': rb'', 'ciphertext': b'', 'tag': b''}",
                    "{'nonce': b'\\q', 'ciphertext': b'', 'tag': b''}",
                    "{'nonce': b'\\x4', 'ciphertext': b'', 'tag': b''}",
                    "{'nonce': b'\\101', 'ciphertext': b'', 'tag': b''}",
                    "{'nonce': b'\xc3\xa4', 'ciphertext': b'', 'tag': b''}",
                    "{'nonce': b'\t', 'ciphertext': b'', 'tag': b''}",
                    "{'nonce': b'\", 'ciphertext': b'', 'tag': b''}",
                    "{'nonce': b'', 'ciphertext': b'', 'tag': b'}",
                    "{'nonce': b'', 'ciphertext': b'', 'tag': b'\\"));

}  // namespace
}  // namespace mqseal::envelope
