// SPDX-License-Identifier: MIT
#include "ciphers/host/kat_algorithms.h"

#include <cctype>
#include <map>
#include <memory>

#include <botan/block_cipher.h>
#include <botan/mac.h>
#include <botan/stream_cipher.h>

#include "ciphers/core/omac.h"
#include "ciphers/host/kat_checks.h"

namespace mqseal::host {

namespace {

/// An Ops (ciphers/core/ops.h) over Botan's three-key TDEA: CMAC over it checks the shared OMAC
/// with 64-bit blocks against NIST's own examples.
struct TdeaOps {
  static constexpr std::size_t block_bytes = 8, key_bytes = 24;
  using Block = core::Block<8>;

  struct Keys {
    const Botan::BlockCipher* cipher;
  };

  template <std::size_t n>
  static void encrypt(const Keys& keys, Block (&blocks)[n]) {
    for (Block& block : blocks) {
      std::uint8_t bytes[block_bytes];
      block.store(bytes);
      keys.cipher->encrypt(bytes);
      block = Block::load(bytes);
    }
  }
};

KatOutcome check_cmac_tdea(const KatRecord& record) {
  const auto cipher = Botan::BlockCipher::create_or_throw("TripleDES");
  cipher->set_key(exact_bytes(record, "KEY", TdeaOps::key_bytes));
  const Octets message = record.bytes("MSG");
  Octets mac(TdeaOps::block_bytes);
  core::cmac<TdeaOps>({cipher.get()}, {message.data(), message.size()}, mac.data());
  return expect_tag(record, mac);
}

/// RFC 8439, section 2.3: one block of keystream from KEY, COUNTER (decimal), NONCE.
KatOutcome check_chacha20_block(const KatRecord& record) {
  const Octets nonce = exact_bytes(record, "NONCE", 12);
  const Octets known = exact_bytes(record, "KEYSTREAM", 64);
  const auto cipher = Botan::StreamCipher::create_or_throw("ChaCha(20)");
  cipher->set_key(exact_bytes(record, "KEY", 32));
  cipher->set_iv(nonce.data(), nonce.size());
  cipher->seek(std::stoull(record.text("COUNTER")) * known.size());
  Octets stream(known.size());
  cipher->cipher1(stream.data(), stream.size());
  return expect_same("KEYSTREAM", known, stream);
}

/// RFC 8439, section 2.5.
KatOutcome check_poly1305(const KatRecord& record) {
  const auto mac = Botan::MessageAuthenticationCode::create_or_throw("Poly1305");
  mac->set_key(exact_bytes(record, "KEY", 32));
  mac->update(record.bytes("MSG"));
  return expect_tag(record, mac->final());
}

std::string plain_name(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return plain;
}

using Table = std::map<std::string, std::vector<KatAlgorithm>>;

void add_block(Table& table, const BlockCipherInfo& block) {
  const std::string name = plain_name(block.alg);
  for (const BlockImplementation& i : block.implementations) {
    const std::string implementation(i.name);
    const core::BlockKernel& kernel = *i.kernel;
    if (!i.supported()) {
      continue;
    }
    table[name].push_back({implementation, [&](const auto& r) { return check_block(r, kernel); }});
    if (kernel.cmac != nullptr) {
      table["cmac" + name].push_back(
          {implementation, [&](const auto& r) { return check_cmac(r, kernel); }});
    }
    if (kernel.eax != nullptr) {
      const Implementation eax{
          i.name, i.uses_aes_instructions, i.claims_constant_time, i.supported, i.make_eax};
      table["eax" + name].push_back({implementation, [=](const KatRecord& r) {
                                       const std::size_t tag_max = kernel.block_bytes;
                                       return check_aead(r, eax, {kernel.key_bytes, tag_max, {}});
                                     }});
    }
  }
}

/// Under its id and, where block ciphers did not bring it, under the ALG of its vectors.
void add_aead(Table& table, const CipherInfo& cipher) {
  std::vector<KatAlgorithm> all;
  for (const Implementation& implementation : cipher.implementations) {
    if (implementation.supported()) {
      all.push_back({std::string(implementation.name), [&](const KatRecord& record) {
                       const AeadLimits limits{cipher.key_bytes, cipher.tag_max, &cipher};
                       return check_aead(record, implementation, limits);
                     }});
    }
  }
  table[plain_name(cipher.id)] = all;
  table.emplace(plain_name(cipher.vectors), all);
}

Table make_table() {
  Table table;
  for (const BlockCipherInfo& block : block_catalogue()) {
    add_block(table, block);
  }
  for (const CipherInfo& cipher : catalogue()) {
    if (!cipher.is_none()) {
      add_aead(table, cipher);
    }
  }
  table["cmactdea3"].push_back({"shared OMAC over Botan's TDEA", check_cmac_tdea});
  table["chacha20block"].push_back({"botan", check_chacha20_block});
  table["poly1305"].push_back({"botan", check_poly1305});
  return table;
}

}  // namespace

const std::vector<KatAlgorithm>* find_kat_algorithm(std::string_view alg) {
  static const Table table = make_table();
  const auto found = table.find(plain_name(alg));
  return found == table.end() ? nullptr : &found->second;
}

}  // namespace mqseal::host
