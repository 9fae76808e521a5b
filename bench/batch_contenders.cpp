// SPDX-License-Identifier: MIT
#include "bench/batch_contenders.h"

#include <memory>

#include "bench/inputs.h"
#include "ciphers/host/batch.h"

namespace mqseal::bench {

namespace {

/// What all clients seal: everyone a key and a text of its own, nonce of 12 bytes, AD of 16.
struct Fleet {
  std::vector<Octets> keys;
  Octets nonces, ad, texts, outs;
  std::vector<host::BatchMessage> messages;

  Fleet(const host::CipherInfo& cipher, std::size_t clients, std::size_t bytes)
      : nonces(octets(clients * 12, 1)),
        ad(octets(16, 2)),
        texts(octets(clients * bytes, 3)),
        outs(clients * (bytes + cipher.tag_default)) {
    const std::size_t sealed = bytes + cipher.tag_default;
    for (std::size_t i = 0; i < clients; ++i) {
      keys.push_back(octets(cipher.key_bytes, 100 + i));
      messages.push_back({i,
                          host::Bytes(nonces).subspan(i * 12, 12),
                          ad,
                          host::Bytes(texts).subspan(i * bytes, bytes),
                          host::MutableBytes(outs).subspan(i * sealed, sealed)});
    }
  }
};

void add(Suite& suite,
         const host::CipherInfo& cipher,
         const std::shared_ptr<Fleet>& fleet,
         std::size_t bytes,
         const std::string& name,
         const std::function<void()>& call) {
  const std::size_t clients = fleet->messages.size();
  suite.add({.cipher = std::string(cipher.id),
             .op = "batch_seal",
             .bytes = bytes,
             .clients = clients,
             .name = name,
             .is_peer = name == "one-by-one",
             .algorithm = std::string(cipher.id) + std::to_string(clients),
             .result =
                 [=] {
                   call();
                   return fleet->outs;
                 },
             .call = call,
             .calls = clients});
}

void add_fleet(Suite& suite,
               const host::CipherInfo& cipher,
               std::size_t clients,
               std::size_t bytes) {
  const auto fleet = std::make_shared<Fleet>(cipher, clients, bytes);
  const auto single = std::make_shared<std::vector<std::unique_ptr<host::Aead>>>();
  for (std::size_t i = 0; i < clients; ++i) {
    single->push_back(host::find_implementation(cipher, "")->make(cipher.tag_default));
    single->back()->set_key(fleet->keys[i]);
  }
  add(suite, cipher, fleet, bytes, "one-by-one", [single, fleet] {
    for (const host::BatchMessage& m : fleet->messages) {
      (*single)[m.client]->seal(m.nonce, m.associated_data, m.plaintext, m.out);
    }
  });
  for (const host::BatchImplementation& implementation : host::batch_implementations()) {
    if (implementation.cipher != cipher.id || !implementation.supported()) {
      continue;
    }
    const auto sealer = std::make_shared<host::BatchSealer>(
        implementation, clients, cipher.tag_default, host::BatchLimits{});
    for (std::size_t i = 0; i < clients; ++i) {
      sealer->set_key(i, fleet->keys[i]);
    }
    add(suite, cipher, fleet, bytes, std::string(implementation.name), [sealer, fleet] {
      sealer->seal(fleet->messages);
    });
  }
}

}  // namespace

void add_batches(Suite& suite) {
  for (const host::CipherInfo& cipher : host::catalogue()) {
    if (host::find_batch_implementation(cipher.id, "") == nullptr) {
      continue;
    }
    for (const std::size_t bytes : {16U, 64U, 256U}) {
      add_fleet(suite, cipher, 256, bytes);
    }
    add_fleet(suite, cipher, 4096, 16);
    if (!suite.options().quick) {
      add_fleet(suite, cipher, 32768, 16);
    }
  }
}

}  // namespace mqseal::bench
