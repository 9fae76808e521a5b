// SPDX-License-Identifier: MIT
// Every record of tests/vectors runs against every implementation that this CPU has.
#include "ciphers/host/kat.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "ciphers/host/aead.h"

namespace mqseal::host {
namespace {

std::vector<KatRecord> all_records() {
  std::vector<KatRecord> records;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(MQSEAL_SOURCE_DIR) + "/tests/vectors")) {
    if (entry.path().extension() == ".txt") {
      const auto read = read_records(entry.path().string());
      records.insert(records.end(), read.begin(), read.end());
    }
  }
  return records;
}

TEST(Kat, every_committed_record_comes_out_on_every_implementation) {
  const auto records = all_records();
  const KatReport report = run_records(records, false);
  EXPECT_TRUE(report.mismatches.empty()) << fmt::format("{}", fmt::join(report.mismatches, "\n"));
  std::size_t not_run = 0;
  for (const auto& [why, count] : report.not_run) {
    std::cout << "not run: " << count << " records, " << why << '\n';
    not_run += count;
  }
  std::cout << report.records << " records run, " << report.checks << " checks\n";
  EXPECT_EQ(report.records + not_run, records.size());
  // GIFT-COFB is left out on purpose: mqseal offers no such cipher.
  const std::map<std::string, std::size_t> expected = {{"GIFT-COFB: no such algorithm here", 1089}};
  EXPECT_EQ(report.not_run, expected);
}

TEST(Kat, every_cipher_has_vectors) {
  std::set<std::string> algorithms;
  for (const KatRecord& record : all_records()) {
    algorithms.insert(record.text("ALG"));
  }
  for (const CipherInfo& cipher : catalogue()) {
    EXPECT_TRUE(cipher.is_none() || algorithms.contains(std::string(cipher.vectors))) << cipher.id;
  }
}

TEST(Kat, a_changed_bit_is_a_mismatch_that_names_record_and_implementation) {
  auto records = parse_records(
      "ID = x\nALG = SPECK64/128\nKEY = 0001020308090a0b1011121318191a1b\n"
      "PT = 2d4375747465723b\nCT = 8b024e4548a56f8d\n",
      "mine.txt");
  EXPECT_EQ(run_records(records, true).mismatches.size(), 1U);
  const KatReport report = run_records(records, false);
  ASSERT_EQ(report.mismatches.size(), report.checks);
  EXPECT_NE(report.mismatches.back().find("mine.txt:1 x: SPECK64/128 portable"), std::string::npos)
      << report.mismatches.back();
}

TEST(Kat, malformed_files_are_refused_with_their_line) {
  const auto message = [](const std::string& text) -> std::string {
    try {
      const auto records = parse_records(text, "f");
      for (const auto& record : records) {
        const auto key = record.bytes("KEY");
      }
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return {};
  };
  EXPECT_EQ(message("ID = a\nnonsense\n"),
            "f:2: expected 'FIELD = value', a comment or an empty line");
  EXPECT_EQ(message("ID = a\nID = b\n"), "f:2: field ID twice in one record");
  EXPECT_EQ(message("KEY = 0g\n"), "f:1: KEY is not pairs of hex digits");
  EXPECT_EQ(message("ID = a\n"), "f:1: the record has no KEY");
}

}  // namespace
}  // namespace mqseal::host
