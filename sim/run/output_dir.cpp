// SPDX-License-Identifier: MIT
// The lock is flock(2) on the directory itself: it goes with the process, however that ends.
#include "sim/run/output_dir.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/run/document.h"

namespace mqseal::run {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(base::ExitCode code, const std::string& text) {
  throw base::Error(code, text);
}

void make_dir(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) {
    refuse(base::ExitCode::environment,
           fmt::format("{}: cannot be made: {}", path.string(), error.message()));
  }
}

/// A result that never got a run (the broker was missing, say) may be written over.
bool worth_keeping(const fs::path& result) {
  try {
    return !read_document(result).at("runs").empty();
  } catch (const base::Error&) {
    return true;  // not ours to judge
  }
}

}  // namespace

OutputDir::OutputDir(fs::path path, bool resume) : path_(std::move(path)) {
  const bool there = fs::exists(result());
  if (resume && !there) {
    refuse(base::ExitCode::usage, fmt::format("--resume {}: holds no result.json", path_.string()));
  }
  if (!resume && there && worth_keeping(result())) {
    refuse(base::ExitCode::usage,
           fmt::format("{}: is there already; name another --out, or go on with --resume {}",
                       result().string(),
                       path_.string()));
  }
  make_dir(path_);
  lock();
}

void OutputDir::lock() {
  lock_fd_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_fd_ < 0) {
    refuse(base::ExitCode::environment,
           fmt::format("{}: cannot open: {}", path_.string(), std::strerror(errno)));
  }
  if (::flock(lock_fd_, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock_fd_);
    refuse(base::ExitCode::usage,
           fmt::format("{}: another mqseal is writing here; wait, or name another --out",
                       path_.string()));
  }
}

OutputDir::~OutputDir() {
  ::close(lock_fd_);
}

fs::path OutputDir::fresh_run_dir(const std::string& id) const {
  std::error_code error;
  fs::remove_all(run_dir(id), error);
  if (error) {
    refuse(base::ExitCode::environment,
           fmt::format("{}: cannot be removed: {}", run_dir(id).string(), error.message()));
  }
  make_dir(run_dir(id));
  return run_dir(id);
}

}  // namespace mqseal::run
