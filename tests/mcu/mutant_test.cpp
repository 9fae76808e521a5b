// SPDX-License-Identifier: MIT
// The checks have teeth: SPECK-64/128 with one round less must fail them, the real one must pass.
#include <gtest/gtest.h>

#include "bench/mcu/runner/check.h"

namespace mqseal::mcu {
namespace {

ImageInfo speck(const char* elf) {
  return {
      "cortex-m4", "speck-64-128", "portable", "block", "O2", elf, "test", "test", "SPECK64/128"};
}

TEST(Mutant, one_round_less_is_found) {
  Firmware mutant(speck(MQSEAL_MUTANT));
  EXPECT_NE(check_image(mutant, MQSEAL_SOURCE_DIR "/tests/vectors").failure, "");
}

TEST(Mutant, the_real_cipher_passes) {
  Firmware real(speck(MQSEAL_REAL));
  const CheckResult result = check_image(real, MQSEAL_SOURCE_DIR "/tests/vectors");
  EXPECT_EQ(result.failure, "");
  EXPECT_TRUE(result.equal_cycles);
  EXPECT_TRUE(result.equal_addresses);
}

}  // namespace
}  // namespace mqseal::mcu
