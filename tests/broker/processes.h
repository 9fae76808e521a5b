// SPDX-License-Identifier: MIT
// Other processes, seen from a test.
#pragma once

#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace mqseal::test {

/// Asks every 5 ms until `condition` holds; false after 30 s.
[[nodiscard]] bool wait_for(const std::function<bool()>& condition);

/// False for a zombie too: it holds no port and no memory.
[[nodiscard]] bool exists(pid_t pid);
[[nodiscard]] pid_t parent_of(pid_t pid);
/// All that descend from `ancestor` at this moment, zombies excepted.
[[nodiscard]] std::vector<pid_t> descendants_of(pid_t ancestor);
/// As in proc(5): 'R' running, 'S' asleep, 'Z' zombie; 'X' where there is no such process.
[[nodiscard]] char state_of(pid_t pid);

/// A program of ours, whose standard output the test reads line by line; killed at the end.
class ChildProgram {
 public:
  explicit ChildProgram(const std::vector<std::string>& argv);
  ChildProgram(const ChildProgram&) = delete;
  ChildProgram& operator=(const ChildProgram&) = delete;
  ~ChildProgram();

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }

  /// Without its line break; empty at the end of the output.
  [[nodiscard]] std::string read_line();
  void send(int signal) const;
  /// Waits for its end: exit code, or minus the signal.
  int wait();

 private:
  pid_t pid_ = -1;
  int output_ = -1;
};

}  // namespace mqseal::test
