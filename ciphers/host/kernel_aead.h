// SPDX-License-Identifier: MIT
// An Aead over a compiled kernel of ours: owns the key schedule, in one aligned buffer.
#pragma once

#include <cstdint>
#include <memory>

#include "ciphers/core/kernel.h"
#include "ciphers/host/aead.h"

namespace mqseal::host {

class KernelAead final : public Aead {
 public:
  /// 1 <= tag_bytes <= kernel.tag_bytes_max. The kernel must outlive the object.
  KernelAead(const core::AeadKernel& kernel, std::size_t tag_bytes);
  ~KernelAead() override;

  void set_key(Bytes key) noexcept override;
  void seal(Bytes nonce,
            Bytes associated_data,
            Bytes plaintext,
            MutableBytes out) noexcept override;
  [[nodiscard]] bool open(Bytes nonce,
                          Bytes associated_data,
                          Bytes sealed,
                          MutableBytes out) noexcept override;

  [[nodiscard]] std::size_t tag_bytes() const noexcept override { return tag_bytes_; }

 private:
  const core::AeadKernel& kernel_;
  std::size_t tag_bytes_;
  void* state_;
};

/// Implementation::make for a kernel of an AEAD, and for the EAX of a block cipher's kernel.
template <const core::AeadKernel& kernel>
std::unique_ptr<Aead> make_kernel_aead(std::size_t tag_bytes) {
  return std::make_unique<KernelAead>(kernel, tag_bytes);
}

template <const core::BlockKernel& kernel>
std::unique_ptr<Aead> make_kernel_eax(std::size_t tag_bytes) {
  return std::make_unique<KernelAead>(*kernel.eax, tag_bytes);
}

}  // namespace mqseal::host
