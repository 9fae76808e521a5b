// SPDX-License-Identifier: MIT
// Quantities: every unit, every refusal with its exact words, and text that round-trips.
#include "sim/base/units.h"

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/base/rng.h"

namespace mqseal::base {
namespace {

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    return error.what();
  }
  return "accepted";
}

TEST(Units, durations) {
  EXPECT_EQ(parse_duration("10s"), 10 * nanos_per_second);
  EXPECT_EQ(parse_duration("500ms"), 500'000'000);
  EXPECT_EQ(parse_duration("0.2s"), 200'000'000);
  EXPECT_EQ(parse_duration("60us"), 60'000);
  EXPECT_EQ(parse_duration("7ns"), 7);
  EXPECT_EQ(parse_duration("10min"), 600 * nanos_per_second);
  EXPECT_EQ(parse_duration("1h"), 3600 * nanos_per_second);
  EXPECT_EQ(parse_duration("0s"), 0);
}

TEST(Units, sizes) {
  EXPECT_EQ(parse_bytes("64B"), 64U);
  EXPECT_EQ(parse_bytes("4KiB"), 4096U);
  EXPECT_EQ(parse_bytes("1.5KiB"), 1536U);
  EXPECT_EQ(parse_bytes("16MiB"), 16U << 20U);
  EXPECT_EQ(parse_bytes("1GiB"), 1U << 30U);
}

TEST(Units, rates_and_percentages) {
  EXPECT_EQ(parse_rate("500/s"), 500);
  EXPECT_EQ(parse_rate("0.5/s"), 0.5);
  EXPECT_EQ(parse_rate("1/min"), 1.0 / 60);
  EXPECT_EQ(parse_rate("1/h"), 1.0 / 3600);
  EXPECT_EQ(parse_percent("5%"), 0.05);
  EXPECT_DOUBLE_EQ(parse_percent("99.9%"), 0.999);
}

TEST(Units, refusals_say_what_is_allowed) {
  const std::string durations =
      "; allowed: a number with ns, us, ms, s, min or h, as in 10s or 500ms";
  const auto duration = [](const char* text) {
    return message_of([&] { static_cast<void>(parse_duration(text)); });
  };
  EXPECT_EQ(duration("10"), "\"10\" is not a duration: it has no unit" + durations);
  EXPECT_EQ(duration("10sec"), "\"10sec\" is not a duration: unknown unit \"sec\"" + durations);
  EXPECT_EQ(duration("10 s"), "\"10 s\" is not a duration: unknown unit \" s\"" + durations);
  for (const char* text : {"", "s", "-1s", "+1s", "inf", "nan", ".5s", " 1s"}) {
    EXPECT_EQ(duration(text), "\"" + std::string(text) + "\" is not a duration" + durations);
  }
  EXPECT_EQ(duration("1e3s"), "\"1e3s\" is not a duration: unknown unit \"e3s\"" + durations);
  EXPECT_EQ(duration("900000h"),
            "\"900000h\" is not a duration: the number is out of range" + durations);
  EXPECT_EQ(duration((std::string(400, '9') + "s").c_str()),
            "\"" + std::string(400, '9') + "s\" is not a duration: the number is out of range" +
                durations);
  EXPECT_EQ(message_of([] { static_cast<void>(parse_bytes("1.5B")); }),
            "\"1.5B\" is not a size in bytes: it is not a whole number of bytes; allowed: a number "
            "with B, KiB, MiB or GiB, as in 64B or 4KiB");
  EXPECT_EQ(message_of([] { static_cast<void>(parse_bytes("4kB")); }),
            "\"4kB\" is not a size in bytes: unknown unit \"kB\"; allowed: a number with B, KiB, "
            "MiB or GiB, as in 64B or 4KiB");
  EXPECT_EQ(message_of([] { static_cast<void>(parse_rate("500")); }),
            "\"500\" is not a rate: it has no unit; allowed: a number with /s, /min or /h, as in "
            "500/s or 1/min");
  EXPECT_EQ(message_of([] { static_cast<void>(parse_percent("0.05")); }),
            "\"0.05\" is not a percentage: it has no unit; allowed: a number with %, as in 5%");
}

TEST(Units, formatting_takes_the_largest_whole_unit) {
  EXPECT_EQ(format_duration(0), "0s");
  EXPECT_EQ(format_duration(90 * nanos_per_second), "90s");
  EXPECT_EQ(format_duration(120 * nanos_per_second), "2min");
  EXPECT_EQ(format_duration(200'000'000), "200ms");
  EXPECT_EQ(format_bytes(0), "0B");
  EXPECT_EQ(format_bytes(64), "64B");
  EXPECT_EQ(format_bytes(4096), "4KiB");
  EXPECT_EQ(format_rate(500), "500/s");
  EXPECT_EQ(format_rate(0.5), "30/min");
  EXPECT_EQ(format_rate(1.0 / 60), "1/min");
  EXPECT_EQ(format_percent(0.05), "5%");
}

TEST(Units, what_is_printed_parses_to_the_same_value) {
  Rng rng(1, "units");
  for (int i = 0; i < 2000; ++i) {
    const auto nanos = static_cast<Nanos>(rng.below(std::uint64_t{1} << (1 + rng.below(50))));
    EXPECT_EQ(parse_duration(format_duration(nanos)), nanos);
    const std::uint64_t bytes = rng.below(std::uint64_t{1} << (1 + rng.below(52)));
    EXPECT_EQ(parse_bytes(format_bytes(bytes)), bytes);
    const double rate = rng.uniform() * 100'000;
    EXPECT_EQ(parse_rate(format_rate(rate)), rate);
    const double fraction = rng.uniform();
    EXPECT_NEAR(parse_percent(format_percent(fraction)), fraction, 1e-15);
  }
}

}  // namespace
}  // namespace mqseal::base
