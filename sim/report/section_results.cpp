// SPDX-License-Identifier: MIT
// Measured performance, and the cost on device and wire: pictures where the result holds them, the
// command that would measure them where it does not.
#include "sim/report/capture_tables.h"
#include "sim/report/charts.h"
#include "sim/report/device_rows.h"
#include "sim/report/sections.h"

namespace mqseal::report {
namespace {

void add(Section& section, std::optional<Chart> chart, std::string what, std::string command) {
  section.blocks.push_back(chart ? block(std::move(*chart))
                                 : not_measured(std::move(what), std::move(command)));
}

}  // namespace

Section performance_section(const Study& study) {
  Section section{"performance", "Measured performance", {}};
  const std::string command = "mqseal run scenarios/quickstart.yaml";
  add(section, change_chart(study), "Change against plaintext, with intervals", command);
  add(section, percentiles_chart(study), "Latency by percentile", command);
  add(section, timeline_chart(study), "Latency over time", command);
  add(section, throughput_chart(study), "Throughput and client CPU", command);
  add(section,
      capacity_chart(study),
      "How much each cipher carries",
      "mqseal run scenarios/load/capacity.yaml");
  if (auto table = breaks_table(study)) {
    section.blocks.push_back(block(std::move(*table)));
  }
  if (auto table = bench_table(study)) {
    section.blocks.push_back(block(std::move(*table)));
  } else {
    section.blocks.push_back(not_measured("Speed on this host against public code",
                                          "mqseal run scenarios/ciphers/host-speed.yaml"));
  }
  return section;
}

Section cost_section(const Study& study) {
  Section section{"cost", "Cost on the device and on the wire", {}};
  add(section, wire_chart(study), "Bytes on the wire", "mqseal run scenarios/quickstart.yaml");
  const std::string command = "mqseal run scenarios/devices/cipher-matters.yaml";
  add(section, cycles_chart(study), "Cycles on microcontrollers", command);
  add(section, energy_chart(study), "Energy per message", command);
  return section;
}

}  // namespace mqseal::report
