// SPDX-License-Identifier: MIT
// The envelope that a group's clients seal or open, in the words of ciphers/envelope.
#pragma once

#include <cstdint>

#include "ciphers/envelope/envelope.h"
#include "sim/scenario/scenario.h"

namespace mqseal::scenario {

/// `senders`: all that share the group's key. Not validated.
[[nodiscard]] envelope::Config envelope_of(const Group& group, std::uint32_t senders);

}  // namespace mqseal::scenario
