// SPDX-License-Identifier: MIT
#include "ciphers/envelope/epoch_file.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <limits>
#include <string>
#include <string_view>
#include <sys/file.h>

#include "ciphers/envelope/file_descriptor.h"

namespace mqseal::envelope {
namespace {

using Path = std::filesystem::path;

constexpr mode_t owner_only = 0600;

Path with_suffix(Path file, const char* suffix) {
  file += suffix;
  return file;
}

/// 0 where the file does not exist yet.
std::uint32_t read_epoch(const Path& file) {
  const FileDescriptor in(retry([&] { return open(file.c_str(), O_RDONLY | O_CLOEXEC); }));
  if (in.get() < 0) {
    if (errno == ENOENT) {
      return 0;
    }
    fail_errno(file, "cannot be opened");
  }
  std::array<char, 32> buffer{};
  const ssize_t got = retry([&] { return read(in.get(), buffer.data(), buffer.size()); });
  if (got < 0) {
    fail_errno(file, "cannot be read");
  }
  const std::string_view text(buffer.data(), static_cast<std::size_t>(got));
  std::uint32_t epoch = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, epoch);
  if (error != std::errc{} ||
      std::string_view(stop, static_cast<std::size_t>(end - stop)) != "\n") {
    fail(file,
         "does not hold the last epoch as a decimal number and a newline; if the key was never "
         "used, delete it, otherwise make a new key",
         make_error_code(std::errc::invalid_argument));
  }
  return epoch;
}

void write_all(const Path& file, int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = retry([&] { return write(fd, text.data(), text.size()); });
    if (put < 0) {
      fail_errno(file, "cannot be written");
    }
    text.remove_prefix(static_cast<std::size_t>(put));
  }
}

void sync_folder_of(const Path& file) {
  const Path folder = file.parent_path();
  const FileDescriptor directory(
      retry([&] { return open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
  if (directory.get() < 0 || retry([&] { return fsync(directory.get()); }) != 0) {
    fail_errno(folder, "cannot be synchronised to disk");
  }
}

void write_epoch(const Path& file, std::uint32_t epoch) {
  const Path temporary = with_suffix(file, ".tmp");
  {
    const FileDescriptor out(retry([&] {
      return open(
          temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, owner_only);
    }));
    if (out.get() < 0) {
      fail_errno(temporary, "cannot be created");
    }
    write_all(temporary, out.get(), std::to_string(epoch) + "\n");
    if (retry([&] { return fsync(out.get()); }) != 0) {
      fail_errno(temporary, "cannot be synchronised to disk");
    }
  }
  if (std::rename(temporary.c_str(), file.c_str()) != 0) {
    fail_errno(file, "cannot be replaced");
  }
  sync_folder_of(file);
}

}  // namespace

EpochFile::EpochFile(const Path& key_path)
    : path_(with_suffix(std::filesystem::canonical(key_path), ".epochs")) {}

std::uint32_t EpochFile::next() const {
  // A file of its own: the lock must outlive the rename, which gives path_ a new inode.
  const Path lock_path = with_suffix(path_, ".lock");
  const FileDescriptor lock(retry([&] {
    return open(lock_path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, owner_only);
  }));
  if (lock.get() < 0) {
    fail_errno(lock_path, "cannot be created");
  }
  if (retry([&] { return flock(lock.get(), LOCK_EX); }) != 0) {
    fail_errno(lock_path, "cannot be locked");
  }
  const std::uint32_t last = read_epoch(path_);
  if (last == std::numeric_limits<std::uint32_t>::max()) {
    fail(path_,
         "the last epoch is used up; make a new key",
         make_error_code(std::errc::value_too_large));
  }
  write_epoch(path_, last + 1);
  return last + 1;
}

}  // namespace mqseal::envelope
