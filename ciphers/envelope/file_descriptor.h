// SPDX-License-Identifier: MIT
// A file descriptor that closes itself, and the system error that names the file.
#pragma once

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>
#include <unistd.h>

namespace mqseal::envelope {

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) noexcept : fd_(fd) {}

  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;

  ~FileDescriptor() {
    if (fd_ >= 0) {
      close(fd_);
    }
  }

  [[nodiscard]] int get() const noexcept { return fd_; }

 private:
  int fd_;
};

/// `code` with "file: what".
[[noreturn]] inline void fail(const std::filesystem::path& file,
                              const std::string& what,
                              std::error_code code) {
  throw std::system_error(code, file.string() + ": " + what);
}

/// errno with "file: what".
[[noreturn]] inline void fail_errno(const std::filesystem::path& file, const std::string& what) {
  fail(file, what, std::error_code(errno, std::generic_category()));
}

/// A system call again for as long as a signal interrupts it.
template <class Call>
[[nodiscard]] auto retry(Call call) {
  auto result = call();
  while (result == -1 && errno == EINTR) {
    result = call();
  }
  return result;
}

}  // namespace mqseal::envelope
