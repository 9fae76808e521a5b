// SPDX-License-Identifier: MIT
// `mqseal` and other programs as children of a test: started, signalled, waited for, never left.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

#include <nlohmann/json.hpp>

namespace mqseal::integration {

inline constexpr std::chrono::seconds patience{60};

/// A folder that goes with the test.
class Scratch {
 public:
  Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Writes `text` to the file `name` and returns its path.
  [[nodiscard]] std::filesystem::path file(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

/// True as soon as `condition` is, asked every 10 ms; false after `limit`.
[[nodiscard]] bool eventually(const std::function<bool()>& condition,
                              std::chrono::seconds limit = patience);

/// A running child; its output goes to files. Killed and reaped at the end.
class Program {
 public:
  Program(const Scratch& scratch, std::vector<std::string> argv);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program();

  [[nodiscard]] pid_t pid() const { return pid_; }

  void signal(int number) const;
  /// Its exit code, minus the signal that ended it, or -1000 where it did not end within `limit`.
  [[nodiscard]] int wait(std::chrono::seconds limit = patience);
  [[nodiscard]] bool ended();
  [[nodiscard]] std::string out() const;
  [[nodiscard]] std::string err() const;

 private:
  pid_t pid_ = -1;
  int status_ = 0;
  bool reaped_ = false;
  std::filesystem::path out_, err_;
};

/// argv of our program.
[[nodiscard]] std::vector<std::string> mqseal(std::vector<std::string> arguments);

/// result.json in `dir`; null where it is not there yet.
[[nodiscard]] nlohmann::json result_in(const std::filesystem::path& dir);

/// Processes named mosquitto whose command line names a file below `dir`.
[[nodiscard]] std::vector<pid_t> brokers_of(const std::filesystem::path& dir);

}  // namespace mqseal::integration
