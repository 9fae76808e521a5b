// SPDX-License-Identifier: MIT
// Sealing and opening messages of 16 to 1024 bytes: nonce of 12 bytes (Ascon: 16), associated data
// of 16, key kept or new for each message; and sealing the messages of many clients at once. Every
// implementation of the catalogue against Crypto++, Botan and OpenSSL. In a process that stands for
// a host without AES instructions (MQSEAL_BOTAN_NOAES) only what needs none, against the libraries
// without theirs.
#include <cstring>
#include <memory>

#include "bench/batch_contenders.h"
#include "bench/harness.h"
#include "bench/inputs.h"
#include "bench/peers.h"
#include "ciphers/host/simple_aeads.h"

namespace mqseal::bench {
namespace {

constexpr std::size_t associated_data_bytes = 16;
constexpr std::size_t sizes[] = {16, 64, 256, 1024};

/// One AEAD with one message, shared by its contenders.
struct Session {
  std::unique_ptr<host::Aead> aead;
  Octets key, nonce, next_nonce, ad, text, sealed, opened;

  Session(std::unique_ptr<host::Aead> made,
          std::size_t key_bytes,
          std::size_t nonce_bytes,
          std::size_t bytes)
      : aead(std::move(made)),
        key(octets(key_bytes, 1)),
        nonce(octets(nonce_bytes, 2)),
        next_nonce(nonce),
        ad(octets(associated_data_bytes, 3)),
        text(octets(bytes, 4)),
        sealed(bytes + aead->tag_bytes()),
        opened(bytes) {
    aead->set_key(key);
    aead->seal(nonce, ad, text, sealed);
  }

  /// Every message has another nonce, as in use.
  void seal_next() {
    std::uint64_t count = 0;
    std::memcpy(&count, next_nonce.data(), sizeof count);
    ++count;
    std::memcpy(next_nonce.data(), &count, sizeof count);
    aead->seal(next_nonce, ad, text, scratch);
  }

  Octets scratch = Octets(sealed.size());
};

struct Names {
  std::string cipher, name, algorithm;
  bool is_peer, has_key_setup;
};

void add_message(Suite& suite, const Names& names, const std::shared_ptr<Session>& s) {
  const auto add = [&](const char* op, std::function<Octets()> result, std::function<void()> call) {
    suite.add({.cipher = names.cipher,
               .op = op,
               .bytes = s->text.size(),
               .name = names.name,
               .is_peer = names.is_peer,
               .algorithm = names.algorithm,
               .result = std::move(result),
               .call = std::move(call)});
  };
  const auto sealed = [s] { return s->sealed; };
  const auto opened = [s] {
    const bool good = s->aead->open(s->nonce, s->ad, s->sealed, s->opened);
    return good ? s->opened : Octets();
  };
  const auto open = [s] {
    if (!s->aead->open(s->nonce, s->ad, s->sealed, s->opened)) {
      std::abort();
    }
  };
  add("seal", sealed, [s] { s->seal_next(); });
  add("open", opened, open);
  add("seal_new_key", sealed, [s] {
    s->aead->set_key(s->key);
    s->seal_next();
  });
  add("open_new_key", opened, [s, open] {
    s->aead->set_key(s->key);
    open();
  });
}

void add_aead(Suite& suite,
              const Names& names,
              std::size_t key_bytes,
              std::size_t nonce_bytes,
              const std::function<std::unique_ptr<host::Aead>()>& make) {
  for (const std::size_t bytes : sizes) {
    add_message(suite, names, std::make_shared<Session>(make(), key_bytes, nonce_bytes, bytes));
  }
  if (!names.has_key_setup) {
    return;
  }
  const auto session = std::make_shared<Session>(make(), key_bytes, nonce_bytes, 16);
  suite.add({.cipher = names.cipher,
             .op = "key_setup",
             .bytes = key_bytes,
             .name = names.name,
             .is_peer = names.is_peer,
             .call = [session] { session->aead->set_key(session->key); }});
}

void add_ours(Suite& suite) {
  for (const host::CipherInfo& cipher : host::catalogue()) {
    for (const host::Implementation& implementation : cipher.implementations) {
      const bool wanted = !host::botan_is_without_aes() || !implementation.uses_aes_instructions;
      if (cipher.is_none() || !implementation.supported() || !wanted) {
        continue;
      }
      add_aead(suite,
               {std::string(cipher.id),
                std::string(implementation.name),
                std::string(cipher.id),
                false,
                true},
               cipher.key_bytes,
               cipher.counter_nonce_bytes,
               [&] { return implementation.make(cipher.tag_default); });
    }
  }
}

void add_peers(Suite& suite) {
  for (const auto& peers : {cryptopp_aeads(), botan_aeads(), openssl_aeads()}) {
    for (const Peer& peer : peers) {
      add_aead(suite,
               {peer.cipher, peer.name, peer.algorithm, true, !peer.key_comes_with_nonce},
               peer.key_bytes,
               peer.nonce_bytes,
               peer.make);
    }
  }
}

}  // namespace
}  // namespace mqseal::bench

int main(int argc, char** argv) {
  using namespace mqseal;
  bench::Suite suite(bench::parse_options(argc, argv));
  bench::add_ours(suite);
  bench::add_peers(suite);
  if (!host::botan_is_without_aes()) {
    bench::add_batches(suite);
  }
  return suite.run();
}
