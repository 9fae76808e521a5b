// SPDX-License-Identifier: MIT
#include "tests/ct/kernels.h"

#include <string_view>

#include "ciphers/host/portable.h"
#include "ciphers/simd/kernels.h"

namespace mqseal::ct {

namespace {

constexpr bool always() noexcept {
  return true;
}

/// In the program for MemorySanitizer only these units exist.
constexpr bool is_linked(std::string_view name) {
#if defined(MQSEAL_CT_MSAN)
  return name == "avx512" || name == "gfni" || name == "vaes" || name == "table";
#else
  return !name.empty();
#endif
}

/// Does not refer to its kernel where that is not linked.
template <bool linked, const auto& kernel, bool (*supported)() noexcept>
struct Line {
  static constexpr Kernel make(const char* id, const char* name, bool constant_time) {
    if constexpr (!linked) {
      return {id, name, nullptr, nullptr, nullptr, nullptr, constant_time};
    } else if constexpr (requires { kernel.expand; }) {
      return {id, name, &kernel, nullptr, nullptr, supported, constant_time};
    } else if constexpr (requires { kernel.lanes; }) {
      return {id, name, nullptr, nullptr, &kernel, supported, constant_time};
    } else {
      return {id, name, nullptr, &kernel, nullptr, supported, constant_time};
    }
  }
};

}  // namespace

std::span<const Kernel> kernels() {
  static constexpr Kernel all[] = {
#define MQSEAL_BLOCK(id, name, kernel, supported, aes, constant_time) \
  Line<is_linked(name), kernel, supported>::make(id, name, constant_time),
#define MQSEAL_AEAD(id, name, kernel, supported, aes, constant_time) \
  Line<is_linked(name), kernel, supported>::make(id, name, constant_time),
#define MQSEAL_LIBRARY(...)
#include "ciphers/host/implementations.def"
#define MQSEAL_BATCH(id, name, kernel, supported) \
  Line<is_linked(name), kernel, supported>::make(id " in batches", name, true),
#include "ciphers/host/batch_implementations.def"
#undef MQSEAL_BATCH
#undef MQSEAL_BLOCK
#undef MQSEAL_AEAD
#undef MQSEAL_LIBRARY
#define MQSEAL_BLOCK_CIPHER(symbol, type, id, alg, header) \
  Line<is_linked("portable"), portable::symbol, always>::make(id, "portable", true),
#include "ciphers/blocks.def"
#undef MQSEAL_BLOCK_CIPHER
      Line<is_linked("portable"), portable::ascon_aead128, always>::make(
          "ascon-aead128", "portable", true),
  };
  return all;
}

}  // namespace mqseal::ct
