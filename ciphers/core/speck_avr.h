// SPDX-License-Identifier: MIT
// SPECK64/128 for AVR by avr-g++ with its rounds in inline assembly: four rounds in a row, in which
// the rotation by 8 bits costs nothing since the next round knows the bytes by other names. Key
// schedule and decryption are those of speck.h. Constant time.
#ifndef MQSEAL_CIPHERS_CORE_SPECK_AVR_H
#define MQSEAL_CIPHERS_CORE_SPECK_AVR_H

#include "ciphers/core/speck.h"

namespace mqseal {
namespace core {

// One round on y = (D0 C0 B0 A0) and x, whose bytes from the lowest are called a, b, c, d before
// and b, c, d, a after it. `k`: offset of the round key from Z.
// clang-format off
#define MQSEAL_SPECK_ROTATE_Y \
  "lsl %A0\n\trol %B0\n\trol %C0\n\trol %D0\n\tadc %A0,__zero_reg__\n\t"
#define MQSEAL_SPECK_KEY(byte, k) "ldd __tmp_reg__,Z+" #k "\n\teor %" byte "1,__tmp_reg__\n\t"
#define MQSEAL_SPECK_ROUND(a, b, c, d, k0, k1, k2, k3)                           \
  "add %" b "1,%A0\n\tadc %" c "1,%B0\n\tadc %" d "1,%C0\n\tadc %" a "1,%D0\n\t" \
  MQSEAL_SPECK_KEY(b, k0) MQSEAL_SPECK_KEY(c, k1)                                \
  MQSEAL_SPECK_KEY(d, k2) MQSEAL_SPECK_KEY(a, k3)                                \
  MQSEAL_SPECK_ROTATE_Y MQSEAL_SPECK_ROTATE_Y MQSEAL_SPECK_ROTATE_Y              \
  "eor %A0,%" b "1\n\teor %B0,%" c "1\n\teor %C0,%" d "1\n\teor %D0,%" a "1\n\t"
#define MQSEAL_SPECK_THREE_ROUNDS                  \
  MQSEAL_SPECK_ROUND("A", "B", "C", "D", 0, 1, 2, 3) \
  MQSEAL_SPECK_ROUND("B", "C", "D", "A", 4, 5, 6, 7) \
  MQSEAL_SPECK_ROUND("C", "D", "A", "B", 8, 9, 10, 11)
#define MQSEAL_SPECK_FOUR_ROUNDS \
  MQSEAL_SPECK_THREE_ROUNDS      \
  MQSEAL_SPECK_ROUND("D", "A", "B", "C", 12, 13, 14, 15)

// clang-format on

struct Speck64_128Avr : Speck64_128 {
  using Speck64_128::encrypt;

  template <class K>
  static MQSEAL_INLINE void encrypt(const Keys<K>& keys, uint32_t (&s)[2]) {
    static_assert(rounds == 27, "six times four rounds, then three");
    const K* key = keys.round;
    uint32_t y = s[0], x = s[1];
    for (uint8_t i = 0; i < 6; ++i) {
      __asm__(MQSEAL_SPECK_FOUR_ROUNDS "adiw %2,16" : "+r"(y), "+r"(x), "+z"(key) : : "memory");
    }
    __asm__(MQSEAL_SPECK_THREE_ROUNDS : "+r"(y), "+r"(x) : "z"(key) : "memory");
    s[0] = y;
    s[1] = rotl<8>(x);  // three rounds have left its names turned by three bytes
  }
};

#undef MQSEAL_SPECK_FOUR_ROUNDS
#undef MQSEAL_SPECK_THREE_ROUNDS
#undef MQSEAL_SPECK_ROUND
#undef MQSEAL_SPECK_KEY
#undef MQSEAL_SPECK_ROTATE_Y

}  // namespace core
}  // namespace mqseal

#endif
