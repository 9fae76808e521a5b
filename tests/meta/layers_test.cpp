// SPDX-License-Identifier: MIT
// Holds the #include lines of the code against tests/meta/layers.txt.
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/meta/source_tree.h"

namespace mqseal::meta {
namespace {

using Table = std::map<std::string, std::set<std::string>>;

Table layer_table() {
  Table table;
  for (const std::string& line : lines_of("tests/meta/layers.txt")) {
    const auto colon = line.find(':');
    if (line.empty() || line[0] == '#' || colon == std::string::npos) {
      continue;
    }
    std::istringstream allowed(line.substr(colon + 1));
    auto& row = table[line.substr(0, colon)];
    for (std::string folder; allowed >> folder;) {
      row.insert(folder);
    }
  }
  return table;
}

/// "sim/fleet/x.cpp" -> "sim/fleet"; "bench/x.cpp" and "bench/mcu/x.cpp" -> "bench".
std::string folder_of(const std::string& path) {
  const auto first = path.find('/');
  if (path.rfind("bench/", 0) == 0 || path.rfind("tests/", 0) == 0) {
    return path.substr(0, first);
  }
  return path.substr(0, path.find('/', first + 1));
}

std::vector<std::string> violations(const Table& table) {
  static const std::regex include(
      R"re(^\s*#\s*include\s+"((ciphers|sim|bench|tests)/[^"]+\.h)")re");
  std::vector<std::string> found;
  for (const std::string& file : source_files({".cpp", ".h"})) {
    const std::string from = folder_of(file);
    if (from == "tests") {
      continue;
    }
    const auto row = table.find(from);
    for (const std::string& line : lines_of(file)) {
      std::smatch match;
      if (!std::regex_search(line, match, include)) {
        continue;
      }
      const std::string to = folder_of(match[1]);
      if (to != from && (row == table.end() || !row->second.contains(to))) {
        found.push_back(fmt::format("{} includes {}", file, match[1].str()));
      }
    }
  }
  return found;
}

TEST(Layers, every_include_is_allowed_by_the_table) {
  const auto found = violations(layer_table());
  EXPECT_TRUE(found.empty()) << fmt::format("{}", fmt::join(found, "\n"));
}

TEST(Layers, the_check_finds_a_forbidden_include) {
  Table table = layer_table();
  table["sim/fleet"].erase("sim/client");
  EXPECT_FALSE(violations(table).empty());
}

TEST(Layers, the_table_has_no_cycle) {
  const Table table = layer_table();
  for (const auto& [folder, allowed] : table) {
    std::set<std::string> reached = allowed;
    for (bool grew = true; grew;) {
      grew = false;
      for (const std::string& step : std::set<std::string>(reached)) {
        ASSERT_TRUE(table.contains(step)) << step << " has no row";
        for (const std::string& next : table.at(step)) {
          grew |= reached.insert(next).second;
        }
      }
    }
    EXPECT_FALSE(reached.contains(folder)) << folder << " reaches itself";
  }
}

/// A library that only one place may include, so that it can be replaced and compiles stay short.
TEST(Layers, walled_libraries_stay_behind_their_wall) {
  const std::map<std::string, std::string> walls = {{"<boost/asio", "sim/net/"},
                                                    {"<mosquitto.h>", "sim/client/"},
                                                    {"<CLI/", "sim/app/"},
                                                    {"<yaml-cpp/", "sim/scenario/"},
                                                    {"<pcap", "sim/wire/"}};
  for (const std::string& file : source_files({".cpp", ".h"})) {
    if (file.rfind("tests/", 0) == 0) {
      continue;
    }
    for (const std::string& line : lines_of(file)) {
      for (const auto& [header, place] : walls) {
        const bool yaml_facts = header == "<yaml-cpp/" && file.rfind("sim/report/facts", 0) == 0;
        const bool yaml_devices = header == "<yaml-cpp/" && file.rfind("sim/device/", 0) == 0;
        if (line.rfind("#include " + header, 0) == 0 && !yaml_facts && !yaml_devices) {
          EXPECT_EQ(file.rfind(place, 0), 0U) << file << ": " << line;
        }
      }
    }
  }
}

}  // namespace
}  // namespace mqseal::meta
