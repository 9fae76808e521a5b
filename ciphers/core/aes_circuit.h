// SPDX-License-Identifier: MIT
// The AES S-box and its inverse as logic on eight words of bits (bit planes, plane 0 the least
// significant). No table, no branch: constant time on every target.
#ifndef MQSEAL_CIPHERS_CORE_AES_CIRCUIT_H
#define MQSEAL_CIPHERS_CORE_AES_CIRCUIT_H

#include "ciphers/core/word.h"

namespace mqseal {
namespace core {

/// SubBytes (FIPS 197, section 5.1.1), 32 AND and 83 XOR/XNOR. Source of the circuit: Boyar,
/// Peralta, "A New Combinational Logic Minimization Technique with Applications to Cryptology",
/// SEA 2010 (IACR ePrint 2009/191), figures 4 to 6; names as there, u0 the most significant bit.
template <class W>
MQSEAL_INLINE void aes_sbox(W (&q)[8]) {
  const W u0 = q[7], u1 = q[6], u2 = q[5], u3 = q[4], u4 = q[3], u5 = q[2], u6 = q[1], u7 = q[0];
  // Top linear layer.
  const W y14 = W(u3 ^ u5), y13 = W(u0 ^ u6), y9 = W(u0 ^ u3), y8 = W(u0 ^ u5), t0 = W(u1 ^ u2);
  const W y1 = W(t0 ^ u7), y4 = W(y1 ^ u3), y12 = W(y13 ^ y14), y2 = W(y1 ^ u0), y5 = W(y1 ^ u6);
  const W y3 = W(y5 ^ y8), t1 = W(u4 ^ y12), y15 = W(t1 ^ u5), y20 = W(t1 ^ u1);
  const W y6 = W(y15 ^ u7), y10 = W(y15 ^ t0), y11 = W(y20 ^ y9), y7 = W(u7 ^ y11);
  const W y17 = W(y10 ^ y11), y19 = W(y10 ^ y8), y16 = W(t0 ^ y11), y21 = W(y13 ^ y16);
  const W y18 = W(u0 ^ y16);
  // Inversion in GF(2^8).
  const W t2 = W(y12 & y15), t4 = W(W(y3 & y6) ^ t2), t6 = W(W(y4 & u7) ^ t2);
  const W t7 = W(y13 & y16), t9 = W(W(y5 & y1) ^ t7), t11 = W(W(y2 & y7) ^ t7);
  const W t12 = W(y9 & y11), t14 = W(W(y14 & y17) ^ t12), t16 = W(W(y8 & y10) ^ t12);
  const W t21 = W(W(t4 ^ t14) ^ y20), t22 = W(W(t6 ^ t16) ^ y19);
  const W t23 = W(W(t9 ^ t14) ^ y21), t24 = W(W(t11 ^ t16) ^ y18);
  const W t25 = W(t21 ^ t22), t26 = W(t21 & t23), t27 = W(t24 ^ t26), t28 = W(t25 & t27);
  const W t29 = W(t28 ^ t22), t30 = W(t23 ^ t24), t31 = W(t22 ^ t26), t32 = W(t31 & t30);
  const W t33 = W(t32 ^ t24), t34 = W(t23 ^ t33), t35 = W(t27 ^ t33), t36 = W(t24 & t35);
  const W t37 = W(t36 ^ t34), t38 = W(t27 ^ t36), t39 = W(t29 & t38), t40 = W(t25 ^ t39);
  const W t41 = W(t40 ^ t37), t42 = W(t29 ^ t33), t43 = W(t29 ^ t40), t44 = W(t33 ^ t37);
  const W t45 = W(t42 ^ t41);
  const W z0 = W(t44 & y15), z1 = W(t37 & y6), z2 = W(t33 & u7), z3 = W(t43 & y16);
  const W z4 = W(t40 & y1), z5 = W(t29 & y7), z6 = W(t42 & y11), z7 = W(t45 & y17);
  const W z8 = W(t41 & y10), z9 = W(t44 & y12), z10 = W(t37 & y3), z11 = W(t33 & y4);
  const W z12 = W(t43 & y13), z13 = W(t40 & y5), z14 = W(t29 & y2), z15 = W(t42 & y9);
  const W z16 = W(t45 & y14), z17 = W(t41 & y8);
  // Bottom linear layer, with the affine constant 0x63 as four NOTs.
  const W t46 = W(z15 ^ z16), t47 = W(z10 ^ z11), t48 = W(z5 ^ z13), t49 = W(z9 ^ z10);
  const W t50 = W(z2 ^ z12), t51 = W(z2 ^ z5), t52 = W(z7 ^ z8), t53 = W(z0 ^ z3);
  const W t54 = W(z6 ^ z7), t55 = W(z16 ^ z17), t56 = W(z12 ^ t48), t57 = W(t50 ^ t53);
  const W t58 = W(z4 ^ t46), t59 = W(z3 ^ t54), t60 = W(t46 ^ t57), t61 = W(z14 ^ t57);
  const W t62 = W(t52 ^ t58), t63 = W(t49 ^ t58), t64 = W(z4 ^ t59), t65 = W(t61 ^ t62);
  const W t66 = W(z1 ^ t63), t67 = W(t64 ^ t65), s3 = W(t53 ^ t66);
  q[7] = W(t59 ^ t63);
  q[6] = W(t64 ^ W(~s3));
  q[5] = W(t55 ^ W(~t67));
  q[4] = s3;
  q[3] = W(t51 ^ t66);
  q[2] = W(t47 ^ t65);
  q[1] = W(t56 ^ W(~t62));
  q[0] = W(t48 ^ W(~t60));
}

/// q = A^-1(q ^ 0x63), the inverse of the affine map of FIPS 197, section 5.1.1: output bit i is
/// the sum of the input bits i+2, i+5 and i+7 (modulo 8) and bit i of 0x05 (section 5.3.2).
template <class W>
MQSEAL_INLINE void aes_inverse_affine(W (&q)[8]) {
  W in[8];
  for (unsigned i = 0; i < 8; ++i) {
    in[i] = q[i];
  }
  for (unsigned i = 0; i < 8; ++i) {
    q[i] = W(W(in[(i + 2) % 8] ^ in[(i + 5) % 8]) ^ in[(i + 7) % 8]);
  }
  q[0] = W(~q[0]);
  q[2] = W(~q[2]);
}

/// InvSubBytes. S(x) = A(x^-1), so S^-1 = (inversion) A^-1 = A^-1 S A^-1: one circuit serves both.
template <class W>
MQSEAL_INLINE void aes_inverse_sbox(W (&q)[8]) {
  aes_inverse_affine(q);
  aes_sbox(q);
  aes_inverse_affine(q);
}

}  // namespace core
}  // namespace mqseal

#endif
