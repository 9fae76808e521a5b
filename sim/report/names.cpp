// SPDX-License-Identifier: MIT
// See names.h.
#include "sim/report/names.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace mqseal::report {
namespace {

struct CipherName {
  std::string_view id, name;
};

// Order and ids: design.md, section 3.
constexpr std::array<CipherName, 12> ciphers{{
    {"none", "Plaintext"},
    {"aes-128-eax", "AES-128-EAX"},
    {"speck-64-128-eax", "SPECK-64/128-EAX"},
    {"speck-128-128-eax", "SPECK-128/128-EAX"},
    {"simon-64-128-eax", "SIMON-64/128-EAX"},
    {"simon-128-128-eax", "SIMON-128/128-EAX"},
    {"present-80-eax", "PRESENT-80-EAX"},
    {"present-128-eax", "PRESENT-128-EAX"},
    {"ascon-aead128", "Ascon-AEAD128"},
    {"aes-128-gcm", "AES-128-GCM"},
    {"aes-128-ccm", "AES-128-CCM"},
    {"chacha20-poly1305", "ChaCha20-Poly1305"},
}};

const std::vector<MetricName>& metrics() {
  static const std::vector<MetricName> table = {
      {"cpu.seal_ns", "CPU to seal one message", "CPU to seal", "µs", 1e-3},
      {"cpu.open_ns", "CPU to open one message", "CPU to open", "µs", 1e-3},
      {"cpu.seal_open_ns", "CPU to seal and open one message", "Seal + open", "µs", 1e-3},
      {"cpu.broker_us_per_msg", "Broker CPU per message", "Broker CPU", "µs"},
      {"cpu.fleet_us_per_msg", "Client CPU per message", "Client CPU", "µs"},
      {"cpu.tls_us_per_msg", "TLS CPU per message", "TLS CPU", "µs"},
      {"latency_us.response.p50", "Median latency", "Median latency", "ms", 1e-3},
      {"latency_us.response.p90", "p90 latency", "p90 latency", "ms", 1e-3},
      {"latency_us.response.p99", "p99 latency", "p99 latency", "ms", 1e-3},
      {"latency_us.response.p99_9", "p99.9 latency", "p99.9 latency", "ms", 1e-3},
      {"latency_us.response.mean", "Mean latency", "Mean latency", "ms", 1e-3},
      {"latency_us.response.max", "Longest latency", "Longest", "ms", 1e-3},
      {"latency_us.service.p50", "Median service time", "Median service", "ms", 1e-3},
      {"latency_us.service.p90", "p90 service time", "p90 service", "ms", 1e-3},
      {"latency_us.service.p99", "p99 service time", "p99 service", "ms", 1e-3},
      {"latency_us.service.p99_9", "p99.9 service time", "p99.9 service", "ms", 1e-3},
      {"latency_us.service.mean", "Mean service time", "Mean service", "ms", 1e-3},
      {"latency_us.service.max", "Longest service time", "Longest service", "ms", 1e-3},
      {"capacity_msg_s", "Highest rate that holds", "Capacity", "msg/s", 1, true},
      {"throughput_msg_s", "Throughput", "Throughput", "msg/s", 1, true},
      {"memory.broker_rss_peak_bytes", "Broker memory, peak", "Broker memory", "MB", 1e-6},
      {"memory.fleet_rss_peak_bytes", "Client memory, peak", "Client memory", "MB", 1e-6},
      {"memory.fleet_rss_per_client_bytes", "Memory per client", "Memory/client", "KB", 1e-3},
      {"wire.payload_bytes", "Reading", "Reading", "B"},
      {"wire.envelope_bytes", "Envelope", "Envelope", "B"},
      {"wire.publish_bytes", "PUBLISH packet", "Packet", "B"},
      {"device.cycles", "Device cycles", "Cycles", "cycles"},
      {"counts.scheduled", "Messages scheduled", "Scheduled", ""},
      {"counts.backlog", "Messages not sent in time", "Backlog", ""},
      {"counts.sent", "Messages sent", "Sent", ""},
      {"counts.in_flight", "Messages in flight at the end", "In flight", ""},
      {"counts.delivered", "Messages delivered", "Delivered", "", 1, true},
      {"counts.lost", "Messages lost", "Lost", ""},
      {"counts.rejected", "Messages rejected", "Rejected", ""},
      {"counts.duplicated", "Messages duplicated", "Duplicated", ""},
      {"counts.reordered", "Messages reordered", "Reordered", ""},
      {"counts.replayed", "Messages replayed", "Replayed", ""},
      {"counts.broker_received", "Messages the broker received", "Broker received", ""},
      {"counts.broker_sent", "Messages the broker sent", "Broker sent", ""},
      {"counts.broker_dropped", "Messages the broker dropped", "Broker dropped", ""},
      {"counts.unmatched", "Messages without a known send time", "Unmatched", ""},
      {"counts.key_exhausted", "Messages refused for an exhausted key", "Key exhausted", ""},
      {"counts.acknowledged", "Messages acknowledged", "Acknowledged", ""},
      {"counts.acknowledged_lost", "Acknowledged messages lost", "Acknowledged, lost", ""},
      {"counts.published", "Messages published", "Published", ""},
      {"counts.received", "Messages received", "Received", ""},
      {"counts.stale", "Messages outside the replay window", "Stale", ""},
      {"counts.replays_accepted", "Replays accepted", "Replays", ""},
      {"lateness_us.p50", "Median send delay", "Median send delay", "ms", 1e-3},
      {"lateness_us.p99", "p99 send delay", "Send delay", "ms", 1e-3},
      {"lateness_us.max", "Longest send delay", "Longest send delay", "ms", 1e-3},
      {"connect.tcp_p99_ms", "p99 time of a TCP connect", "TCP connect", "ms"},
      {"connect.tls_p99_ms", "p99 time of a TLS handshake", "TLS handshake", "ms"},
      {"connect.connack_p99_ms", "p99 time to CONNACK", "CONNACK", "ms"},
      {"connect.seconds", "Time to connect", "Connect", "s"},
      {"connect.dropped", "Connections dropped", "Dropped", ""},
      {"connect.left", "Clients that left", "Left", ""},
      {"connect.returned", "Clients that returned", "Returned", ""},
      {"connect.broker_cpu_share", "Broker CPU while connecting", "Broker CPU", ""},
      {"connect.failed", "Connections failed", "Failed", ""},
  };
  return table;
}

constexpr std::string_view minus = "−", thin_space = "\u202f";

}  // namespace

