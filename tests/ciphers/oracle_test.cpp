// SPDX-License-Identifier: MIT
// Random inputs against code that is not ours: Botan 2.19, OpenSSL 3, Crypto++ 8.7. Crypto++ 8.7
// has two faults that we step around: on SSSE3 machines its SPECK-128 and SIMON-128 are right only
// through ECB over many blocks, not block by block; and its EAX is right only where the message
// goes through Update and Final, not after SetKeyWithIV through EncryptAndAuthenticate.
#include <algorithm>
#include <cryptopp/aes.h>
#include <cryptopp/eax.h>
#include <cryptopp/lea.h>
#include <cryptopp/modes.h>
#include <cryptopp/simon.h>
#include <cryptopp/speck.h>
#include <functional>
#include <map>
#include <memory>
#include <openssl/evp.h>

#include <botan/block_cipher.h>
#include <botan/cmac.h>
#include <botan/eax.h>

#include "tests/ciphers/cases.h"

namespace mqseal::host {
namespace {

// ---- block ciphers: key and whole blocks to ciphertext

using Codebook = std::function<Octets(const Octets& key, const Octets& plain)>;

template <class Cipher>
Octets cryptopp_ecb(const Octets& key, const Octets& plain) {
  typename CryptoPP::ECB_Mode<Cipher>::Encryption ecb(key.data(), key.size());
  Octets out(plain.size());
  ecb.ProcessData(out.data(), plain.data(), plain.size());
  return out;
}

Octets botan_aes(const Octets& key, const Octets& plain) {
  const auto cipher = Botan::BlockCipher::create_or_throw("AES-128");
  cipher->set_key(key);
  Octets out(plain.size());
  cipher->encrypt_n(plain.data(), out.data(), plain.size() / 16);
  return out;
}

Octets openssl_aes(const Octets& key, const Octets& plain) {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(
      EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  Octets out(plain.size() + 16);
  int n = 0;
  EXPECT_EQ(EVP_EncryptInit_ex(context.get(), EVP_aes_128_ecb(), nullptr, key.data(), nullptr), 1);
  EVP_CIPHER_CTX_set_padding(context.get(), 0);
  EXPECT_EQ(EVP_EncryptUpdate(
                context.get(), out.data(), &n, plain.data(), static_cast<int>(plain.size())),
            1);
  out.resize(static_cast<std::size_t>(n));
  return out;
}

/// PRESENT, 16-, 24- and 48-bit words: in none of the three libraries.
const std::multimap<std::string_view, Codebook>& codebooks() {
  static const std::multimap<std::string_view, Codebook> all = {
      {"aes-128", botan_aes},
      {"aes-128", openssl_aes},
      {"aes-128", cryptopp_ecb<CryptoPP::AES>},
      {"lea-128", cryptopp_ecb<CryptoPP::LEA>},
      {"speck-64-96", cryptopp_ecb<CryptoPP::SPECK64>},
      {"speck-64-128", cryptopp_ecb<CryptoPP::SPECK64>},
      {"speck-128-128", cryptopp_ecb<CryptoPP::SPECK128>},
      {"speck-128-192", cryptopp_ecb<CryptoPP::SPECK128>},
      {"speck-128-256", cryptopp_ecb<CryptoPP::SPECK128>},
      {"simon-64-96", cryptopp_ecb<CryptoPP::SIMON64>},
      {"simon-64-128", cryptopp_ecb<CryptoPP::SIMON64>},
      {"simon-128-128", cryptopp_ecb<CryptoPP::SIMON128>},
      {"simon-128-192", cryptopp_ecb<CryptoPP::SIMON128>},
      {"simon-128-256", cryptopp_ecb<CryptoPP::SIMON128>}};
  return all;
}

TEST(BlockOracle, the_libraries_compute_the_same_blocks) {
  std::size_t compared = 0;
  for (const BlockCase& one : block_cases()) {
    RandomBytes random(10);
    const auto [first, last] = codebooks().equal_range(one.cipher->id);
    for (auto oracle = first; oracle != last; ++oracle) {
      for (int i = 0; i < 40; ++i) {
        const Octets key = random(one.cipher->key_bytes);
        const Octets plain = random(48 * one.cipher->block_bytes);
        Octets ours(plain.size());
        BlockCipher(*one.implementation->kernel, key).encrypt(plain, ours);
        ASSERT_EQ(ours, oracle->second(key, plain)) << one.cipher->id;
        ++compared;
      }
    }
  }
  EXPECT_GE(compared, 14U * 40U);
}

// ---- EAX and CMAC

/// Our block cipher under Botan's own modes: Botan computes EAX, we compute blocks.
class AsBotanCipher final : public Botan::BlockCipher {
 public:
  explicit AsBotanCipher(const BlockCase& one) : case_(one) {}

  void encrypt_n(const std::uint8_t in[], std::uint8_t out[], std::size_t blocks) const override {
    cipher_->encrypt({in, blocks * block_size()}, {out, blocks * block_size()});
  }

  void decrypt_n(const std::uint8_t in[], std::uint8_t out[], std::size_t blocks) const override {
    cipher_->decrypt({in, blocks * block_size()}, {out, blocks * block_size()});
  }

  [[nodiscard]] std::size_t block_size() const override { return case_.cipher->block_bytes; }

  void clear() override { cipher_.reset(); }

  [[nodiscard]] std::string name() const override { return std::string(case_.cipher->id); }

  [[nodiscard]] Botan::BlockCipher* clone() const override { return new AsBotanCipher(case_); }

  [[nodiscard]] Botan::Key_Length_Specification key_spec() const override {
    return Botan::Key_Length_Specification(case_.cipher->key_bytes);
  }

 private:
  void key_schedule(const std::uint8_t key[], std::size_t length) override {
    cipher_ =
        std::make_unique<host::BlockCipher>(*case_.implementation->kernel, Bytes(key, length));
  }

  BlockCase case_;
  std::unique_ptr<host::BlockCipher> cipher_;
};

struct Message {
  Octets key, nonce, ad, plain;
};

Octets botan_eax(std::unique_ptr<Botan::BlockCipher> cipher, const Message& m) {
  const std::size_t tag = cipher->block_size();
  Botan::EAX_Encryption eax(cipher.release(), tag);
  eax.set_key(m.key);
  eax.set_associated_data(m.ad.data(), m.ad.size());
  eax.start(m.nonce);
  Botan::secure_vector<std::uint8_t> buffer(m.plain.begin(), m.plain.end());
  eax.finish(buffer);
  return {buffer.begin(), buffer.end()};
}

template <class Cipher>
Octets cryptopp_eax(const Message& m) {
  typename CryptoPP::EAX<Cipher>::Encryption eax;
  eax.SetKeyWithIV(m.key.data(), m.key.size(), m.nonce.data(), m.nonce.size());
  eax.Update(m.ad.data(), m.ad.size());
  Octets out(m.plain.size() + eax.DigestSize());
  eax.ProcessData(out.data(), m.plain.data(), m.plain.size());
  eax.Final(out.data() + m.plain.size());
  return out;
}

Octets our_eax(const BlockCase& one, const Message& m) {
  const auto aead = one.implementation->make_eax(one.cipher->block_bytes);
  aead->set_key(m.key);
  Octets out(m.plain.size() + aead->tag_bytes());
  aead->seal(m.nonce, m.ad, m.plain, out);
  return out;
}

Message random_message(RandomBytes& random, std::size_t key_bytes, int i) {
  return {random(key_bytes),
          random(1 + random.below(40)),
          random(random.below(60)),
          random(i % 20 == 0 ? 2000 + random.below(3000) : random.below(140))};
}

using EaxOracle = std::function<Octets(const BlockCase&, const Message&)>;

/// Compares one mode code with ours for each block cipher that `ids` names (all, where it is
/// empty).
void compare_eax(const std::vector<std::string_view>& ids, const EaxOracle& oracle) {
  std::size_t compared = 0;
  for (const BlockCase& one : block_cases()) {
    const bool wanted = ids.empty() || std::count(ids.begin(), ids.end(), one.cipher->id) != 0;
    if (!wanted || one.implementation->kernel->eax == nullptr) {
      continue;
    }
    RandomBytes random(11);
    for (int i = 0; i < 150; ++i) {
      const Message message = random_message(random, one.cipher->key_bytes, i);
      ASSERT_EQ(our_eax(one, message), oracle(one, message))
          << one.cipher->id << ", message of " << message.plain.size() << " bytes";
      ++compared;
    }
  }
  EXPECT_GE(compared, 150U * std::max<std::size_t>(ids.size(), 1));
}

TEST(EaxOracle, botans_eax_over_our_blocks_agrees_for_every_block_cipher) {
  compare_eax({}, [](const BlockCase& one, const Message& message) {
    return botan_eax(std::make_unique<AsBotanCipher>(one), message);
  });
}

TEST(EaxOracle, botans_aes_eax_agrees) {
  compare_eax({"aes-128"}, [](const BlockCase&, const Message& message) {
    return botan_eax(Botan::BlockCipher::create_or_throw("AES-128"), message);
  });
}

TEST(EaxOracle, cryptopp_agrees_where_it_is_right) {
  compare_eax({"aes-128"}, [](const BlockCase&, const Message& message) {
    return cryptopp_eax<CryptoPP::AES>(message);
  });
  compare_eax({"lea-128"}, [](const BlockCase&, const Message& message) {
    return cryptopp_eax<CryptoPP::LEA>(message);
  });
  compare_eax({"speck-64-128"}, [](const BlockCase&, const Message& message) {
    return cryptopp_eax<CryptoPP::SPECK64>(message);
  });
  compare_eax({"simon-64-128"}, [](const BlockCase&, const Message& message) {
    return cryptopp_eax<CryptoPP::SIMON64>(message);
  });
}

TEST(CmacOracle, botans_cmac_over_our_blocks_agrees) {
  for (const BlockCase& one : block_cases()) {
    if (one.implementation->kernel->cmac == nullptr) {
      continue;
    }
    RandomBytes random(12);
    for (std::size_t bytes = 0; bytes <= 70; ++bytes) {
      const Octets key = random(one.cipher->key_bytes), message = random(bytes);
      Octets ours(one.cipher->block_bytes);
      host::BlockCipher(*one.implementation->kernel, key).cmac(message, ours);
      Botan::CMAC theirs(new AsBotanCipher(one));  // takes it over
      theirs.set_key(key);
      theirs.update(message);
      const auto tag = theirs.final();
      ASSERT_EQ(ours, Octets(tag.begin(), tag.end())) << one.cipher->id << ", " << bytes;
    }
  }
}

}  // namespace
}  // namespace mqseal::host
