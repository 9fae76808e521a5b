// SPDX-License-Identifier: MIT
// How criteria are called, and which bodies standardised what.
#include <array>

#include <fmt/format.h>

#include "sim/report/decide_values.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

constexpr std::array<Standard, 12> standard_table{{
    {"aes-128", "NIST", "NIST FIPS 197"},
    {"aes-128", "ISO", "ISO/IEC 18033-3"},
    {"ascon-aead128", "NIST", "NIST SP 800-232 final"},
    {"chacha20-poly1305", "IETF", "IETF RFC 8439"},
    {"present-80", "ISO", "ISO/IEC 29192-2:2019"},
    {"present-128", "ISO", "ISO/IEC 29192-2:2019"},
    {"present-80", "RFID", "ISO/IEC 29167-11"},
    {"present-128", "RFID", "ISO/IEC 29167-11"},
    {"speck64-128", "RFID", "ISO/IEC 29167-22"},
    {"speck128-128", "RFID", "ISO/IEC 29167-22"},
    {"simon64-128", "RFID", "ISO/IEC 29167-21"},
    {"simon128-128", "RFID", "ISO/IEC 29167-21"},
}};

CriterionName device_name(std::string_view criterion) {
  const auto dot = criterion.rfind('.');
  const std::string where(criterion.substr(7, dot - 7));
  const std::string_view figure = criterion.substr(dot + 1);
  CriterionName name;
  name.kind = "device";
  name.unit = figure == "seal_cycles" ? "cycles" : figure == "message_uj" ? "µJ" : "B";
  name.title = (figure == "seal_cycles"   ? "Cycles to seal on "
                : figure == "flash_bytes" ? "Flash on "
                : figure == "ram_bytes"   ? "RAM and stack on "
                                          : "Energy per message, ") +
               where;
  return name;
}

}  // namespace

CriterionName criterion_name(std::string_view criterion) {
  const auto is = [&](std::string_view name) { return criterion == name; };
  CriterionName name;
  if (is("overhead_bytes")) {
    name = {"Bytes added per message", "B", 1, false, "fact"};
  } else if (is("block_bits")) {
    name = {"Block size", "bit", 1, true, "fact"};
  } else if (is("key_bits")) {
    name = {"Key length", "bit", 1, true, "fact"};
  } else if (is("security_margin")) {
    name = {"Security margin", "%", 100, true, "fact"};
  } else if (is("standard")) {
    name = {"Standard", "", 1, false, "fact"};
  } else if (is("attacks_succeeded")) {
    name = {"Attacks that succeeded", "", 1, false, "attacks"};
  } else if (criterion.substr(0, 7) == "device.") {
    name = device_name(criterion);
  } else {
    const MetricName metric = metric_name(criterion);
    name = {metric.title, metric.unit, metric.scale, metric.more_is_better, "measured"};
  }
  return name;
}

std::string criterion_value(const CriterionName& name, double raw) {
  const double shown = raw * name.scale;
  const std::string number = name.unit == "%" ? fmt::format("{:.3g}", shown) : plain_text(shown);
  return name.unit.empty() ? number : number + " " + name.unit;
}

std::span<const Standard> standards() {
  return standard_table;
}

std::vector<std::string> standards_of(std::string_view facts_id) {
  std::vector<std::string> bodies;
  for (const Standard& standard : standard_table) {
    if (standard.facts_id == facts_id) {
      bodies.emplace_back(standard.body);
    }
  }
  return bodies;
}

}  // namespace mqseal::report
