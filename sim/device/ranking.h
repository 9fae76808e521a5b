// SPDX-License-Identifier: MIT
// Which cipher is cheapest on a device: the answer with its numbers, and as a sentence.
#pragma once

#include <string>
#include <vector>

#include "sim/device/message.h"

namespace mqseal::device {

struct Ranked {
  const host::CipherInfo* cipher = nullptr;
  MessageCost cost;
};

/// Every sealing cipher of the catalogue with a known cost on `profile`, cheapest first: by energy
/// of computing and air together where the profile knows energy, else by time. `message` gives all
/// but the cipher; a tag length that a cipher does not allow leaves that cipher out.
[[nodiscard]] std::vector<Ranked> ranked(const Profile& profile, Message message);

/// "On <device>, 16 bytes cost least with <cipher>: ... cycles ...": the winner, the next and AES,
/// with cycles, energy, how long the battery holds, and the caveats that belong to it: what the
/// cycles are, what a shorter tag has to do with it, what is left out. Says so where nothing is
/// known.
[[nodiscard]] std::string sentence(const Profile& profile,
                                   const Message& message,
                                   double messages_per_second);

}  // namespace mqseal::device
