// SPDX-License-Identifier: MIT
// What every core header needs from the compiler, and nothing else: C++14, freestanding, no
// standard library. The same sources go to x86-64, AVR (avr-g++ 5.4), Cortex-M and RISC-V.
#ifndef MQSEAL_CIPHERS_CORE_CONFIG_H
#define MQSEAL_CIPHERS_CORE_CONFIG_H

#include <stddef.h>
#include <stdint.h>

/// Core functions are always inlined: no weak symbol leaves an object that was compiled with -m
/// flags, so the linker cannot pick AVX code for the baseline (C++ one-definition rule).
/// Under a sanitizer the compiler may decide: one object of all ciphers takes 16 s then, not 9
/// minutes.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MQSEAL_INLINE inline
#else
#define MQSEAL_INLINE inline __attribute__((always_inline))
#endif
#define MQSEAL_NOINLINE __attribute__((noinline))
/// Independent blocks are enciphered side by side, inlined where the mode wants them; on a
/// microcontroller one after another, by one copy of the rounds in flash. MQSEAL_PART marks the
/// parts of a mode: functions of their own on AVR, where flash and stack are scarce; as the
/// compiler likes on other microcontrollers (-Os or -O3 decides); inlined on a host.
#if defined(__AVR__)
#define MQSEAL_SIDE_BY_SIDE 0
#define MQSEAL_PART MQSEAL_NOINLINE
#elif defined(__arm__) || defined(__riscv)
#define MQSEAL_SIDE_BY_SIDE 0
#define MQSEAL_PART inline
#else
#define MQSEAL_SIDE_BY_SIDE 1
#define MQSEAL_PART MQSEAL_INLINE
#endif
#define MQSEAL_NODISCARD __attribute__((warn_unused_result))

/// Unrolls the loop that follows up to n times (compilers without the pragma may as they like).
#if defined(__clang__) || __GNUC__ >= 8
#define MQSEAL_PRAGMA(text) _Pragma(#text)
#define MQSEAL_UNROLL(n) MQSEAL_PRAGMA(GCC unroll n)
#else
#define MQSEAL_UNROLL(n)
#endif

/// Marks a value that may be branched upon although it was computed from secrets: the verdict of a
/// tag comparison. Empty in every program; the constant-time test defines it for valgrind.
#ifndef MQSEAL_DECLASSIFY
#define MQSEAL_DECLASSIFY(object) static_cast<void>(0)
#endif

namespace mqseal {
namespace core {

/// Bytes that are read; the caller owns them.
struct Input {
  const uint8_t* data;
  size_t size;
};

/// The word in which blocks are XORed: what a register of the target holds.
#if defined(__AVR__)
typedef uint8_t native_word;
#elif UINTPTR_MAX > 0xffffffffU
typedef uint64_t native_word;
#else
typedef uint32_t native_word;
#endif

/// Overwrites with zeros; the empty asm keeps the stores alive. `data` may be null where `bytes` is
/// 0.
MQSEAL_INLINE void wipe(void* data, size_t bytes) {
  if (bytes == 0) {
    return;
  }
  __builtin_memset(data, 0, bytes);
  __asm__ __volatile__("" : : "r"(data) : "memory");
}

/// 0 where the first `bytes` bytes of a and b agree, in time that depends on `bytes` only.
MQSEAL_INLINE uint8_t difference(const uint8_t* a, const uint8_t* b, size_t bytes) {
  uint8_t bits = 0;
  for (size_t i = 0; i < bytes; ++i) {
    bits = uint8_t(bits | uint8_t(a[i] ^ b[i]));
  }
  return bits;
}

template <bool condition, class A, class B>
struct choose {
  typedef A type;
};

template <class A, class B>
struct choose<false, A, B> {
  typedef B type;
};

}  // namespace core
}  // namespace mqseal

#endif
