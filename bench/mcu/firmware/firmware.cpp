// SPDX-License-Identifier: MIT
// One firmware image: a cipher behind functions without arguments, which the runner calls on the
// simulated microcontroller. No I/O, no start-up code. Everything passes through globals in
// `.noinit`.
//   FW_HEADER  header of ciphers/core
//   FW_BLOCK   an Ops type: block cipher and FELICS' scenarios; else
//   FW_AEAD    a mode: Eax<Ops> or Ascon128<Permutation>
#include <stddef.h>
#include <stdint.h>

#include FW_HEADER
#include "ciphers/core/eax.h"

using namespace mqseal::core;

#define FW_IO __attribute__((section(".noinit"), used, aligned(8)))
#define FW_ENTRY extern "C" __attribute__((used, noinline)) void

extern "C" {
FW_IO uint8_t fw_key[16];
}

#if defined(FW_BLOCK)
typedef FW_BLOCK Ops;
typedef Ops::Block block;
static Ops::Keys keys;

extern "C" {
FW_IO block fw_nonce[1];
FW_IO block fw_text[128 / block::size][1];  // in place
}

FW_ENTRY fw_set_key() {
  Ops::expand(fw_key, keys);
}

FW_ENTRY fw_encrypt_block() {
  Ops::encrypt(keys, fw_text[0]);
}

FW_ENTRY fw_decrypt_block() {
  Ops::decrypt(keys, fw_text[0]);
}

/// FELICS scenario 1: CBC over 128 bytes; the IV is fw_nonce.
FW_ENTRY fw_cbc_128() {
  const block* chain = fw_nonce;
  for (uint8_t i = 0; i < 128 / block::size; ++i) {
    fw_text[i][0] = fw_text[i][0] ^ *chain;
    Ops::encrypt(keys, fw_text[i]);
    chain = fw_text[i];
  }
}

/// FELICS scenario 2: CTR over 16 bytes; fw_nonce is the first counter block, big-endian.
FW_ENTRY fw_ctr_16() {
  Ops::Counter counter(fw_nonce[0]);
  uint8_t* const text = fw_text[0][0].octets();
  Ops::xor_counters(keys, counter, text, text, 16);
}
#else
typedef FW_AEAD Mode;
static Mode::State state;

extern "C" {
FW_IO uint8_t fw_nonce[16];
FW_IO uint8_t fw_nonce_bytes;
FW_IO uint8_t fw_ad[96];
FW_IO uint8_t fw_ad_bytes;
FW_IO uint8_t fw_text[160];  // in place
FW_IO uint8_t fw_text_bytes;
FW_IO uint8_t fw_tag[16];
FW_IO uint8_t fw_tag_bytes;
FW_IO uint8_t fw_opened;  // 1 where fw_open accepted
}

FW_ENTRY fw_set_key() {
  Mode::init(fw_key, state);
}

FW_ENTRY fw_seal() {
  Mode::seal(state,
             Input{fw_nonce, fw_nonce_bytes},
             Input{fw_ad, fw_ad_bytes},
             Input{fw_text, fw_text_bytes},
             fw_text,
             fw_tag,
             fw_tag_bytes);
}

FW_ENTRY fw_open() {
  fw_opened = Mode::open(state,
                         Input{fw_nonce, fw_nonce_bytes},
                         Input{fw_ad, fw_ad_bytes},
                         Input{fw_text, fw_text_bytes},
                         fw_text,
                         fw_tag,
                         fw_tag_bytes);
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
