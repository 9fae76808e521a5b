// SPDX-License-Identifier: MIT
// Small scenarios for tests with a real broker.
#pragma once

#include <string>

namespace mqseal::integration {

/// Two publishers and two subscribers on each port, 50 messages a second each, a quick look.
inline std::string both_ports(const std::string& ciphers, int rounds, const std::string& measure) {
  std::string text =
      "schema: mqseal-scenario/1\n"
      "name: tiny\n"
      "rounds: " +
      std::to_string(rounds) +
      "\n"
      "margin: 5%\n"
      "quick_look: true\n"
      "phases: {warm_up: 100ms, measure: " +
      measure +
      ", drain: 10s}\n"
      "matrix:\n"
      "  cipher: [" +
      ciphers +
      "]\n"
      "thresholds:\n"
      "  - {metric: counts.lost, max: 0}\n"
      "  - {metric: counts.rejected, max: 0}\n"
      "groups:\n";
  for (const std::string transport : {"plain", "mtls"}) {
    const std::string common = "    clients: 2\n    transport: " + transport +
                               "\n    topic: tiny/" + transport + "/{client}\n    qos: 1\n";
    text += "  - name: " + transport + "-publishers\n    role: publisher\n" + common +
            "    payload_bytes: 64B\n    rate: 50/s\n";
    text += "  - name: " + transport + "-subscribers\n    role: subscriber\n" + common;
  }
  return text;
}

inline const std::string all_ciphers =
    "none, aes-128-eax, speck-64-128-eax, speck-128-128-eax, simon-64-128-eax, "
    "simon-128-128-eax, present-80-eax, present-128-eax, ascon-aead128, aes-128-gcm, aes-128-ccm, "
    "chacha20-poly1305";

}  // namespace mqseal::integration
