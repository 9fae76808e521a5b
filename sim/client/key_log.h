// SPDX-License-Identifier: MIT
// Secrets of our own TLS connections, so that a capture of them can be read afterwards. Only for
// connections of the lab, with keys of the lab.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

namespace mqseal::client {

/// Lines of the NSS key log format, which Wireshark reads. Any thread.
class KeyLog {
 public:
  void add(std::string_view line) {
    const std::lock_guard lock(mutex_);
    text_.append(line).push_back('\n');
  }

  [[nodiscard]] std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

}  // namespace mqseal::client
