// SPDX-License-Identifier: MIT
// Sealing in batches gives, for every message, exactly what the client's own Aead gives.
#include "ciphers/host/batch.h"

#include <algorithm>
#include <stdexcept>

#include "tests/ciphers/cases.h"

namespace mqseal::host {
namespace {

/// One message with its own memory.
struct Letter {
  std::size_t client;
  Octets nonce, ad, plain, out;
};

class Batch : public testing::TestWithParam<const BatchImplementation*> {
 protected:
  [[nodiscard]] const CipherInfo& cipher() const { return *find_cipher(GetParam()->cipher); }

  void set_keys(BatchSealer& sealer, std::size_t clients) {
    for (std::size_t client = 0; client < clients; ++client) {
      keys_.push_back(random_(cipher().key_bytes));
      sealer.set_key(client, keys_.back());
    }
  }

  Letter letter(std::size_t client, std::size_t nonce, std::size_t ad, std::size_t text) {
    return {client, random_(nonce), random_(ad), random_(text), Octets(text + tag_)};
  }

  void seal(BatchSealer& sealer, std::vector<Letter>& letters) {
    std::vector<BatchMessage> batch;
    for (Letter& l : letters) {
      batch.push_back({l.client, l.nonce, l.ad, l.plain, l.out});
    }
    sealer.seal(batch);
  }

  void expect_as_one_by_one(const std::vector<Letter>& letters) {
    const Implementation& reference = cipher().implementations.back();
    for (const Letter& l : letters) {
      const auto aead = reference.make(tag_);
      aead->set_key(keys_[l.client]);
      Octets expected(l.out.size());
      aead->seal(l.nonce, l.ad, l.plain, expected);
      ASSERT_EQ(l.out, expected) << "client " << l.client << ", " << l.plain.size() << " bytes";
    }
  }

  RandomBytes random_{21};
  std::size_t tag_ = cipher().tag_default;
  std::vector<Octets> keys_;
  BatchLimits limits_{.nonce_bytes = 20, .associated_data_bytes = 50, .plaintext_bytes = 300};
};

TEST_P(Batch, all_lanes_at_every_length_agree_with_single_seals) {
  const std::size_t clients = GetParam()->lanes;
  BatchSealer sealer(*GetParam(), clients, tag_, limits_);
  set_keys(sealer, clients);
  const std::size_t block = cipher().block_bytes;
  for (std::size_t text = 0; text <= 3 * block + 1; ++text) {
    std::vector<Letter> letters;
    for (std::size_t client = 0; client < clients; ++client) {
      letters.push_back(letter(client, text % 20, (text * 7) % 50, text));
    }
    const auto before = sealer.passes();
    seal(sealer, letters);
    EXPECT_EQ(sealer.passes() - before, 1U);
    expect_as_one_by_one(letters);
  }
}

TEST_P(Batch, any_order_and_any_lengths_and_the_same_client_again) {
  const std::size_t clients = 2 * GetParam()->lanes + 3;
  tag_ = cipher().tag_min;
  BatchSealer sealer(*GetParam(), clients, tag_, limits_);
  set_keys(sealer, clients);
  for (int round = 0; round < 4; ++round) {
    std::vector<Letter> letters;
    for (std::size_t i = random_.below(4 * clients); i > 0; --i) {
      letters.push_back(letter(random_.below(clients),
                               12 + 4 * random_.below(2),
                               random_.below(3) * 13,
                               random_.below(4) * 75));
    }
    seal(sealer, letters);
    expect_as_one_by_one(letters);
  }
}

TEST_P(Batch, seals_in_place_and_after_a_new_key) {
  BatchSealer sealer(*GetParam(), 1, tag_, limits_);
  set_keys(sealer, 1);
  keys_[0] = random_(cipher().key_bytes);
  sealer.set_key(0, keys_[0]);
  Letter in_place = letter(0, 12, 20, 77);
  std::copy(in_place.plain.begin(), in_place.plain.end(), in_place.out.begin());
  const BatchMessage message{
      0, in_place.nonce, in_place.ad, Bytes(in_place.out).first(77), in_place.out};
  sealer.seal({&message, 1});
  expect_as_one_by_one({in_place});
}

TEST_P(Batch, refuses_what_is_too_long_before_it_seals_anything) {
  BatchSealer sealer(*GetParam(), 2, tag_, limits_);
  set_keys(sealer, 2);
  std::vector<Letter> letters = {letter(0, 12, 0, 10), letter(1, 12, 0, 301)};
  EXPECT_THROW(seal(sealer, letters), std::length_error);
  EXPECT_EQ(letters[0].out, Octets(letters[0].out.size()));
  letters[1] = letter(GetParam()->lanes, 12, 0, 10);
  EXPECT_THROW(seal(sealer, letters), std::out_of_range);
  EXPECT_EQ(sealer.passes(), 0U);
  sealer.seal({});
}

std::vector<const BatchImplementation*> supported_batches() {
  std::vector<const BatchImplementation*> supported;
  for (const BatchImplementation& implementation : batch_implementations()) {
    if (implementation.supported()) {
      supported.push_back(&implementation);
    }
  }
  return supported;
}

INSTANTIATE_TEST_SUITE_P(Catalogue,
                         Batch,
                         testing::ValuesIn(supported_batches()),
                         [](const auto& param_info) {
                           return case_name(param_info.param->cipher, param_info.param->name);
                         });
// On a CPU without AVX2 there is no batch implementation, and nothing to test.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Batch);

TEST(BatchCatalogue, names_ciphers_of_the_catalogue_and_finds_the_best_first) {
  for (const BatchImplementation& implementation : batch_implementations()) {
    const CipherInfo* const cipher = find_cipher(implementation.cipher);
    ASSERT_NE(cipher, nullptr) << implementation.cipher;
    EXPECT_NE(find_implementation(*cipher, "portable"), nullptr);
    if (implementation.supported()) {
      EXPECT_EQ(find_batch_implementation(implementation.cipher, implementation.name),
                &implementation);
      EXPECT_NE(find_batch_implementation(implementation.cipher, ""), nullptr);
    }
  }
  EXPECT_EQ(find_batch_implementation("aes-128-eax", ""), nullptr);
}

}  // namespace
}  // namespace mqseal::host
