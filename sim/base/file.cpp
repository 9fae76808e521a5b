// SPDX-License-Identifier: MIT
// POSIX calls, because the C++ streams know neither fsync nor O_EXCL.
#include "sim/base/file.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "sim/base/error.h"

namespace mqseal::base {
namespace {

[[noreturn]] void fail(std::string_view what, const std::filesystem::path& path) {
  const int code = errno;
  throw Error(ExitCode::environment,
              fmt::format("{}: {}: {}", path.string(), what, std::strerror(code)));
}

/// A descriptor that is closed on every path.
class Descriptor {
 public:
  explicit Descriptor(int fd) noexcept : fd_(fd) {}

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }

  [[nodiscard]] int get() const noexcept { return fd_; }

  /// close(2) can report a failed write (NFS, quota), so the last one is asked for its result.
  [[nodiscard]] bool close() noexcept { return ::close(std::exchange(fd_, -1)) == 0; }

 private:
  int fd_;
};

/// Removes the temporary file unless it was renamed.
class Remover {
 public:
  explicit Remover(std::filesystem::path path) : path_(std::move(path)) {}

  Remover(const Remover&) = delete;
  Remover& operator=(const Remover&) = delete;

  ~Remover() {
    if (!path_.empty()) {
      ::unlink(path_.c_str());
    }
  }

  void keep() noexcept { path_.clear(); }

 private:
  std::filesystem::path path_;
};

void write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0) {
      if (errno == EINTR) {
        continue;
      }
      fail("cannot write", path);
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::filesystem::path temporary_name(const std::filesystem::path& path) {
  static std::atomic<unsigned> counter{0};
  return path.parent_path() /
         fmt::format(".{}.{}-{}.tmp", path.filename().string(), ::getpid(), counter++);
}

}  // namespace

void write_file_atomically(const std::filesystem::path& path, std::string_view bytes, mode_t mode) {
  const std::filesystem::path temporary = temporary_name(path);
  Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.get() < 0) {
    fail("cannot create a file in its folder", path);
  }
  Remover remover(temporary);
  if (::fchmod(file.get(), mode) != 0) {
    fail("cannot set the permissions", temporary);
  }
  write_all(file.get(), bytes, temporary);
  if (::fsync(file.get()) != 0 || !file.close()) {
    fail("cannot write to the disk", temporary);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    fail("cannot rename the temporary file to this name", path);
  }
  remover.keep();
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // EINVAL: a file system that has no fsync for folders; the rename itself has happened.
  if (directory.get() < 0 || (::fsync(directory.get()) != 0 && errno != EINVAL)) {
    fail("cannot write the folder to the disk", folder);
  }
}

std::string read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    fail("cannot open", path);
  }
  std::string bytes;
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t n = ::read(file.get(), buffer.data(), buffer.size());
    if (n < 0) {
      if (errno == EINTR) {
        continue;
      }
      fail("cannot read", path);
    }
    if (n == 0) {
      return bytes;
    }
    bytes.append(buffer.data(), static_cast<std::size_t>(n));
    if (bytes.size() > max_bytes) {
      throw Error(ExitCode::environment,
                  fmt::format("{}: larger than {} bytes", path.string(), max_bytes));
    }
  }
}

}  // namespace mqseal::base
