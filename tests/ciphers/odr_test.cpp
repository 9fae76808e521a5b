// SPDX-License-Identifier: MIT
// No code that was compiled with -m flags can be linked in place of code for any x86-64. Of a
// function that several objects define weakly (a template, an inline function) the linker keeps any
// one, so such a definition in a unit must carry the unit's own tag (ciphers/simd/isa.h) in its
// name.
#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace mqseal::simd {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  std::array<char, 4096> part{};
  while (pipe && std::fgets(part.data(), part.size(), pipe.get()) != nullptr) {
    text += part.data();
  }
  return text;
}

/// `listing`: what nm prints for a library. Unit -> its weak definitions.
std::map<std::string, std::vector<std::string>> weak_definitions(const std::string& listing) {
  std::map<std::string, std::vector<std::string>> found;
  std::istringstream lines(listing);
  std::string unit;
  for (std::string line; std::getline(lines, line);) {
    if (const auto at = line.find(".cpp.o:"); at != std::string::npos) {
      unit = line.substr(0, at);
      unit = unit.substr(0, unit.find("_batch"));  // avx2_batch.cpp has the flags of avx2.cpp
      found[unit];
      continue;
    }
    std::istringstream fields(line);
    std::string address, type, name;
    // An undefined symbol has no address, so its line has two fields.
    if (fields >> address >> type >> name && (type == "W" || type == "V" || type == "u")) {
      found[unit].push_back(name);
    }
  }
  return found;
}

std::vector<std::string> without_tag(const std::string& listing) {
  std::vector<std::string> wrong;
  for (const auto& [unit, names] : weak_definitions(listing)) {
    for (const std::string& name : names) {
      // `table` and `supported` have no -m flags: any of their definitions serves everybody.
      if (unit != "table" && unit != "supported" &&
          name.find(fmt::format("isa_{}E", unit)) == std::string::npos) {
        wrong.push_back(fmt::format("{}: {}", unit, name));
      }
    }
  }
  return wrong;
}

TEST(Odr, weak_definitions_of_a_unit_carry_its_tag) {
  const std::string listing = output_of("nm " MQSEAL_SIMD_LIBRARY);
  EXPECT_GE(weak_definitions(listing).size(), 8U) << "nm shows the units";
  EXPECT_THAT(without_tag(listing), IsEmpty());
}

TEST(Odr, the_check_finds_a_definition_that_two_units_could_share) {
  EXPECT_THAT(without_tag("avx2.cpp.o:\n"
                          "0000000000000000 W _ZN6mqseal4core4wipeEPvm\n"
                          "0000000000000010 W _ZN6mqseal4simd3OpsINS0_8isa_avx2EE3runEv\n"
                          "0000000000000020 W _ZN6mqseal4simd3OpsINS0_9isa_ssse3EE3runEv\n"
                          "                 w __gmon_start__\n"
                          "0000000000000030 T _ZN6mqseal4simd4avx23runEv\n"),
              ElementsAre("avx2: _ZN6mqseal4core4wipeEPvm",
                          "avx2: _ZN6mqseal4simd3OpsINS0_9isa_ssse3EE3runEv"));
}

}  // namespace
}  // namespace mqseal::simd
