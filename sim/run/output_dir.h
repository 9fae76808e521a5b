// SPDX-License-Identifier: MIT
// The output directory of one campaign: who may write it, and where things lie in it.
#pragma once

#include <filesystem>
#include <string>

namespace mqseal::run {

/// Holds the directory for this process alone while it lives.
class OutputDir {
 public:
  /// Makes `path`. Throws base::Error: usage, where it holds a result with runs and `resume` is
  /// false, or no result and `resume` is true, or another mqseal writes it; environment, where it
  /// cannot be made.
  OutputDir(std::filesystem::path path, bool resume);
  OutputDir(const OutputDir&) = delete;
  OutputDir& operator=(const OutputDir&) = delete;
  ~OutputDir();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  [[nodiscard]] std::filesystem::path result() const { return path_ / "result.json"; }

  [[nodiscard]] std::filesystem::path run_dir(const std::string& id) const {
    return path_ / "runs" / id;
  }

  /// run_dir(id), made anew: what a killed run left there is removed.
  [[nodiscard]] std::filesystem::path fresh_run_dir(const std::string& id) const;

 private:
  void lock();

  std::filesystem::path path_;
  int lock_fd_ = -1;
};

}  // namespace mqseal::run
