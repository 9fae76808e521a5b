// SPDX-License-Identifier: MIT
// `mqseal list ...`: each list is made as JSON once; the table for people is drawn from that.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ciphers/host/aead.h"
#include "sim/app/commands.h"
#include "sim/app/scenario_files.h"
#include "sim/broker/broker.h"
#include "sim/device/ranking.h"

namespace mqseal::app {

namespace {

using nlohmann::json;

json ciphers() {
  json rows = json::array();
  for (const host::CipherInfo& cipher : host::catalogue()) {
    json implementations = json::array();
    for (const host::Implementation& implementation : cipher.implementations) {
      if (implementation.supported()) {
        implementations.push_back(implementation.name);
      }
    }
    const auto* best = host::find_implementation(cipher, "");
    rows.push_back({{"id", cipher.id},
                    {"title", cipher.title},
                    {"key_bits", 8 * cipher.key_bytes},
                    {"block_bits", 8 * cipher.block_bytes},
                    {"tag_bytes", cipher.tag_default},
                    {"implementations", implementations},
                    {"uses_aes_instructions", best != nullptr && best->uses_aes_instructions}});
  }
  return rows;
}

json brokers() {
  json rows = json::array();
  for (const broker::BrokerInfo& info : broker::catalogue()) {
    rows.push_back({{"id", info.kind},
                    {"title", info.title},
                    {"package", info.package},
                    {"installed", info.installed}});
  }
  return rows;
}

/// What 16 bytes cost, sealed with a nonce of policy `counter`: the usual reading of a sensor.
json cost_of_16_bytes(const device::Profile& profile) {
  device::Message message;
  message.envelope.nonce = envelope::NoncePolicy::counter;
  message.payload_bytes = 16;
  json rows = json::array();
  for (const device::Ranked& one : device::ranked(profile, message)) {
    const auto number = [](const std::optional<double>& value) {
      return value ? json(*value) : json();
    };
    rows.push_back(
        {{"cipher", one.cipher->id},
         {"cycles", number(one.cost.cycles)},
         {"cycles_high", number(one.cost.cycles_high)},
         {"basis", one.cost.basis},
         {"compute_ms", *one.cost.compute_seconds * 1e3},
         {"air_ms", one.cost.air_seconds * 1e3},
         {"energy_uj", {{"compute", number(one.cost.compute_uj)}, {"air", one.cost.air_uj}}}});
  }
  return rows;
}

json devices() {
  json rows = json::array();
  for (const device::Profile& profile : device::profiles()) {
    const json costs = cost_of_16_bytes(profile);
    rows.push_back({{"id", profile.id},
                    {"title", profile.title},
                    {"target", profile.target ? json(*profile.target) : json()},
                    {"clock_mhz", profile.clock_hz / 1e6},
                    {"basis", costs.empty() ? json("not measured") : costs.front().at("basis")},
                    {"cheapest_16_bytes", costs.empty() ? json() : costs.front().at("cipher")},
                    {"seal_16_bytes", costs},
                    {"notes", profile.notes}});
  }
  return rows;
}

json scenarios() {
  json rows = json::array();
  for (const auto& file : scenario_files()) {
    if (const auto study = scenario::load_study(file)) {
      rows.push_back({{"file", file.string()}, {"name", study->name}, {"about", study->about}});
      continue;
    }
    const scenario::Scenario loaded = scenario::load(file);
    rows.push_back({{"file", file.string()}, {"name", loaded.name}, {"about", loaded.about}});
  }
  return rows;
}

std::string cell(const json& value) {
  if (value.is_string()) {
    return value.get<std::string>();
  }
  if (value.is_boolean()) {
    return value.get<bool>() ? "yes" : "no";
  }
  if (value.is_array()) {
    std::string words;
    for (const json& word : value) {
      words += (words.empty() ? "" : " ") + cell(word);
    }
    return words;
  }
  return value.dump();
}

/// Columns in the order of `columns`, each as wide as its widest cell.
void print_table(const json& rows, const std::vector<std::string>& columns) {
  std::vector<std::size_t> widths;
  for (const std::string& column : columns) {
    std::size_t width = column.size();
    for (const json& row : rows) {
      width = std::max(width, cell(row.at(column)).size());
    }
    widths.push_back(width);
  }
  const auto print_row = [&](const auto& text_of) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      line += fmt::format("{:<{}}  ", text_of(columns[i]), widths[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    fmt::print("{}\n", line);
  };
  print_row([](const std::string& column) { return column; });
  for (const json& row : rows) {
    print_row([&](const std::string& column) { return cell(row.at(column)); });
  }
}

}  // namespace

base::ExitCode list(const std::string& what, bool as_json) {
  json rows;
  std::vector<std::string> columns;
  if (what == "ciphers") {
    rows = ciphers();
    columns = {"id", "title", "key_bits", "block_bits", "tag_bytes", "implementations"};
  } else if (what == "brokers") {
    rows = brokers();
    columns = {"id", "title", "installed", "package"};
  } else if (what == "devices") {
    rows = devices();
    columns = {"id", "title", "basis", "cheapest_16_bytes"};
  } else {
    rows = scenarios();
    columns = {"file", "about"};
  }
  if (as_json) {
    fmt::print("{}\n", rows.dump(1));
  } else {
    print_table(rows, columns);
  }
  return base::ExitCode::done;
}

}  // namespace mqseal::app
