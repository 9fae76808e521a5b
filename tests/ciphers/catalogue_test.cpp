// SPDX-License-Identifier: MIT
// The catalogue is complete both ways: no entry without vectors and facts, no vectors without an
// entry; and the choice of an implementation.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "ciphers/host/kat.h"
#include "ciphers/host/kat_algorithms.h"
#include "tests/ciphers/cases.h"

namespace mqseal::host {
namespace {

std::set<std::string> algorithms_with_vectors() {
  std::set<std::string> algorithms;
  for (const auto& entry :
       std::filesystem::directory_iterator(MQSEAL_SOURCE_DIR "/tests/vectors")) {
    if (entry.path().extension() == ".txt") {
      for (const KatRecord& record : read_records(entry.path().string())) {
        algorithms.insert(record.text("ALG"));
      }
    }
  }
  return algorithms;
}

std::set<std::string> fact_ids() {
  std::ifstream in(MQSEAL_SOURCE_DIR "/ciphers/facts/ciphers.yaml");
  std::set<std::string> ids;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("- id: ")) {
      ids.insert(line.substr(6));
    }
  }
  return ids;
}

TEST(Catalogue, has_the_ids_of_the_design_in_its_order) {
  const std::vector<std::string_view> ids = {"none",
                                             "aes-128-eax",
                                             "speck-64-128-eax",
                                             "speck-128-128-eax",
                                             "simon-64-128-eax",
                                             "simon-128-128-eax",
                                             "present-80-eax",
                                             "present-128-eax",
                                             "ascon-aead128",
                                             "aes-128-gcm",
                                             "aes-128-ccm",
                                             "chacha20-poly1305"};
  std::vector<std::string_view> found;
  for (const CipherInfo& cipher : catalogue()) {
    found.push_back(cipher.id);
  }
  EXPECT_EQ(found, ids);
  EXPECT_EQ(block_catalogue().size(), 24U);  // AES, LEA, two PRESENT, ten SPECK, ten SIMON
}

TEST(Catalogue, every_entry_has_vectors_and_facts_and_an_implementation_that_always_runs) {
  const auto vectors = algorithms_with_vectors();
  const auto facts = fact_ids();
  for (const CipherInfo& cipher : catalogue()) {
    ASSERT_FALSE(cipher.implementations.empty()) << cipher.id;
    EXPECT_TRUE(cipher.implementations.back().supported()) << cipher.id;
    EXPECT_TRUE(cipher.tag_ok(cipher.tag_default)) << cipher.id;
    EXPECT_TRUE(cipher.nonce_ok(cipher.random_nonce_bytes)) << cipher.id;
    EXPECT_TRUE(cipher.nonce_ok(cipher.counter_nonce_bytes)) << cipher.id;
    if (!cipher.is_none()) {
      EXPECT_TRUE(vectors.contains(std::string(cipher.vectors))) << cipher.id;
      EXPECT_TRUE(facts.contains(std::string(cipher.facts_id))) << cipher.id;
    }
  }
  for (const BlockCipherInfo& cipher : block_catalogue()) {
    ASSERT_FALSE(cipher.implementations.empty()) << cipher.id;
    EXPECT_EQ(cipher.implementations.back().name, "portable") << cipher.id;
    EXPECT_TRUE(vectors.contains(std::string(cipher.alg))) << cipher.id;
  }
}

TEST(Catalogue, every_vector_file_but_gift_cofb_has_an_entry) {
  for (const std::string& algorithm : algorithms_with_vectors()) {
    EXPECT_EQ(find_kat_algorithm(algorithm) != nullptr, algorithm != "GIFT-COFB") << algorithm;
  }
}

TEST(Catalogue, an_id_names_the_same_algorithm_as_the_alg_of_its_vectors) {
  EXPECT_EQ(find_kat_algorithm("SPECK64/128"), find_kat_algorithm("speck-64-128"));
  EXPECT_NE(find_kat_algorithm("aes-128-eax"), nullptr);
  EXPECT_EQ(find_kat_algorithm("speck-64"), nullptr);
}

TEST(Catalogue, tag_lengths_are_those_of_the_envelope) {
  const auto allowed = [](std::string_view id) {
    std::string lengths;
    for (std::size_t tag = 0; tag <= 17; ++tag) {
      lengths += find_cipher(id)->tag_ok(tag) ? std::to_string(tag) + " " : "";
    }
    return lengths;
  };
  EXPECT_EQ(allowed("none"), "0 ");
  EXPECT_EQ(allowed("speck-64-128-eax"), "4 5 6 7 8 ");
  EXPECT_EQ(allowed("aes-128-eax"), "4 5 6 7 8 9 10 11 12 13 14 15 16 ");
  EXPECT_EQ(allowed("ascon-aead128"), "4 5 6 7 8 9 10 11 12 13 14 15 16 ");
  EXPECT_EQ(allowed("aes-128-gcm"), "8 12 13 14 15 16 ");
  EXPECT_EQ(allowed("aes-128-ccm"), "4 6 8 10 12 14 16 ");
  EXPECT_EQ(allowed("chacha20-poly1305"), "16 ");
}

TEST(Catalogue, finds_implementations_by_name_force_and_rank) {
  const CipherInfo& speck = *find_cipher("speck-64-128-eax");
  const CipherInfo& gcm = *find_cipher("aes-128-gcm");
  EXPECT_EQ(find_cipher("speck-64-128"), nullptr);
  EXPECT_EQ(find_implementation(speck, "portable")->name, "portable");
  EXPECT_EQ(find_implementation(speck, "botan"), nullptr);
  ASSERT_EQ(setenv("MQSEAL_FORCE_ISA", "portable", 1), 0);
  EXPECT_EQ(find_implementation(speck, "")->name, "portable");
  EXPECT_EQ(find_implementation(gcm, "")->name, "botan") << "has no `portable`: its own best";
  ASSERT_EQ(unsetenv("MQSEAL_FORCE_ISA"), 0);
  EXPECT_TRUE(find_implementation(speck, "")->supported());
}

TEST(Catalogue, a_table_based_implementation_runs_only_where_it_is_named) {
  const CipherInfo& present = *find_cipher("present-128-eax");
  ASSERT_NE(find_implementation(present, "table"), nullptr);
  EXPECT_FALSE(find_implementation(present, "table")->claims_constant_time);
  EXPECT_TRUE(find_implementation(present, "")->claims_constant_time);
  // `portable`, the last resort of every CPU, stands behind it.
  EXPECT_EQ(present.implementations.back().name, "portable");
}

TEST(Catalogue, botan_is_in_a_process_without_aes_instructions_only_where_it_was_asked_for) {
  const CipherInfo& gcm = *find_cipher("aes-128-gcm");
  EXPECT_NE(find_implementation(gcm, "botan"), nullptr);
  EXPECT_EQ(find_implementation(gcm, "botan-noaes"), nullptr);
}

TEST(Catalogue, none_copies_and_opens_anything) {
  const auto none = find_cipher("none")->implementations[0].make(0);
  const Octets plain = {1, 2, 3};
  Octets out(3), empty;
  none->seal({}, {}, plain, out);
  EXPECT_EQ(out, plain);
  EXPECT_TRUE(none->open({}, {}, plain, out));
  EXPECT_TRUE(none->open({}, {}, empty, empty));
  EXPECT_EQ(none->tag_bytes(), 0U);
}

}  // namespace
}  // namespace mqseal::host
