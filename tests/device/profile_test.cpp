// SPDX-License-Identifier: MIT
#include "sim/device/profile.h"

#include <filesystem>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/device/table.h"

namespace mqseal::device {
namespace {

Lora lora(int spreading_factor) {
  Lora settings;
  settings.spreading_factor = spreading_factor;
  return settings;
}

// Published: SF7 10 B 41.216 ms and SF11 10 B 577.536 ms (rfwireless-world's calculator,
// AN1200.13), SF9 13 B 164.864 ms (The Things Network's sheet).
TEST(Lora, time_on_air_agrees_with_published_points) {
  EXPECT_NEAR(lora_time_on_air(lora(7), 10), 0.041216, 1e-9);
  EXPECT_NEAR(lora_time_on_air(lora(11), 10), 0.577536, 1e-9);
  EXPECT_NEAR(lora_time_on_air(lora(9), 13), 0.164864, 1e-9);
}

TEST(Profiles, every_file_is_built_in_and_has_a_unique_id_that_is_its_name) {
  std::set<std::string> ids;
  for (const Profile& profile : profiles()) {
    EXPECT_TRUE(ids.insert(profile.id).second) << profile.id;
    EXPECT_TRUE(std::filesystem::exists(std::string(MQSEAL_SOURCE_DIR) + "/sim/device/profiles/" +
                                        profile.id + ".yaml"));
  }
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(MQSEAL_SOURCE_DIR) +
                                                               "/sim/device/profiles")) {
    files += entry.path().extension() == ".yaml" ? 1U : 0U;
  }
  EXPECT_EQ(ids.size(), files);
  EXPECT_GE(files, 7U);
}

TEST(Profiles, every_figure_has_a_source) {
  for (const Profile& profile : profiles()) {
    EXPECT_TRUE(profile.nj_per_cycle ? !profile.nj_per_cycle->source.empty()
                                     : !profile.nj_per_cycle_reason.empty())
        << profile.id;
    EXPECT_TRUE(profile.target || !profile.target_reason.empty()) << profile.id;
    EXPECT_FALSE(profile.battery_source.empty()) << profile.id;
    EXPECT_GT(profile.radio.microjoule(32), 0) << profile.id;
    EXPECT_GT(profile.radio.seconds(32), 0) << profile.id;
  }
}

// 220 mAh at 3 V are 2376 J; 1000 uJ once a second empty them in 27.5 days.
TEST(Profile, battery_days_are_energy_over_power) {
  Profile profile;
  profile.battery_mah = 220;
  profile.battery_volt = 3;
  EXPECT_NEAR(profile.battery_days(1000, 1), 27.5, 1e-9);
}

TEST(Profile, compute_energy_is_unknown_without_energy_per_cycle) {
  Profile profile;
  EXPECT_FALSE(profile.compute_microjoule(1000).has_value());
  profile.nj_per_cycle = Sourced{2.0, "test"};
  EXPECT_DOUBLE_EQ(*profile.compute_microjoule(1000), 2.0);
}

TEST(Profile, an_unknown_key_is_refused_with_its_place) {
  try {
    std::ignore = parse_profile("id: x\ntitle: y\ncolour: red\n", "x.yaml");
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::usage);
    EXPECT_EQ(std::string(error.what()).rfind("x.yaml:", 0), 0U) << error.what();
  }
}

}  // namespace
}  // namespace mqseal::device
