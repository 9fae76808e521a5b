// SPDX-License-Identifier: MIT
// Whole files: permissions, replacement, and no trace of a failed write.
#include "sim/base/file.h"

#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"

namespace mqseal::base {
namespace {

namespace fs = std::filesystem;

class File : public testing::Test {
 protected:
  File() {
    std::string name = testing::TempDir() + "mqseal-file-XXXXXX";
    folder_ = mkdtemp(name.data());
  }

  ~File() override { fs::remove_all(folder_); }

  [[nodiscard]] std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  fs::path folder_;
};

mode_t mode_of(const fs::path& path) {
  struct stat info {};

  EXPECT_EQ(::stat(path.c_str(), &info), 0);
  return info.st_mode & 07777U;
}

TEST_F(File, is_replaced_whole_and_leaves_no_temporary) {
  const fs::path path = folder_ / "result.json";
  const std::string large(3'000'000, 'x');
  write_file_atomically(path, large);
  EXPECT_EQ(read_file(path), large);
  write_file_atomically(path, "short");
  EXPECT_EQ(read_file(path), "short");
  EXPECT_EQ(entries(), 1U);
}

TEST_F(File, has_exactly_the_mode_asked_for_whatever_the_umask) {
  const mode_t before = umask(077);
  write_file_atomically(folder_ / "public", "p");
  umask(0);
  write_file_atomically(folder_ / "secret", "s", 0600);
  umask(before);
  EXPECT_EQ(mode_of(folder_ / "public"), 0644U);
  EXPECT_EQ(mode_of(folder_ / "secret"), 0600U);
}

TEST_F(File, a_failed_rename_keeps_the_old_entry_and_removes_the_temporary) {
  const fs::path path = folder_ / "taken";
  fs::create_directory(path);
  fs::create_directory(path / "inside");
  try {
    write_file_atomically(path, "bytes");
    FAIL() << "a folder was overwritten";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::environment);
    EXPECT_THAT(error.what(), testing::HasSubstr(path.string() + ": cannot rename"));
  }
  EXPECT_TRUE(fs::exists(path / "inside"));
  EXPECT_EQ(entries(), 1U);
}

TEST_F(File, errors_name_the_path) {
  const fs::path path = folder_ / "no" / "such";
  EXPECT_THROW(write_file_atomically(path, "x"), Error);
  try {
    static_cast<void>(read_file(path));
    FAIL() << "read a file that does not exist";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), path.string() + ": cannot open: No such file or directory");
  }
}

TEST_F(File, larger_than_the_limit_is_an_error) {
  const fs::path path = folder_ / "large";
  write_file_atomically(path, std::string(100, 'x'));
  EXPECT_EQ(read_file(path, 100).size(), 100U);
  EXPECT_THROW(static_cast<void>(read_file(path, 99)), Error);
}

}  // namespace
}  // namespace mqseal::base
