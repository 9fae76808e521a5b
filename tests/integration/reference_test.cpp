// SPDX-License-Identifier: MIT
// The results that this repository keeps: today's program reads them and writes their pages again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/file.h"
#include "tests/integration/program.h"

namespace mqseal::integration {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(Reference, results_become_pages_again) {
  int found = 0;
  for (const auto& entry : fs::directory_iterator(MQSEAL_SOURCE_DIR "/results/reference")) {
    if (!entry.is_directory()) {
      continue;
    }
    ++found;
    const Scratch scratch;
    const fs::path dir = scratch.path() / "result";
    fs::copy(entry.path(), dir, fs::copy_options::recursive);
    fs::remove(dir / "report.md");
    Program program(scratch, mqseal({"report", dir, "--formats", "md"}));
    ASSERT_EQ(program.wait(std::chrono::seconds(170)), 0) << entry.path() << ": " << program.err();
    const std::string command =
        nlohmann::json::parse(base::read_file(dir / "result.json")).at("command");
    EXPECT_THAT(base::read_file(dir / "report.md"), HasSubstr(command)) << entry.path();
  }
  EXPECT_GT(found, 0);
}

}  // namespace
}  // namespace mqseal::integration
