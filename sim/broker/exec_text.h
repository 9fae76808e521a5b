// SPDX-License-Identifier: MIT
// A program's arguments and environment as execve(2) wants them: made before fork(), because after
// it nothing may allocate. Internal to sim/broker.
#pragma once

#include <string>
#include <vector>

namespace mqseal::broker {

class ExecText {
 public:
  /// `variables` ("NAME=value") replace what has the same name in this process's environment.
  ExecText(std::vector<std::string> arguments, std::vector<std::string> variables);
  ExecText(const ExecText&) = delete;
  ExecText& operator=(const ExecText&) = delete;
  ~ExecText() = default;

  [[nodiscard]] char* const* argv() const noexcept { return argv_.data(); }

  [[nodiscard]] char* const* environment() const noexcept { return environment_.data(); }

 private:
  std::vector<std::string> arguments_, variables_;
  std::vector<char*> argv_, environment_;
};

}  // namespace mqseal::broker
