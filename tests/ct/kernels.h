// SPDX-License-Identifier: MIT
// The kernels that the constant-time test runs: all lines of implementations.def and the portable
// ones, or (MQSEAL_CT_MSAN) those of the instruction sets that valgrind lacks.
#pragma once

#include <span>

#include "ciphers/core/kernel.h"
#include "ciphers/simd/batch_kernel.h"

namespace mqseal::ct {

/// One of `block`, `aead` and `batch` is set.
struct Kernel {
  const char *id, *name;
  const core::BlockKernel* block;
  const core::AeadKernel* aead;
  const simd::BatchKernel* batch;
  bool (*supported)() noexcept;
  bool claims_constant_time;
};

[[nodiscard]] std::span<const Kernel> kernels();

}  // namespace mqseal::ct
