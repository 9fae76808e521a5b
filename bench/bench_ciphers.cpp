// SPDX-License-Identifier: MIT
// The block ciphers by themselves: counter mode over long runs, single blocks, key schedules; every
// implementation of this CPU, against Crypto++ (all), Botan and OpenSSL (AES).
#include <algorithm>
#include <memory>

#include "bench/harness.h"
#include "bench/inputs.h"
#include "bench/peers.h"
#include "ciphers/host/block.h"

namespace mqseal::bench {
namespace {

constexpr const char* timed[] = {"aes-128",
                                 "speck-64-128",
                                 "speck-128-128",
                                 "speck-128-256",
                                 "simon-64-128",
                                 "simon-128-128",
                                 "simon-128-256",
                                 "present-80",
                                 "present-128"};

/// Text, its ciphertext and a keyed cipher, shared by the contenders of one implementation.
struct Keyed {
  Octets key, counter, in, out;
  std::unique_ptr<host::BlockCipher> cipher;
};

void add_ours(Suite& suite,
              const host::BlockCipherInfo& info,
              const host::BlockImplementation& implementation,
              std::size_t bytes) {
  const auto keyed = std::make_shared<Keyed>(Keyed{octets(info.key_bytes, 1),
                                                   octets(info.block_bytes, 2),
                                                   octets(bytes, 3),
                                                   Octets(bytes),
                                                   nullptr});
  keyed->cipher = std::make_unique<host::BlockCipher>(*implementation.kernel, keyed->key);
  const std::string id(info.id), name(implementation.name);
  const auto counter_mode = [keyed] {
    keyed->cipher->counter_mode(keyed->counter, keyed->in, keyed->out);
  };
  const auto result_of = [keyed](const auto& call) {
    return [keyed, call] {
      call();
      return keyed->out;
    };
  };
  suite.add({.cipher = id,
             .op = "ctr",
             .bytes = bytes,
             .name = name,
             .algorithm = id,
             .result = result_of(counter_mode),
             .call = counter_mode});
  const auto codebook = [keyed] { keyed->cipher->encrypt(keyed->in, keyed->out); };
  suite.add({.cipher = id,
             .op = "ecb",
             .bytes = bytes,
             .name = name,
             .algorithm = id,
             .result = result_of(codebook),
             .call = codebook});
}

/// A block that goes round and round: latency, as CBC and EAX feel it.
void add_block_and_key(Suite& suite,
                       const host::BlockCipherInfo& info,
                       const host::BlockImplementation& implementation) {
  const auto keyed = std::make_shared<Keyed>();
  keyed->key = octets(info.key_bytes, 1);
  keyed->in = octets(info.block_bytes, 2);
  keyed->cipher = std::make_unique<host::BlockCipher>(*implementation.kernel, keyed->key);
  suite.add({.cipher = std::string(info.id),
             .op = "ecb",
             .bytes = info.block_bytes,
             .name = std::string(implementation.name),
             .call = [keyed] { keyed->cipher->encrypt(keyed->in, keyed->in); }});
  suite.add({.cipher = std::string(info.id),
             .op = "key_setup",
             .bytes = info.key_bytes,
             .name = std::string(implementation.name),
             .call = [keyed] { keyed->cipher->set_key(keyed->key); }});
}

void add_peer(Suite& suite, const CounterPeer& peer, std::size_t bytes) {
  const Octets key = octets(peer.key_bytes, 1), counter = octets(peer.block_bytes, 2);
  const auto in = std::make_shared<Octets>(octets(bytes, 3));
  const auto out = std::make_shared<Octets>(bytes);
  const auto start = peer.start;
  const auto mode = start(key, counter);
  suite.add({.cipher = peer.cipher,
             .op = "ctr",
             .bytes = bytes,
             .name = peer.name,
             .is_peer = true,
             .algorithm = peer.cipher,
             .result =
                 [=] {
                   start(key, counter)(*in, *out);
                   return *out;
                 },
             .call = [=] { mode(*in, *out); }});
}

void add_all(Suite& suite) {
  std::vector<std::size_t> sizes = {256, 1024, 12288};
  for (const char* id : timed) {
    const host::BlockCipherInfo& info = *host::find_block_cipher(id);
    for (const auto& implementation : info.implementations) {
      if (!implementation.supported()) {
        continue;
      }
      for (const std::size_t bytes : sizes) {
        add_ours(suite, info, implementation, bytes);
      }
      add_block_and_key(suite, info, implementation);
    }
  }
  for (const auto& peers : {cryptopp_counters(), library_aes_counters()}) {
    for (const CounterPeer& peer : peers) {
      for (const std::size_t bytes : sizes) {
        add_peer(suite, peer, bytes);
      }
    }
  }
}

}  // namespace
}  // namespace mqseal::bench

int main(int argc, char** argv) {
  mqseal::bench::Suite suite(mqseal::bench::parse_options(argc, argv));
  mqseal::bench::add_all(suite);
  return suite.run();
}
