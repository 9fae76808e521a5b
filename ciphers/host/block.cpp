// SPDX-License-Identifier: MIT
#include "ciphers/host/block.h"

#include <new>

#include "ciphers/host/secret.h"

namespace mqseal::host {

BlockCipher::BlockCipher(const core::BlockKernel& kernel, Bytes key)
    : kernel_(kernel),
      keys_(::operator new (kernel.keys_bytes, std::align_val_t{kernel.keys_align})) {
  set_key(key);
}

BlockCipher::~BlockCipher() {
  wipe(keys_, kernel_.keys_bytes);
  ::operator delete (keys_, std::align_val_t{kernel_.keys_align});
}

void BlockCipher::set_key(Bytes key) noexcept {
  wipe(keys_, kernel_.keys_bytes);
  kernel_.expand(key.data(), keys_);
}

void BlockCipher::encrypt(Bytes in, MutableBytes out) const noexcept {
  kernel_.encrypt(keys_, in.data(), out.data(), in.size() / kernel_.block_bytes);
}

void BlockCipher::decrypt(Bytes in, MutableBytes out) const noexcept {
  kernel_.decrypt(keys_, in.data(), out.data(), in.size() / kernel_.block_bytes);
}

void BlockCipher::counter_mode(Bytes counter, Bytes in, MutableBytes out) const noexcept {
  kernel_.counter_mode(keys_, counter.data(), {in.data(), in.size()}, out.data());
}

void BlockCipher::cmac(Bytes message, MutableBytes tag) const noexcept {
  kernel_.cmac(keys_, {message.data(), message.size()}, tag.data());
}

}  // namespace mqseal::host
