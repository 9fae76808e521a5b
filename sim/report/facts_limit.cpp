// SPDX-License-Identifier: MIT
// When this scenario reaches the birthday bound of a block cipher, and our own limit for one key.
#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/units.h"
#include "sim/report/facts.h"
#include "sim/report/fields.h"
#include "sim/report/names.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr double header_bytes = 13;  // envelope.md, H

/// Publisher groups under one key, as the scenario plans them.
struct Load {
  double messages_per_s = 0;  ///< under the busiest key
  double senders = 0;         ///< that share it
  double payload_bytes = 0, topic_bytes = 0, nonce_bytes = 0;
};

/// A quantity of the resolved scenario: a number, or text with its unit.
template <class Parse>
std::optional<double> quantity(const json& group, const char* key, Parse parse) {
  const json* value = find(group, key);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (value->is_number()) {
    return value->get<double>();
  }
  try {
    return static_cast<double>(parse(value->get<std::string>()));
  } catch (const base::Error&) {
    return std::nullopt;  // a result of another version: then this is not known
  }
}

/// Length of a client's topic: placeholders take the place of the last client's number.
double topic_length(const json& group, double clients) {
  std::string topic = text(group, "topic");
  const auto fill = [&](const std::string& mark, const std::string& with) {
    for (auto at = topic.find(mark); at != std::string::npos; at = topic.find(mark)) {
      topic.replace(at, mark.size(), with);
    }
  };
  fill("{client}", fmt::format("{:.0f}", std::max(0.0, clients - 1)));
  fill("{group}", text(group, "name"));
  return static_cast<double>(topic.size());
}

/// What N takes (envelope.md, "Nonce"): 12 or 16 bytes.
double nonce_length(const std::string& policy, std::string_view cipher) {
  const bool short_random = cipher == "aes-128-gcm" || cipher == "aes-128-ccm";
  return policy == "counter" || short_random ? 12 : 16;
}

std::optional<Load> load_of(const json& result, std::string_view cipher) {
  Load load;
  for (const json& group : rows(result, "scenario.groups")) {
    if (text(group, "role") != "publisher" || text(group, "format", "compact") == "raw") {
      continue;
    }
    const double clients = number(group, "clients").value_or(1);
    const auto rate = quantity(group, "rate", base::parse_rate);
    const auto payload = quantity(group, "payload_bytes", base::parse_bytes);
    if (!rate || !payload) {
      return std::nullopt;
    }
    if (text(group, "keys", "shared") == "per-device") {
      load.messages_per_s = std::max(load.messages_per_s, *rate);
      load.senders = std::max(load.senders, 1.0);
    } else {
      load.messages_per_s += clients * *rate;
      load.senders += clients;
    }
    load.payload_bytes = std::max(load.payload_bytes, *payload);
    load.topic_bytes = std::max(load.topic_bytes, topic_length(group, clients));
    load.nonce_bytes = nonce_length(text(group, "nonce", "random"), cipher);
  }
  return load.messages_per_s > 0 ? std::optional(load) : std::nullopt;
}

struct Mode {
  const char* name;
  double calls;  ///< block calls of one message
  double limit;  ///< of calls under one key
};

Mode mode_of(std::string_view cipher, double block_bytes, const Load& load) {
  const auto blocks = [&](double bytes) { return std::ceil(bytes / block_bytes); };
  const double payload = blocks(load.payload_bytes);
  const double associated = blocks(header_bytes + load.topic_bytes);
  if (cipher == "aes-128-ccm") {
    return {"CCM", 2 * payload + associated + 3, std::ldexp(1.0, 48)};
  }
  if (cipher == "aes-128-gcm") {
    return {"GCM", payload + associated, std::ldexp(1.0, 34)};
  }
  return {"EAX",
          2 * payload + associated + blocks(load.nonce_bytes),
          std::ldexp(1.0, block_bytes == 8 ? 20 : 48)};
}

}  // namespace

json block_limit(const json& result, std::string_view cipher, int block_bits) {
  const std::optional<Load> load = load_of(result, cipher);
  if (!load) {
    return nullptr;
  }
  const double block_bytes = block_bits / 8.0;
  const Mode mode = mode_of(cipher, block_bytes, *load);
  const double per_second = mode.calls * load->messages_per_s;
  const double birthday = std::ldexp(1.0, block_bits / 2);
  const std::string sentence = fmt::format(
      "At {} messages/s under one key ({} sharing it) and {} block calls a message, {} reaches "
      "2^{} block calls, the birthday bound of its {}-bit block, after {}; mqseal changes or "
      "refuses the key at 2^{:.0f}, after {}.",
      plain_text(load->messages_per_s),
      plural(load->senders, "sender"),
      count_text(mode.calls),
      cipher_name(cipher),
      block_bits / 2,
      block_bits,
      duration_text(birthday / per_second),
      std::log2(mode.limit),
      duration_text(mode.limit / per_second));
  return {{"block_bits", block_bits},
          {"mode", mode.name},
          {"block_calls_per_message", mode.calls},
          {"messages_per_s_per_key", load->messages_per_s},
          {"senders_per_key", load->senders},
          {"birthday_block_calls", birthday},
          {"birthday_seconds", birthday / per_second},
          {"birthday_bytes", birthday * block_bytes},
          {"limit_block_calls", mode.limit},
          {"limit_seconds", mode.limit / per_second},
          {"sentence", sentence}};
}

std::string duration_text(double seconds) {
  struct Unit {
    double seconds;
    const char* name;
  };

  constexpr double year = 365.25 * 86'400;
  for (const Unit& unit : {Unit{1e9 * year, "billion years"},
                           Unit{1e6 * year, "million years"},
                           Unit{1e3 * year, "thousand years"},
                           Unit{year, "years"},
                           Unit{86'400, "days"},
                           Unit{3'600, "hours"},
                           Unit{60, "minutes"},
                           Unit{1, "seconds"}}) {
    if (seconds >= 2 * unit.seconds) {
      return number_text(seconds / unit.seconds) + " " + unit.name;
    }
  }
  return number_text(seconds) + " seconds";
}

}  // namespace mqseal::report
