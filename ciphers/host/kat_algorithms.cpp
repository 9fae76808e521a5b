// SPDX-License-Identifier: MIT
#include "ciphers/host/kat_algorithms.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <botan/block_cipher.h>
#include <botan/mac.h>
#include <botan/stream_cipher.h>
#include <fmt/format.h>

#include "ciphers/host/aead.h"
#include "ciphers/host/eax_aead.h"
#include "ciphers/host/engines.h"

namespace mqseal::host {

namespace {

using Octets = std::vector<std::uint8_t>;

std::string same(const Octets& got, const Octets& expected, const char* what) {
  return got == expected ? std::string() : std::string(what) + " differs";
}

void need_size(const KatRecord& record, const char* field, std::size_t got, std::size_t expected) {
  if (got != expected) {
    throw std::runtime_error(fmt::format("{}:{}: {} has {} bytes, the algorithm takes {}",
                                         record.file,
                                         record.line,
                                         field,
                                         got,
                                         expected));
  }
}

/// Three-key TDEA of Botan as an engine: CMAC over it checks the shared OMAC with 64-bit blocks.
class TdeaEngine {
 public:
  static constexpr std::size_t block_bytes = 8, key_bytes = 24;
  using block = core::Block<8>;

  void set_key(const std::uint8_t* key) { cipher_->set_key(key, key_bytes); }

  [[nodiscard]] block encrypt(const block& in) const {
    std::uint8_t bytes[8];
    in.store(bytes);
    cipher_->encrypt(bytes);
    return block::load(bytes);
  }

  void clear() { cipher_->clear(); }