std::string cipher_name(std::string_view id) {
  const auto at = std::find_if(ciphers.begin(), ciphers.end(), [&](auto& c) { return c.id == id; });
  return std::string(at == ciphers.end() ? id : at->name);
}

int cipher_order(std::string_view id) {
  const auto at = std::find_if(ciphers.begin(), ciphers.end(), [&](auto& c) { return c.id == id; });
  return static_cast<int>(at - ciphers.begin());
}

std::string cipher_color(std::string_view id) {
  const bool known = cipher_order(id) < static_cast<int>(ciphers.size());
  return fmt::format("var(--c-{})", known ? id : "other");
}

std::string implementation_text(std::string_view implementation, bool aes) {
  if (implementation.empty() || implementation == "none") {
    return {};
  }
  return fmt::format("{}, {}", implementation, aes ? "AES instructions" : "no AES instructions");
}

std::string transport_name(std::string_view id) {
  return id == "plain"  ? "plain TCP"
         : id == "mtls" ? "mutual TLS"
         : id == "tls"  ? "TLS"
                        : std::string(id);
}

int transport_order(std::string_view id) {
  return id == "plain" ? 0 : id == "tls" ? 1 : id == "mtls" ? 2 : 3;
}

std::string in_sentence(std::string title) {
  if (title.size() > 1 && title[1] >= 'a' && title[1] <= 'z') {
    title[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(title[0])));
  }
  return title;
}

MetricName metric_name(std::string_view path) {
  for (const MetricName& metric : metrics()) {
    if (metric.path == path) {
      return metric;
    }
  }
  // One that this table does not know yet: its path, readable.
  std::string words(path);
  std::replace(words.begin(), words.end(), '.', ' ');
  std::replace(words.begin(), words.end(), '_', ' ');
  words[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(words[0])));
  return {std::string(path), words, words, "", 1, false};
}

int metric_order(std::string_view path) {
  int place = 0;
  for (const MetricName& metric : metrics()) {
    if (metric.path == path) {
      break;
    }
    ++place;
  }
  return place;
}

std::string count_text(double value) {
  std::string digits = fmt::format("{:.0f}", std::abs(value));
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0 && digits.size() > 4;
       at -= 3) {
    digits.insert(static_cast<std::size_t>(at), thin_space);
  }
  return (value < 0 ? std::string(minus) : std::string()) + digits;
}

std::string number_text(double value) {
  const double size = std::abs(value);
  if (size >= 999.5) {
    return count_text(value);
  }
  const int decimals = size == 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.0995 ? 2 : 3;
  if (size != 0 && size < 0.0095) {
    return (value < 0 ? std::string(minus) : "") + fmt::format("{:.2g}", size);
  }
  return (value < 0 ? std::string(minus) : "") + fmt::format("{:.{}f}", size, decimals);
}

std::string number_text(std::optional<double> value, std::string_view unit) {
  if (!value) {
    return "–";
  }
  return unit.empty() ? number_text(*value) : fmt::format("{} {}", number_text(*value), unit);
}

std::string plain_text(double value) {
  return value == std::round(value) ? count_text(value) : number_text(value);
}

std::string change_text(double change) {
  if (change >= 1) {
    return "×" + number_text(1 + change);
  }
  const double percent = std::abs(change) * 100;
  const std::string digits = fmt::format("{:.1f}", percent);
  if (digits == "0.0") {
    return "0.0 %";
  }
  return fmt::format("{}{} %", change < 0 ? minus : "+", digits);
}

std::string percent_text(double fraction) {
  return fmt::format("{:.4g}", fraction * 100);
}

std::string interval_text(double low, double high) {
  if (low >= 1 || high >= 1) {
    return fmt::format("×{} to ×{}", number_text(1 + low), number_text(1 + high));
  }
  std::string from = change_text(low);
  return fmt::format("{} to {}", from.substr(0, from.rfind(" %")), change_text(high));
}

std::string join_words(const std::vector<std::string>& words) {
  std::string joined;
  for (std::size_t i = 0; i < words.size(); ++i) {
    joined += i == 0 ? "" : i + 1 == words.size() ? " and " : ", ";
    joined += words[i];
  }
  return joined;
}

std::string plural(double count, std::string_view one) {
  return fmt::format("{} {}{}", count_text(count), one, count == 1 ? "" : "s");
}

}  // namespace mqseal::report
