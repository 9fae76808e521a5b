// SPDX-License-Identifier: MIT
// The libraries that we compare with, behind our own Aead: Crypto++ 8.7, Botan 2.19, OpenSSL 3.
// Each is used as its documentation says and as fast as it goes: objects and keys are kept, buffers
// too.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/harness.h"
#include "ciphers/host/aead.h"
#include "ciphers/host/block.h"

namespace mqseal::bench {

/// An AEAD of a library. `algorithm`: that of contenders which must give the same bytes.
struct Peer {
  std::string name, cipher, algorithm;  ///< cipher empty: a peer for every cipher
  std::size_t key_bytes, nonce_bytes, tag_bytes;
  bool key_comes_with_nonce = false;  ///< set_key only notes the key, so it has no time of its own
  std::function<std::unique_ptr<host::Aead>()> make;
};

/// EAX over the same cipher: `cryptopp` (SPECK, SIMON, AES, LEA have a namesake there).
[[nodiscard]] std::vector<Peer> cryptopp_aeads();
/// EAX of Botan over our block cipher (`botan`), and Botan's own AEADs by name. Where the process
/// stands for a host without AES instructions, the names end with -noaes.
[[nodiscard]] std::vector<Peer> botan_aeads();
/// By name: openssl-aes-128-gcm, openssl-aes-128-ocb, openssl-chacha20-poly1305.
[[nodiscard]] std::vector<Peer> openssl_aeads();

/// Counter mode of 128-bit big-endian (or 64-bit) counters: XORs the keystream from `counter` on.
struct CounterPeer {
  std::string name, cipher;  ///< "cryptopp", "speck-64-128"
  std::size_t key_bytes, block_bytes;
  /// Returns a function that enciphers `in` to `out` again and again.
  std::function<std::function<void(const Octets& in, Octets& out)>(const Octets& key,
                                                                   const Octets& counter)>
      start;
};

[[nodiscard]] std::vector<CounterPeer> cryptopp_counters();
[[nodiscard]] std::vector<CounterPeer> library_aes_counters();  ///< Botan and OpenSSL

}  // namespace mqseal::bench