 private:
  std::unique_ptr<Botan::BlockCipher> cipher_ = Botan::BlockCipher::create_or_throw("TripleDES");
};

/// KEY PT CT, both directions.
template <class Engine>
std::string check_block(const KatRecord& record) {
  using Block = typename Engine::block;
  const Octets key = record.bytes("KEY"), plain = record.bytes("PT"), cipher = record.bytes("CT");
  need_size(record, "KEY", key.size(), Engine::key_bytes);
  need_size(record, "PT", plain.size(), Engine::block_bytes);
  need_size(record, "CT", cipher.size(), Engine::block_bytes);
  Engine engine;
  engine.set_key(key.data());
  Octets out(Engine::block_bytes), back(Engine::block_bytes);
  engine.encrypt(Block::load(plain.data())).store(out.data());
  engine.decrypt(Block::load(cipher.data())).store(back.data());
  engine.clear();
  const std::string encrypted = same(out, cipher, "ciphertext");
  return encrypted.empty() ? same(back, plain, "decrypted block") : encrypted;
}

/// KEY MSG TAG RESULT; TAG may be truncated.
template <class Engine>
std::string check_cmac(const KatRecord& record) {
  const Octets key = record.bytes("KEY"), message = record.bytes("MSG"), tag = record.bytes("TAG");
  if (key.size() != Engine::key_bytes) {
    return record.invalid() ? "" : "key size";
  }
  Engine engine;
  engine.set_key(key.data());
  const auto keys = core::Omac<Engine>::subkeys(engine);
  Octets mac(Engine::block_bytes);
  core::Omac<Engine>::mac(engine, keys, {message.data(), message.size()}).store(mac.data());
  engine.clear();
  const bool accepted =
      tag.size() <= mac.size() && !tag.empty() && std::equal(tag.begin(), tag.end(), mac.begin());
  return accepted != record.invalid() ? "" : accepted ? "accepted an invalid tag" : "tag differs";
}

/// Valid: seals to CT and TAG, opens to PT. Invalid: open fails and releases nothing.
std::string check_aead(const KatRecord& record, Aead& aead) {
  const Octets key = record.bytes("KEY"), nonce = record.bytes("NONCE"), ad = record.bytes("AD");
  const Octets plain = record.bytes("PT"), tag = record.bytes("TAG");
  Octets sealed = record.bytes("CT");
  if (!record.invalid()) {
    need_size(record, "CT", sealed.size(), plain.size());
  }
  sealed.insert(sealed.end(), tag.begin(), tag.end());
  aead.set_key(key);
  Octets opened(sealed.size() < aead.tag_bytes() ? 0 : sealed.size() - aead.tag_bytes(), 0xa5);
  const bool accepted = aead.open(nonce, ad, sealed, opened);
  if (record.invalid()) {
    const bool wiped =
        std::all_of(opened.begin(), opened.end(), [](std::uint8_t b) { return b == 0; });
    return accepted ? "opened an invalid record" : wiped ? "" : "released bytes on a bad tag";
  }
  if (!accepted) {
    return "does not open";
  }
  Octets again(sealed.size());
  aead.seal(nonce, ad, plain, again);
  const std::string wrong = same(again, sealed, "sealed message");
  return wrong.empty() ? same(opened, plain, "opened message") : wrong;
}

KatCheck aead_check(const CipherInfo& cipher, const Implementation& implementation) {
  return [&cipher, &implementation](const KatRecord& record) -> std::string {
    const Octets nonce = record.bytes("NONCE");
    // An attacker may shorten a tag, but the receiver's tag length is configuration.
    const std::size_t tag = record.invalid() ? cipher.tag_default : record.bytes("TAG").size();
    need_size(record, "KEY", record.bytes("KEY").size(), cipher.key_bytes);
    if (cipher.limit == KeyLimit::ascon || cipher.limit == KeyLimit::chacha20) {
      need_size(record, "NONCE", nonce.size(), cipher.random_nonce_bytes);
    }
    if (cipher.limit == KeyLimit::ccm && (nonce.size() < 7 || nonce.size() > 13)) {
      return record.invalid() ? "" : "nonce not of 7 to 13 bytes";  // SP 800-38C, A.1
    }
    if (tag < cipher.tag_min || tag > cipher.tag_max) {
      return fmt::format("tag of {} bytes is not offered", tag);
    }
    const auto aead = implementation.make(tag);
    return check_aead(record, *aead);
  };
}

/// LEA-128 has no AEAD id of its own.
std::string check_lea_eax(const KatRecord& record) {
  using Engine = portable_engine<core::Lea128>;
  const std::size_t tag = record.invalid() ? Engine::block_bytes : record.bytes("TAG").size();
  need_size(record, "KEY", record.bytes("KEY").size(), Engine::key_bytes);
  if (tag == 0 || tag > Engine::block_bytes) {
    return fmt::format("tag of {} bytes is not offered", tag);
  }
  EaxAead<Engine> aead(tag);
  return check_aead(record, aead);
}

/// RFC 8439, 2.3.2: one keystream block from KEY, COUNTER (decimal), NONCE.
std::string check_chacha20_block(const KatRecord& record) {
  const auto cipher = Botan::StreamCipher::create_or_throw("ChaCha(20)");
  const Octets key = record.bytes("KEY"), nonce = record.bytes("NONCE");
  Octets stream(record.bytes("KEYSTREAM").size());
  cipher->set_key(key);
  cipher->set_iv(nonce.data(), nonce.size());
  cipher->seek(std::stoull(record.text("COUNTER")) * 64);
  cipher->cipher1(stream.data(), stream.size());
  return same(stream, record.bytes("KEYSTREAM"), "keystream");
}

std::string check_poly1305(const KatRecord& record) {
  const auto mac = Botan::MessageAuthenticationCode::create_or_throw("Poly1305");
  const Octets key = record.bytes("KEY"), message = record.bytes("MSG");
  mac->set_key(key);
  mac->update(message);
  const auto tag = mac->final();
  return same({tag.begin(), tag.end()}, record.bytes("TAG"), "tag");
}

using Table = std::map<std::string, std::vector<KatAlgorithm>>;

template <class Engine>
void add_block(Table& table, const std::string& alg, const std::string& name = "portable") {
  table[alg].push_back({name, check_block<Engine>});
}

template <class Engine>
void add_block_and_cmac(Table& table, const std::string& alg, const std::string& cmac) {
  add_block<Engine>(table, alg);
  table[cmac].push_back({"portable", check_cmac<Engine>});
}

void add_word_ciphers(Table& table) {
  add_block<portable_engine<core::Speck32_64>>(table, "SPECK32/64");
  add_block<portable_engine<core::Speck48_72>>(table, "SPECK48/72");
  add_block<portable_engine<core::Speck48_96>>(table, "SPECK48/96");
  add_block<portable_engine<core::Speck64_96>>(table, "SPECK64/96");
  add_block<portable_engine<core::Speck96_96>>(table, "SPECK96/96");
  add_block<portable_engine<core::Speck96_144>>(table, "SPECK96/144");
  add_block<portable_engine<core::Speck128_192>>(table, "SPECK128/192");
  add_block<portable_engine<core::Speck128_256>>(table, "SPECK128/256");
  add_block<portable_engine<core::Simon32_64>>(table, "SIMON32/64");
  add_block<portable_engine<core::Simon48_72>>(table, "SIMON48/72");
  add_block<portable_engine<core::Simon48_96>>(table, "SIMON48/96");
  add_block<portable_engine<core::Simon64_96>>(table, "SIMON64/96");
  add_block<portable_engine<core::Simon96_96>>(table, "SIMON96/96");
  add_block<portable_engine<core::Simon96_144>>(table, "SIMON96/144");
  add_block<portable_engine<core::Simon128_192>>(table, "SIMON128/192");
  add_block<portable_engine<core::Simon128_256>>(table, "SIMON128/256");
}

Table make_table() {
  Table table;
  add_word_ciphers(table);
  add_block_and_cmac<portable_engine<core::Speck64_128>>(table, "SPECK64/128", "CMAC-SPECK64/128");
  add_block_and_cmac<portable_engine<core::Speck128_128>>(
      table, "SPECK128/128", "CMAC-SPECK128/128");
  add_block_and_cmac<portable_engine<core::Simon64_128>>(table, "SIMON64/128", "CMAC-SIMON64/128");
  add_block_and_cmac<portable_engine<core::Simon128_128>>(
      table, "SIMON128/128", "CMAC-SIMON128/128");
  add_block_and_cmac<portable_engine<core::Present80>>(table, "PRESENT-80", "CMAC-PRESENT-80");
  add_block_and_cmac<portable_engine<core::Present128>>(table, "PRESENT-128", "CMAC-PRESENT-128");
  add_block_and_cmac<portable_engine<core::Lea128>>(table, "LEA-128", "CMAC-LEA-128");
  add_block_and_cmac<portable_engine<core::Aes128>>(table, "AES-128", "CMAC-AES128");
  add_block<core::AesEngine<std::uint16_t>>(table, "AES-128", "portable, one block");
  add_block<core::AesEngine<std::uint32_t>>(table, "AES-128", "portable, two blocks");
  table["CMAC-TDEA3"].push_back({"shared OMAC over Botan's TDEA", check_cmac<TdeaEngine>});
  table["EAX-LEA-128"].push_back({"portable", check_lea_eax});
  table["CHACHA20-BLOCK"].push_back({"botan", check_chacha20_block});
  table["POLY1305"].push_back({"botan", check_poly1305});
  for (const CipherInfo& cipher : catalogue()) {
    for (const Implementation& implementation : cipher.implementations) {
      if (!cipher.is_none() && implementation.supported()) {
        table[std::string(cipher.vectors)].push_back(
            {std::string(implementation.name), aead_check(cipher, implementation)});
      }
    }
  }
  return table;
}

}  // namespace

const std::map<std::string, std::vector<KatAlgorithm>>& kat_algorithms() {
  static const Table table = make_table();
  return table;
}

}  // namespace mqseal::host
