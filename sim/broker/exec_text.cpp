// SPDX-License-Identifier: MIT
#include "sim/broker/exec_text.h"

#include <algorithm>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace mqseal::broker {

ExecText::ExecText(std::vector<std::string> arguments, std::vector<std::string> variables)
    : arguments_(std::move(arguments)), variables_(std::move(variables)) {
  for (std::string& argument : arguments_) {
    argv_.push_back(argument.data());
  }
  argv_.push_back(nullptr);
  for (std::string& variable : variables_) {
    environment_.push_back(variable.data());
  }
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::string_view name = text.substr(0, text.find('=') + 1);
    if (std::ranges::none_of(variables_,
                             [&](const std::string& own) { return own.starts_with(name); })) {
      environment_.push_back(*entry);
    }
  }
  environment_.push_back(nullptr);
}

}  // namespace mqseal::broker
