// SPDX-License-Identifier: MIT
// <key>.epochs: counts up, survives what it must, refuses what it cannot trust.
#include "ciphers/envelope/epoch_file.h"

#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "tests/envelope/temporary_folder.h"

namespace mqseal::envelope {
namespace {

using test::TemporaryFolder;

class Epochs : public testing::Test {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path key_ = folder_.file("device.key", "0123456789abcdefghijklmnopqrstuv");
  std::filesystem::path file_ = folder_.path() / "device.key.epochs";
};

TEST_F(Epochs, count_from_one_and_are_on_disk_when_given_out) {
  EpochFile epochs(key_);
  EXPECT_EQ(epochs.path(), std::filesystem::canonical(key_).string() + ".epochs");
  for (std::uint32_t expected = 1; expected <= 3; ++expected) {
    EXPECT_EQ(epochs.next(), expected);
    EXPECT_EQ(test::text_of(file_), std::to_string(expected) + "\n");
  }
  EXPECT_EQ(EpochFile(key_).next(), 4U);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "device.key.epochs.tmp"));
}

TEST_F(Epochs, are_one_count_for_all_names_of_a_key) {
  const auto alias = folder_.path() / "alias.key";
  std::filesystem::create_symlink(key_, alias);
  EXPECT_EQ(EpochFile(key_).next(), 1U);
  EXPECT_EQ(EpochFile(alias).next(), 2U);
}

TEST_F(Epochs, end_at_the_last_one) {
  folder_.file("device.key.epochs", "4294967294\n");
  EXPECT_EQ(EpochFile(key_).next(), 4294967295U);
  EXPECT_THROW(static_cast<void>(EpochFile(key_).next()), std::system_error);
  EXPECT_EQ(test::text_of(file_), "4294967295\n");
}

TEST_F(Epochs, refuse_contents_that_they_did_not_write) {
  for (const std::string text :
       {"", "\n", "7", "seven\n", "-1\n", " 7\n", "7\n8\n", "4294967296\n", "7 \n"}) {
    folder_.file("device.key.epochs", text);
    EXPECT_THROW(static_cast<void>(EpochFile(key_).next()), std::system_error) << text;
    EXPECT_EQ(test::text_of(file_), text);
  }
}

TEST_F(Epochs, need_a_key) {
  EXPECT_THROW(EpochFile(folder_.path() / "absent.key"), std::system_error);
}

TEST_F(Epochs, are_refused_where_they_cannot_be_written) {
  // A folder in the place of the temporary file: unlike access rights, it also stops root.
  std::filesystem::create_directory(folder_.path() / "device.key.epochs.tmp");
  EXPECT_THROW(static_cast<void>(EpochFile(key_).next()), std::system_error);
  EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(Epochs, are_unique_between_threads) {
  std::vector<std::vector<std::uint32_t>> drawn(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : drawn) {
      threads.emplace_back([this, &mine] {
        const EpochFile epochs(key_);
        for (int i = 0; i < 25; ++i) {
          mine.push_back(epochs.next());
        }
      });
    }
  }
  std::set<std::uint32_t> all;
  for (const auto& mine : drawn) {
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), 100U);
  EXPECT_EQ(*all.rbegin(), 100U);
}

}  // namespace
}  // namespace mqseal::envelope
