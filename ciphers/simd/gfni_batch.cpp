// SPDX-License-Identifier: MIT
// Batches of PRESENT for the instruction set of gfni.cpp: 128 clients in the bits of sixteen
// registers (present_brick.h), each with its own key.
#include <cstddef>
#include <cstdint>

#include "ciphers/core/present.h"
#include "ciphers/simd/batch_ops.h"
#include "ciphers/simd/kernels.h"
#include "ciphers/simd/present_brick.h"

namespace mqseal::simd::gfni {

namespace {

using Brick = PresentBrick<isa_gfni>;
using Blocks = MemoryBlocks<isa_gfni, Brick::vectors>;

/// PRESENT as BatchOps wants a cipher. Bit n % 32 of element d in part n / 32 of `round[r][i]` is
/// client n's key bit Brick::bit_at(r, i / 4, i % 4, d).
template <class Cipher>
struct BrickCipher {
  static constexpr std::size_t key_bytes = Cipher::key_bytes;

  template <class K>
  struct Keys {
    Brick::V round[Brick::rounds + 1][Brick::vectors];

    MQSEAL_INLINE Brick::V operator()(unsigned r, unsigned i) const { return round[r][i]; }
  };

  template <class W>
  static MQSEAL_INLINE void encrypt(const Keys<W>& keys, W (&s)[1]) {
    Brick::encrypt(keys, s[0].lane);
  }
};

template <class Cipher>
struct Kernel {
  using Mode = core::Eax<BatchOps<BrickCipher<Cipher>, Blocks>>;
  using OneLane = core::Eax<core::PortableOps<Cipher, isa_gfni>>;
  using State = typename Mode::State;

  static void set_key(void* opaque, std::size_t lane, const std::uint8_t* key) {
    State& state = *static_cast<State*>(opaque);
    typename OneLane::State one;
    OneLane::init(key, one);
    for (unsigned r = 0; r <= Brick::rounds; ++r) {
      put_round_key(one.keys.round[r], lane, r, state.keys.round[r]);
    }
    put_block(one.subkeys.full, lane, state.subkeys.full);
    put_block(one.subkeys.partial, lane, state.subkeys.partial);
    for (unsigned t = 0; t < 3; ++t) {
      put_block(one.start[t], lane, state.start[t]);
      put_block(one.empty[t], lane, state.empty[t]);
    }
    core::wipe(&one, sizeof one);
  }

  static void seal(const void* state, const StagedMessages& m) {
    seal_staged<Mode, Blocks>(*static_cast<const State*>(state), m);
  }

  static constexpr BatchKernel make() {
    return {Brick::blocks, 8, Cipher::key_bytes, sizeof(State), alignof(State), set_key, seal};
  }

 private:
  static void put_round_key(std::uint64_t key,
                            std::size_t lane,
                            unsigned r,
                            Brick::V (&registers)[Brick::vectors]) {
    for (unsigned i = 0; i < Brick::vectors; ++i) {
      std::uint32_t elements[16];
      registers[i].store(elements);
      for (unsigned d = 0; d < 4; ++d) {
        const auto bit = static_cast<std::uint32_t>(key >> Brick::bit_at(r, i / 4, i % 4, d)) & 1U;
        std::uint32_t& element = elements[lane / 32 * 4 + d];
        element = (element & ~(std::uint32_t{1} << lane % 32)) | bit << lane % 32;
      }
      registers[i] = Brick::V::load(elements);
    }
  }

  static void put_block(const core::Block<8>& block,
                        std::size_t lane,
                        typename Mode::Block& lanes) {
    std::uint64_t words[Brick::blocks];
    lanes.store(reinterpret_cast<std::uint8_t*>(words));
    words[lane] = block.p[0];
    lanes = Mode::Block::load(reinterpret_cast<const std::uint8_t*>(words));
  }
};

}  // namespace

const BatchKernel batch_present_80 = Kernel<core::Present80>::make();
const BatchKernel batch_present_128 = Kernel<core::Present128>::make();

}  // namespace mqseal::simd::gfni
