// SPDX-License-Identifier: MIT
// Bytes of one PUBLISH packet, part by part. TLS records are not in it: they wrap the same packet.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "sim/report/charts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

struct Part {
  std::string name;
  double bytes;
};

// envelope.md: header H of the compact format, and the nonce that policy `random` sends.
constexpr double compact_header_bytes = 13;

double random_nonce_bytes(const std::string& cipher) {
  const bool short_nonce =
      cipher == "aes-128-gcm" || cipher == "aes-128-ccm" || cipher == "chacha20-poly1305";
  return cipher == "none" ? 0 : short_nonce ? 12 : 16;
}

/// Header, nonce and tag of the envelope; one part where its format does not tell.
std::vector<Part> envelope_parts(const json& run, double extra) {
  if (extra <= 0) {
    return {};
  }
  const std::string cipher = text(run, "factors.cipher", "none");
  const std::string nonce = text(run, "factors.nonce", "random");
  const double sent = nonce == "random" ? random_nonce_bytes(cipher) : 0;
  const double tag = extra - compact_header_bytes - sent;
  if (text(run, "factors.format", "compact") != "compact" || tag < 0) {
    return {{"envelope", extra}};
  }
  std::vector<Part> parts = {{"envelope header", compact_header_bytes}};
  if (sent > 0) {
    parts.push_back({"nonce", sent});
  }
  if (tag > 0) {
    parts.push_back({"tag", tag});
  }
  return parts;
}

std::vector<Part> parts_of(const json& run) {
  const auto payload = number(run, "wire.payload_bytes"),
             envelope = number(run, "wire.envelope_bytes"),
             packet = number(run, "wire.publish_bytes");
  if (!payload || !envelope) {
    return {};
  }
  std::vector<Part> parts;
  if (packet) {
    parts.push_back({"MQTT header and topic", *packet - *envelope});
  }
  parts.push_back({"reading", *payload});
  for (Part& part : envelope_parts(run, *envelope - *payload)) {
    parts.push_back(std::move(part));
  }
  return parts;
}

double sum(const std::vector<Part>& parts) {
  double total = 0;
  for (const Part& part : parts) {
    total += part.bytes;
  }
  return total;
}

struct Bar {
  const Arm* arm;
  std::vector<Part> parts;
};

std::vector<Bar> bars_of(const Study& study) {
  std::vector<Bar> bars;
  for (const Arm& arm : study.arms) {
    if (arm.control || arm.runs.empty()) {
      continue;
    }
    std::vector<Part> parts = parts_of(*arm.runs.front());
    if (!parts.empty()) {
      bars.push_back({&arm, std::move(parts)});
    }
  }
  return bars;
}

}  // namespace

std::optional<Chart> wire_chart(const Study& study) {
  const std::vector<Bar> bars = bars_of(study);
  if (bars.empty()) {
    return std::nullopt;
  }
  Chart chart{.id = "wire",
              .title = "Bytes in one PUBLISH packet",
              .subtitle =
                  "What the envelope adds to each reading, part by part. Over TLS the same "
                  "packet travels inside TLS records, which come on top."};
  chart.table = {.id = "wire",
                 .caption = "Bytes in one PUBLISH packet",
                 .columns = {{"Cipher"},
                             {"Part"},
                             {"Bytes", "", true},
                             {"Whole packet", "bytes", true},
                             {"Against plaintext", "", true}}};
  json data = json::array();
  std::map<std::string, double> plain;
  for (const Bar& bar : bars) {
    if (bar.arm->cipher == "none") {
      plain[bar.arm->condition] = sum(bar.parts);
    }
  }
  int order = 0;
  double low = 1e300, high = 0;
  for (const Bar& bar : bars) {
    const double total = sum(bar.parts),
                 base = plain.count(bar.arm->condition) ? plain[bar.arm->condition] : total;
    const double more = total / base - 1;
    const std::string label = bar.arm->name();
    const std::string change = total == base ? "" : fmt::format(" ({})", change_text(more));
    int part_order = 0;
    for (const Part& part : bar.parts) {
      data.push_back(
          {{"label", label},
           {"order", order},
           {"cipher", bar.arm->cipher},
           {"part", part.name},
           {"part_order", part_order},
           {"bytes", part.bytes},
           {"total", total},
           {"total_text", count_text(total) + change},
           {"last", part_order == 0},
           {"tip", fmt::format("{}: {} of {} bytes are {}", label, part.bytes, total, part.name)}});
      chart.table.rows.push_back({{.text = label, .cipher = bar.arm->cipher},
                                  {.text = part.name},
                                  {.text = count_text(part.bytes), .value = part.bytes},
                                  {.text = count_text(total), .value = total},
                                  {.text = change_text(more), .value = more}});
      ++part_order;
    }
    if (bar.arm->cipher != "none") {
      low = std::min(low, total - base);
      high = std::max(high, total - base);
    }
    ++order;
  }
  chart.data["wire"] = std::move(data);
  chart.alternative =
      high > 0 ? fmt::format(
                     "Stacked bars: ciphers add {} to {} bytes to the packet that plaintext needs.",
                     count_text(low),
                     count_text(high))
               : "Stacked bars of the bytes in one packet.";
  return chart;
}

}  // namespace mqseal::report
