// SPDX-License-Identifier: MIT
// gmtime_r, then plain formatting: no locale, no time zone.
#include "sim/base/utc.h"

#include <ctime>

#include <fmt/format.h>

namespace mqseal::base {
namespace {

std::tm utc(Nanos wall) {
  const auto seconds = static_cast<std::time_t>(wall / nanos_per_second);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  parts.tm_year += 1900;
  parts.tm_mon += 1;
  return parts;
}

}  // namespace

std::string utc_text(Nanos wall) {
  const std::tm t = utc(wall);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                     t.tm_year,
                     t.tm_mon,
                     t.tm_mday,
                     t.tm_hour,
                     t.tm_min,
                     t.tm_sec);
}

std::string utc_file_text(Nanos wall) {
  const std::tm t = utc(wall);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z",
                     t.tm_year,
                     t.tm_mon,
                     t.tm_mday,
                     t.tm_hour,
                     t.tm_min,
                     t.tm_sec);
}

}  // namespace mqseal::base
