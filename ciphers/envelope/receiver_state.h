// SPDX-License-Identifier: MIT
// What one receiver remembers of one sender: the replay window of its live messages, and for each
// topic the highest sequence sealed to be retained (R=1).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ciphers/envelope/envelope.h"
#include "ciphers/envelope/header.h"
#include "ciphers/envelope/replay_window.h"

namespace mqseal::envelope {

class SenderState {
 public:
  explicit SenderState(std::size_t window_bits) noexcept : window_(window_bits) {}

  /// fresh, seen or stale; changes nothing.
  [[nodiscard]] OpenStatus check(const Header& header, std::string_view topic) const noexcept;
  /// As check(), and records a fresh one. Only for what has been authenticated (or is `none`).
  [[nodiscard]] OpenStatus accept(const Header& header, std::string_view topic);

 private:
  struct TopicHash {
    using is_transparent = void;

    std::size_t operator()(std::string_view topic) const noexcept {
      return std::hash<std::string_view>{}(topic);
    }
  };

  ReplayWindow window_;
  std::unordered_map<std::string, Sequence, TopicHash, std::equal_to<>> retained_;
};

}  // namespace mqseal::envelope
