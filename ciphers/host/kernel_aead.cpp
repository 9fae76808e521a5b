// SPDX-License-Identifier: MIT
#include "ciphers/host/kernel_aead.h"

#include <new>

#include "ciphers/host/secret.h"

namespace mqseal::host {
namespace {

core::Input input(Bytes bytes) noexcept {
  return {bytes.data(), bytes.size()};
}

}  // namespace

KernelAead::KernelAead(const core::AeadKernel& kernel, std::size_t tag_bytes)
    : kernel_(kernel),
      tag_bytes_(tag_bytes),
      state_(::operator new (kernel.state_bytes, std::align_val_t{kernel.state_align})) {
  wipe(state_, kernel_.state_bytes);
}

KernelAead::~KernelAead() {
  wipe(state_, kernel_.state_bytes);
  ::operator delete (state_, std::align_val_t{kernel_.state_align});
}

void KernelAead::set_key(Bytes key) noexcept {
  wipe(state_, kernel_.state_bytes);
  kernel_.init(key.data(), state_);
}

void KernelAead::seal(Bytes nonce,
                      Bytes associated_data,
                      Bytes plaintext,
                      MutableBytes out) noexcept {
  kernel_.seal(state_,
               input(nonce),
               input(associated_data),
               input(plaintext),
               out.data(),
               out.data() + plaintext.size(),
               tag_bytes_);
}

bool KernelAead::open(Bytes nonce, Bytes associated_data, Bytes sealed, MutableBytes out) noexcept {
  if (sealed.size() < tag_bytes_) {
    wipe(out.data(), out.size());
    return false;
  }
  const Bytes ciphertext = sealed.first(sealed.size() - tag_bytes_);
  return kernel_.open(state_,
                      input(nonce),
                      input(associated_data),
                      input(ciphertext),
                      out.data(),
                      sealed.data() + ciphertext.size(),
                      tag_bytes_);
}

}  // namespace mqseal::host
