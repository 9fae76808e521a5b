// SPDX-License-Identifier: MIT
// Frames as a pcapng file (IETF draft-ietf-opsawg-pcapng) that Wireshark opens, with the secrets of
// our own TLS connections inside, so that it opens decrypted. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/wire/frame.h"

namespace mqseal::wire {

struct CaptureFile {
  const std::vector<Frame>& frames;
  std::string_view comment;      ///< about the whole file; may be empty
  std::string_view tls_secrets;  ///< NSS key log lines; empty: no such block
};

/// The file's bytes: section header, interface, secrets, then one block a frame, nanoseconds.
[[nodiscard]] std::string pcapng(const CaptureFile& file);

}  // namespace mqseal::wire
