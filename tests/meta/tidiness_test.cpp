// SPDX-License-Identifier: MIT
// Rules that hold for every file: size, licence line, no promises, no path of a machine.
#include <regex>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/meta/source_tree.h"

namespace mqseal::meta {
namespace {

TEST(Tidiness, no_source_file_is_longer_than_300_lines) {
  for (const std::string& file :
       source_files({".cpp", ".h", ".js", ".mjs", ".css", ".py", ".sh"})) {
    EXPECT_LE(lines_of(file).size(), 300U) << file;
  }
}

TEST(Tidiness, every_source_file_opens_with_its_licence) {
  for (const std::string& file : source_files({".cpp", ".h", ".js", ".mjs", ".py", ".cmake"})) {
    const auto lines = lines_of(file);
    const std::string head = lines.empty() ? "" : lines[0] + (lines.size() > 1 ? lines[1] : "");
    EXPECT_NE(head.find("SPDX-License-Identifier: MIT"), std::string::npos) << file;
  }
}

TEST(Tidiness, no_file_promises_later_work) {
  // Written in two parts so that this file does not find itself.
  const std::regex promise(
      "\\b(TO"
      "DO|FIX"
      "ME|HA"
      "CK)\\b");
  for (const std::string& file :
       source_files({".cpp", ".h", ".js", ".mjs", ".py", ".txt", ".cmake"})) {
    for (const std::string& line : lines_of(file)) {
      EXPECT_FALSE(std::regex_search(line, promise)) << file << ": " << line;
    }
  }
}

TEST(Tidiness, no_file_names_a_place_of_the_machine_that_built_it) {
  const std::string source = MQSEAL_SOURCE_DIR;
  for (const std::string& file : source_files(
           {".cpp", ".h", ".txt", ".cmake", ".md", ".yaml", ".json", ".js", ".mjs", "dev"})) {
    const std::string text = read(file);
    EXPECT_EQ(text.find(source + "/"), std::string::npos) << file;
    EXPECT_EQ(text.find("\"resolved\": \"http"), std::string::npos) << file;
  }
}

TEST(Tidiness, every_header_is_guarded_once) {
  for (const std::string& file : source_files({".h"})) {
    const std::string text = read(file);
    const bool guarded = text.find("#pragma once") != std::string::npos ||
                         (text.find("#ifndef MQSEAL_") != std::string::npos);
    EXPECT_TRUE(guarded) << file;
  }
}

}  // namespace
}  // namespace mqseal::meta
