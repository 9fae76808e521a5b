// SPDX-License-Identifier: MIT
// implementations.def and the portable kernels as rows; catalogue.cpp sorts them to their ciphers.
#pragma once

#include <string_view>
#include <vector>

#include "ciphers/host/aead.h"
#include "ciphers/host/block.h"

namespace mqseal::host {

/// A way to compute the block cipher of this id.
struct BlockLine {
  std::string_view id;
  BlockImplementation implementation;
};

/// A way to compute the AEAD of this id that comes from no block cipher of ours.
struct AeadLine {
  std::string_view id;
  Implementation implementation;
};

/// In the order of implementations.def; the portable ones after the rest.
[[nodiscard]] std::vector<BlockLine> block_lines();
[[nodiscard]] std::vector<AeadLine> aead_lines();

}  // namespace mqseal::host
