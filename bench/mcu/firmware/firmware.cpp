// SPDX-License-Identifier: MIT
// One firmware image: a cipher behind functions without arguments, which the runner calls on the
// simulated microcontroller. No I/O, no start-up code. Everything passes through globals in
// `.noinit`.
//   FW_HEADER   header of ciphers/core;  FW_ENGINE  an engine type
//   FW_BLOCK    block cipher and FELICS' scenarios (FW_INVERSE: decryption too); FW_ASCON; else EAX
#include <stddef.h>
#include <stdint.h>

#include FW_HEADER
#include "ciphers/core/ascon.h"
#include "ciphers/core/eax.h"

using namespace mqseal::core;

#define FW_IO __attribute__((section(".noinit"), used))
#define FW_ENTRY extern "C" __attribute__((used, noinline)) void

extern "C" {
FW_IO uint8_t fw_key[16];
FW_IO uint8_t fw_nonce[16];
FW_IO uint8_t fw_nonce_bytes;
FW_IO uint8_t fw_ad[64];
FW_IO uint8_t fw_ad_bytes;
FW_IO uint8_t fw_text[160];  // in place
FW_IO uint8_t fw_text_bytes;
FW_IO uint8_t fw_tag[16];
FW_IO uint8_t fw_tag_bytes;
FW_IO uint8_t fw_opened;  // 1 where fw_open accepted
}

#if defined(FW_BLOCK)
static FW_ENGINE cipher;
typedef FW_ENGINE::block block;

FW_ENTRY fw_set_key() {
  cipher.set_key(fw_key);
}

FW_ENTRY fw_encrypt_block() {
  cipher.encrypt_in_place(fw_text);
}

FW_ENTRY fw_decrypt_block() {
  cipher.decrypt_in_place(fw_text);
}

/// to ^= from, one block.
static MQSEAL_INLINE void add_block(uint8_t* to, const uint8_t* from) {
  for (uint8_t i = 0; i < block::size; ++i) {
    to[i] ^= from[i];
  }
}

/// FELICS scenario 1: CBC over 128 bytes; the IV is fw_nonce.
FW_ENTRY fw_cbc_128() {
  const uint8_t* chain = fw_nonce;
  for (uint8_t at = 0; at < 128; at = uint8_t(at + block::size)) {
    add_block(fw_text + at, chain);
    cipher.encrypt_in_place(fw_text + at);
    chain = fw_text + at;
  }
}

/// FELICS scenario 2: CTR over 16 bytes; fw_nonce is the first counter, big-endian, and is
/// advanced.
FW_ENTRY fw_ctr_16() {
  for (uint8_t at = 0; at < 16; at = uint8_t(at + block::size)) {
    uint8_t key_stream[block::size];
    __builtin_memcpy(key_stream, fw_nonce, sizeof key_stream);
    cipher.encrypt_in_place(key_stream);
    add_block(fw_text + at, key_stream);
    uint8_t carry = 1;
    for (uint8_t i = block::size; i-- > 0;) {
      fw_nonce[i] = uint8_t(fw_nonce[i] + carry);
      carry = uint8_t(carry & (fw_nonce[i] == 0 ? 1 : 0));
    }
  }
}
#elif defined(FW_ASCON)
static AsconAead128 aead;

FW_ENTRY fw_set_key() {
  aead.set_key(fw_key);
}

FW_ENTRY fw_seal() {
  const Input ad = {fw_ad, fw_ad_bytes};
  aead.seal(fw_nonce, ad, fw_text, fw_text_bytes, fw_text, fw_tag, fw_tag_bytes);
}

FW_ENTRY fw_open() {
  const Input ad = {fw_ad, fw_ad_bytes};
  fw_opened = aead.open(fw_nonce, ad, fw_text, fw_text_bytes, fw_text, fw_tag, fw_tag_bytes);
}
#else
static Eax<FW_ENGINE> aead;

FW_ENTRY fw_set_key() {
  aead.set_key(fw_key);
}

FW_ENTRY fw_seal() {
  const Input nonce = {fw_nonce, fw_nonce_bytes}, ad = {fw_ad, fw_ad_bytes};
  aead.seal(nonce, ad, fw_text, fw_text_bytes, fw_text, fw_tag, fw_tag_bytes);
}

FW_ENTRY fw_open() {
  const Input nonce = {fw_nonce, fw_nonce_bytes}, ad = {fw_ad, fw_ad_bytes};
  fw_opened = aead.open(nonce, ad, fw_text, fw_text_bytes, fw_text, fw_tag, fw_tag_bytes);
}
#endif

#if !defined(__AVR__)
// Freestanding: the compiler calls these, and no C library is linked.
extern "C" __attribute__((used)) void* memcpy(void* to, const void* from, size_t n) {
  uint8_t* d = static_cast<uint8_t*>(to);
  const uint8_t* s = static_cast<const uint8_t*>(from);
  while (n-- != 0) {
    *d++ = *s++;
  }
  return to;
}

extern "C" __attribute__((used)) void* memset(void* to, int value, size_t n) {
  uint8_t* d = static_cast<uint8_t*>(to);
  while (n-- != 0) {
    *d++ = uint8_t(value);
  }
  return to;
}
#endif
