// SPDX-License-Identifier: MIT
// Is an image right? Published vectors, random messages against the host, equal cycles over keys.
#pragma once

#include <cstddef>
#include <string>

#include "bench/mcu/runner/firmware.h"

namespace mqseal::mcu {

struct CheckResult {
  std::size_t vectors = 0;       ///< records of tests/vectors that the image's buffers can hold
  std::size_t differential = 0;  ///< random cases compared with the host's portable implementation
  bool equal_cycles = false;     ///< over 24 random keys and texts
  bool addresses_traced = false;
  bool equal_addresses = false;  ///< likewise the trace of data addresses; false where not traced
  std::string failure;           ///< empty where everything came out
};

/// Runs every check of the image's kind. `vectors`: the folder tests/vectors.
[[nodiscard]] CheckResult check_image(Firmware& firmware, const std::string& vectors);

}  // namespace mqseal::mcu
