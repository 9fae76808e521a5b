// SPDX-License-Identifier: MIT
// The list of criteria. Tests hold it against sim/report, which evaluates each, and against the
// targets and profiles of sim/device.
#include <algorithm>
#include <array>

#include "sim/scenario/decision.h"
#include "sim/scenario/metrics.h"

namespace mqseal::scenario {
namespace {

using Kind = Criterion::Kind;

constexpr std::array<const char*, 5> targets{
    "atmega328p", "cortex-m0plus", "cortex-m3", "cortex-m4", "rv32imc"};
constexpr std::array<const char*, 7> profiles{"atmega328p-cc2420",
                                              "cc2340-ble",
                                              "lora-sf12",
                                              "lora-sf7",
                                              "nrf52840-ble",
                                              "nrf52840-ble-aes-peripheral",
                                              "stm32-m3"};

std::vector<Criterion> make_criteria() {
  std::vector<Criterion> all;
  for (const std::string& metric : metric_names()) {
    all.push_back(
        {metric,
         Kind::number,
         "Measured; a limit holds where the unfavourable end of the 95 % interval does."});
  }
  all.push_back({"overhead_bytes", Kind::number, "Bytes that the envelope adds to a reading."});
  all.push_back({"block_bits",
                 Kind::number,
                 "Block size of the cipher; a cipher without blocks passes.",
                 {},
                 false});
  all.push_back({"key_bits", Kind::number, "Length of the key.", {}, false});
  all.push_back({"security_margin",
                 Kind::percent,
                 "Share of the rounds that no published key-recovery attack has reached."});
  all.push_back({"standard",
                 Kind::words,
                 "Who standardised the cipher for general use; RFID: for RFID tags only.",
                 {"NIST", "ISO", "IETF", "RFID"},
                 false});
  all.push_back({"attacks_succeeded",
                 Kind::number,
                 "Attacks of this result that succeeded against the cipher's envelope.",
                 {},
                 false});
  for (const char* target : targets) {
    const std::string device = std::string("device.") + target;
    all.push_back(
        {device + ".seal_cycles",
         Kind::number,
         "Cycles to seal one reading on this microcontroller, from the committed table."});
    all.push_back({device + ".flash_bytes", Kind::number, "Code and constants, the same table."});
    all.push_back({device + ".ram_bytes", Kind::number, "State and stack, the same table."});
  }
  for (const char* profile : profiles) {
    all.push_back({std::string("device.") + profile + ".message_uj",
                   Kind::number,
                   "Energy to seal and send one reading on this device, microjoules."});
  }
  return all;
}

}  // namespace

const std::vector<Criterion>& criteria() {
  static const std::vector<Criterion> all = make_criteria();
  return all;
}

const Criterion* find_criterion(std::string_view name) {
  const auto found = std::ranges::find(criteria(), name, &Criterion::name);
  return found == criteria().end() ? nullptr : &*found;
}

}  // namespace mqseal::scenario
