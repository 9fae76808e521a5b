// SPDX-License-Identifier: MIT
#include "ciphers/envelope/receiver_state.h"

namespace mqseal::envelope {
namespace {

OpenStatus compare_retained(Sequence sequence, Sequence accepted) noexcept {
  if (sequence == accepted) {
    return OpenStatus::seen;
  }
  return sequence > accepted ? OpenStatus::fresh : OpenStatus::stale;
}

}  // namespace

OpenStatus SenderState::check(const Header& header, std::string_view topic) const noexcept {
  if (!header.retained) {
    return window_.check(header.sequence());
  }
  const auto known = retained_.find(topic);
  return known == retained_.end() ? OpenStatus::fresh
                                  : compare_retained(header.sequence(), known->second);
}

OpenStatus SenderState::accept(const Header& header, std::string_view topic) {
  if (!header.retained) {
    return window_.accept(header.sequence());
  }
  const auto known = retained_.find(topic);
  if (known == retained_.end()) {
    retained_.emplace(topic, header.sequence());
    return OpenStatus::fresh;
  }
  const OpenStatus status = compare_retained(header.sequence(), known->second);
  if (status == OpenStatus::fresh) {
    known->second = header.sequence();
  }
  return status;
}

}  // namespace mqseal::envelope
