// SPDX-License-Identifier: MIT
// Cost on small devices: cycles per byte by processor, energy per message by device. From the
// result's own device runs where it has them, else from the committed tables (devices{}).
#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "sim/report/axes.h"
#include "sim/report/charts.h"
#include "sim/report/device_rows.h"
#include "sim/report/facts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

std::string cycles_tip(const DeviceRow& row, double per_byte) {
  return fmt::format("{} on {}: {} cycles to {} {} bytes, {} a byte ({}){}",
                     cipher_name(row.cipher),
                     row.target,
                     count_text(*row.cycles),
                     row.operation,
                     plain_text(row.bytes),
                     number_text(per_byte),
                     row.basis,
                     row.interpolated ? ", between two measured sizes" : "");
}

std::vector<Cell> table_row(const DeviceRow& row) {
  const auto cell = [](const std::optional<double>& value) {
    return Cell{.text = value ? count_text(*value) : "–", .value = value};
  };
  return {{.text = cipher_name(row.cipher), .cipher = row.cipher},
          {.text = row.target, .sub = row.stale ? "outdated: sources changed since" : ""},
          {.text = row.operation + " " + plain_text(row.bytes) + " B"},
          {.text = row.cycles ? count_text(*row.cycles) : "not measured",
           .sub = row.low && row.high && *row.low != *row.high
                      ? count_text(*row.low) + " to " + count_text(*row.high)
                      : "",
           .value = row.cycles},
          cell(row.flash),
          cell(row.ram),
          cell(row.stack),
          {.text = row.basis, .sub = row.compiler}};
}

}  // namespace

std::optional<Chart> cycles_chart(const Study& study) {
  const std::vector<DeviceRow> all = device_rows(study);
  Chart chart{.id = "cycles", .title = "Cycles per byte to seal one reading, by processor"};
  chart.table = {.id = "devices",
                 .caption = "Cost on microcontrollers",
                 .columns = {{"Cipher"},
                             {"Processor"},
                             {"Operation"},
                             {"Cycles", "", true},
                             {"Flash", "B", true},
                             {"RAM", "B", true},
                             {"Stack", "B", true},
                             {"Basis"}}};
  json data = json::array();
  std::vector<std::string> targets, ciphers;
  bool stale = false;
  double bytes = 0;
  for (const DeviceRow& row : all) {
    chart.table.rows.push_back(table_row(row));
    stale = stale || row.stale;
    if (row.operation != "seal" || !row.cycles || row.bytes <= 0) {
      continue;
    }
    bytes = row.bytes;
    if (std::find(targets.begin(), targets.end(), row.target) == targets.end()) {
      targets.push_back(row.target);
    }
    if (std::find(ciphers.begin(), ciphers.end(), row.cipher) == ciphers.end()) {
      ciphers.push_back(row.cipher);
    }
    const double per_byte = *row.cycles / row.bytes;
    data.push_back(
        {{"target", row.target},
         {"target_order", std::find(targets.begin(), targets.end(), row.target) - targets.begin()},
         {"label", cipher_name(row.cipher)},
         {"order", cipher_order(row.cipher)},
         {"cipher", row.cipher},
         {"value", per_byte},
         {"high", row.high ? json(*row.high / row.bytes) : json(nullptr)},
         {"text", number_text(per_byte)},
         {"tip", cycles_tip(row, per_byte)}});
  }
  if (data.empty()) {
    return std::nullopt;
  }
  chart.subtitle = fmt::format(
      "Full envelope of a {}-byte reading, software only: simulated processors running this "
      "project's own sources, not silicon; parts with AES hardware cost less for AES. Ciphers "
      "without a row were not built for devices.{}",
      plain_text(bytes),
      stale ? " Outdated: the cipher sources have changed since these were measured; run ./dev mcu."
            : "");
  chart.alternative = fmt::format("Dot plot of cycles per byte of {} on {}.",
                                  plural(static_cast<double>(ciphers.size()), "cipher"),
                                  plural(static_cast<double>(targets.size()), "processor"));
  double low = HUGE_VAL, high = 0;
  for (const json& row : data) {
    low = std::min(low, row["value"].get<double>());
    high = std::max(high, row["value"].get<double>());
  }
  low /= 1.3;
  high *= 2.2;  // the numbers stand right of their points
  chart.tokens = {{"$x_domain", {low, high}}, {"$x_ticks", log_ticks(low, high, 5)}};
  chart.data["cycles"] = std::move(data);
  return chart;
}

std::optional<Chart> energy_chart(const Study& study) {
  Chart chart{.id = "energy",
              .title = "Energy per message, by device",
              .subtitle =
                  "To seal one reading and to send it as one packet: computing and radio. "
                  "Sleep, receiving and acknowledgements are not in it, so battery life is "
                  "an upper limit."};
  chart.table = {.id = "energy",
                 .caption = "Energy per message and battery life at one message a minute",
                 .columns = {{"Cipher"},
                             {"Device"},
                             {"Seal", "ms", true},
                             {"On air", "ms", true},
                             {"Compute", "µJ", true},
                             {"Radio", "µJ", true},
                             {"Together", "µJ", true},
                             {"Battery", "at most", true}}};
  json data = json::array();
  std::vector<std::string> devices;
  const std::vector<EnergyRow> all = energy_rows(study);
  std::set<std::string> priced;  // devices on which some cipher has a price, not plaintext alone
  for (const EnergyRow& row : all) {
    if (row.total_uj && row.cipher != "none") {
      priced.insert(row.device);
    }
  }
  for (const EnergyRow& row : all) {
    const auto cell = [](const std::optional<double>& value) {
      return Cell{.text = number_text(value, ""), .value = value};
    };
    chart.table.rows.push_back(
        {{.text = cipher_name(row.cipher), .cipher = row.cipher},
         {.text = row.device},
         cell(row.seal_ms),
         cell(row.air_ms),
         cell(row.compute_uj),
         cell(row.air_uj),
         cell(row.total_uj),
         {.text = row.battery_days ? duration_text(86'400 * *row.battery_days) : "–",
          .value = row.battery_days}});
    if (!row.total_uj || !row.compute_uj || !row.air_uj || !priced.contains(row.device)) {
      continue;
    }
    if (std::find(devices.begin(), devices.end(), row.device) == devices.end()) {
      devices.push_back(row.device);
    }
    const auto order = std::find(devices.begin(), devices.end(), row.device) - devices.begin();
    const std::pair<const char*, double> parts[] = {{"compute", *row.compute_uj},
                                                    {"air", *row.air_uj}};
    for (const auto& [part, uj] : parts) {
      const bool first = part == parts[0].first;
      data.push_back({{"device", row.device},
                      {"device_order", order},
                      {"label", cipher_name(row.cipher)},
                      {"order", cipher_order(row.cipher)},
                      {"part", part},
                      {"part_order", first ? 0 : 1},
                      {"uj", uj},
                      {"total", *row.total_uj},
                      {"text", number_text(*row.total_uj)},
                      {"last", first},
                      {"tip",
                       fmt::format("{} on {}: {} µJ {}, {} µJ together",
                                   cipher_name(row.cipher),
                                   row.device,
                                   number_text(uj),
                                   first ? "to compute" : "on air",
                                   number_text(*row.total_uj))}});
    }
  }
  if (data.empty()) {
    return std::nullopt;
  }
  chart.alternative = fmt::format("Stacked bars of the energy of one message on {}.",
                                  plural(static_cast<double>(devices.size()), "device"));
  chart.data["energy"] = std::move(data);
  return chart;
}

}  // namespace mqseal::report
