// SPDX-License-Identifier: MIT
// The scenario loader: any bytes give a plan, or a usage error; what loads resolves to a text that
// loads to itself.
#include <string>

#include "sim/scenario/load.h"
#include "tests/fuzz/input.h"

using namespace mqseal;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  if (!scenario::accepts(text)) {
    return 0;
  }
  const std::string resolved = scenario::parse(text, "fuzz.yaml").resolved_yaml;
  fuzz::must(scenario::accepts(resolved), "the resolved text loads");
  fuzz::must(scenario::parse(resolved, "fuzz.yaml").resolved_yaml == resolved, "to itself");
  return 0;
}
