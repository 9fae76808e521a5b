// SPDX-License-Identifier: MIT
// Where nonces come from: the header (policy `counter`), the system CSPRNG (`random`), or zeros
// (`fixed`, the lab's mistake).
#pragma once

#include <array>
#include <cstdint>

#include "ciphers/envelope/layout.h"
#include "ciphers/host/aead.h"

namespace mqseal::envelope {

/// Bytes of the system CSPRNG (getrandom), fetched `batch_bytes` at a time so that one system call
/// serves many nonces. They wait on a page that the kernel clears in a forked child
/// (MADV_WIPEONFORK), so parent and child never hand out the same ones; where the kernel cannot do
/// that, each call fetches its own. Bytes handed out are wiped here.
class RandomPool {
 public:
  RandomPool();
  RandomPool(const RandomPool&) = delete;
  RandomPool& operator=(const RandomPool&) = delete;
  ~RandomPool();

  /// out.size() <= max_nonce_bytes.
  void fill(MutableBytes out) noexcept;

 private:
  static constexpr std::size_t batch_bytes = 512;

  struct Page {
    std::size_t available;  ///< bytes left at the end of `bytes`; a wiped page has none
    std::array<std::uint8_t, batch_bytes> bytes;
  };

  Page* page_ = nullptr;  ///< nullptr: fetch each time
};

/// N of policies `counter` (N12 = H[1..12], zero-padded to nonce_bytes) and `fixed` (zeros) into
/// `storage`; a view of it. Not for `random`, whose N travels in the envelope.
[[nodiscard]] Bytes implicit_nonce(const Layout& layout,
                                   Bytes header,
                                   std::array<std::uint8_t, max_nonce_bytes>& storage) noexcept;

}  // namespace mqseal::envelope
