// SPDX-License-Identifier: MIT
// Which files are keys, and which are refused.
#include "ciphers/envelope/key_file.h"

#include <algorithm>
#include <string>
#include <sys/stat.h>
#include <system_error>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/envelope/envelopes.h"
#include "tests/envelope/temporary_folder.h"

namespace mqseal::envelope {
namespace {

using test::TemporaryFolder;
using testing::HasSubstr;

const std::string raw_key = "0123456789abcdefghijklmnopqrstuv";
const std::string hex_key = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

std::errc refusal(const std::filesystem::path& path) {
  try {
    static_cast<void>(read_key_file(path));
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), HasSubstr(path.filename().string()));
    return static_cast<std::errc>(error.code().value());
  }
  return std::errc{};
}

TEST(KeyFile, reads_32_bytes) {
  TemporaryFolder folder;
  const auto key = read_key_file(folder.file("k", raw_key));
  EXPECT_EQ(test::hex(key.span()), test::hex(test::bytes_of(raw_key)));
}

TEST(KeyFile, reads_64_hexadecimal_digits) {
  TemporaryFolder folder;
  const std::string expected = test::hex(test::master().span());
  EXPECT_EQ(test::hex(read_key_file(folder.file("a", hex_key)).span()), expected);
  EXPECT_EQ(test::hex(read_key_file(folder.file("b", hex_key + "\n")).span()), expected);
}

TEST(KeyFile, refuses_what_others_may_access) {
  TemporaryFolder folder;
  for (const mode_t mode : {0640U, 0604U, 0660U, 0601U, 0644U}) {
    EXPECT_EQ(refusal(folder.file("k", raw_key, mode)), std::errc::permission_denied) << mode;
  }
  EXPECT_EQ(refusal(folder.file("k", raw_key, 0400)), std::errc{});
}

TEST(KeyFile, refuses_other_contents) {
  TemporaryFolder folder;
  std::string bad_digit = hex_key;
  bad_digit[10] = 'g';
  for (const std::string& text : {std::string(),
                                  raw_key.substr(1),
                                  raw_key + "\n",
                                  hex_key + "00",
                                  hex_key.substr(1),
                                  hex_key + " ",
                                  hex_key + "\n\n",
                                  bad_digit}) {
    EXPECT_EQ(refusal(folder.file("k", text)), std::errc::invalid_argument) << text;
  }
}

TEST(KeyFile, refuses_what_is_not_a_file) {
  TemporaryFolder folder;
  EXPECT_EQ(refusal(folder.path() / "absent"), std::errc::no_such_file_or_directory);
  EXPECT_EQ(refusal(folder.path()), std::errc::permission_denied);
  const auto fifo = folder.path() / "fifo";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_EQ(refusal(fifo), std::errc::permission_denied) << "and does not wait for a writer";
}

}  // namespace
}  // namespace mqseal::envelope
