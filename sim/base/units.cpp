// SPDX-License-Identifier: MIT
// One table of suffixes for each dimension; one routine that splits number and unit.
#include "sim/base/units.h"

#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <system_error>

#include <fmt/format.h>

#include "sim/base/error.h"

namespace mqseal::base {
namespace {

struct Unit {
  std::string_view suffix;
  double factor;
};

struct Dimension {
  std::string_view what;     ///< "a duration"
  std::string_view allowed;  ///< "a number with ns, us, ... as in 10s or 500ms"
  std::span<const Unit> units;
  double max;  ///< in the base unit
};

constexpr double year_ns = 365.25 * 86400e9;
constexpr std::array<Unit, 6> duration_units{
    {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"min", 60e9}, {"h", 3600e9}}};
constexpr std::array<Unit, 4> byte_units{
    {{"B", 1}, {"KiB", 1024}, {"MiB", 1024.0 * 1024}, {"GiB", 1024.0 * 1024 * 1024}}};
constexpr std::array<Unit, 3> rate_units{{{"/s", 1}, {"/min", 1.0 / 60}, {"/h", 1.0 / 3600}}};
constexpr std::array<Unit, 1> percent_units{{{"%", 0.01}}};

constexpr Dimension duration{"a duration",
                             "a number with ns, us, ms, s, min or h, as in 10s or 500ms",
                             duration_units,
                             100 * year_ns};
constexpr Dimension byte_count{
    "a size in bytes", "a number with B, KiB, MiB or GiB, as in 64B or 4KiB", byte_units, 0x1.0p53};
constexpr Dimension rate{
    "a rate", "a number with /s, /min or /h, as in 500/s or 1/min", rate_units, 1e12};
constexpr Dimension percent{"a percentage", "a number with %, as in 5%", percent_units, 1e6};

[[noreturn]] void fail(std::string_view text, const Dimension& dimension, std::string_view why) {
  throw Error(ExitCode::usage,
              fmt::format("\"{}\" is not {}{}{}; allowed: {}",
                          text,
                          dimension.what,
                          why.empty() ? "" : ": ",
                          why,
                          dimension.allowed));
}

double parse(std::string_view text, const Dimension& dimension) {
  // from_chars alone would take "inf" and "-1".
  if (text.empty() || text.front() < '0' || text.front() > '9') {
    fail(text, dimension, "");
  }
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, status] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (status != std::errc{}) {
    fail(text, dimension, "the number is out of range");
  }
  const std::string_view suffix(rest, static_cast<std::size_t>(end - rest));
  if (suffix.empty()) {
    fail(text, dimension, "it has no unit");
  }
  for (const Unit& unit : dimension.units) {
    if (unit.suffix != suffix) {
      continue;
    }
    // Dividing by a whole number is exact where multiplying by its reciprocal is not.
    const double value =
        unit.factor < 1 ? number / std::round(1 / unit.factor) : number * unit.factor;
    if (value > dimension.max) {
      fail(text, dimension, "the number is out of range");
    }
    return value;
  }
  fail(text, dimension, fmt::format("unknown unit \"{}\"", suffix));
}

}  // namespace

Nanos parse_duration(std::string_view text) {
  return static_cast<Nanos>(std::llround(parse(text, duration)));
}

std::uint64_t parse_bytes(std::string_view text) {
  const double bytes = parse(text, byte_count);
  if (bytes != std::floor(bytes)) {
    fail(text, byte_count, "it is not a whole number of bytes");
  }
  return static_cast<std::uint64_t>(bytes);
}

double parse_rate(std::string_view text) {
  return parse(text, rate);
}

double parse_percent(std::string_view text) {
  return parse(text, percent);
}

std::string format_duration(Nanos value) {
  if (value == 0) {
    return "0s";
  }
  for (std::size_t i = duration_units.size(); i-- > 0;) {
    const auto unit = static_cast<Nanos>(duration_units[i].factor);
    if (value % unit == 0) {
      return fmt::format("{}{}", value / unit, duration_units[i].suffix);
    }
  }
  return fmt::format("{}ns", value);
}

std::string format_bytes(std::uint64_t bytes) {
  for (std::size_t i = byte_units.size(); bytes != 0 && i-- > 0;) {
    const auto unit = static_cast<std::uint64_t>(byte_units[i].factor);
    if (bytes % unit == 0) {
      return fmt::format("{}{}", bytes / unit, byte_units[i].suffix);
    }
  }
  return "0B";
}

std::string format_rate(double per_second) {
  for (const Unit& unit : rate_units) {
    const double scale = std::round(1 / unit.factor);
    const double number = std::round(per_second * scale);
    if (number / scale == per_second && number < 1e15) {
      return fmt::format("{:.0f}{}", number, unit.suffix);
    }
  }
  // Never an exponent: parse() does not take one. 17 places keep 1e-17/s exactly enough to read.
  std::string shortest = fmt::format("{}", per_second);
  if (shortest.find('e') != std::string::npos) {
    shortest = fmt::format("{:.17f}", per_second);
  }
  return shortest + "/s";
}

std::string format_percent(double fraction) {
  const double number = fraction * 100;
  const std::string rounded = fmt::format("{:.12g}", number);
  if (rounded.find('e') == std::string::npos && parse(rounded + "%", percent) == fraction) {
    return rounded + "%";
  }
  return fmt::format("{:.17f}%", number);
}

}  // namespace mqseal::base
