// SPDX-License-Identifier: MIT
// Device profiles as data: a clock, energy per cycle, a radio and a battery, each with its source.
// Turns measured cycles and envelope bytes into seconds, microjoules and battery days.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace mqseal::device {

/// A figure with where it was read.
struct Sourced {
  double value = 0;
  std::string source;
};

/// LoRa modem settings for Semtech AN1200.13's time on air; explicit header, CRC on.
struct Lora {
  int spreading_factor = 7;  ///< 7 to 12; low data rate optimisation from 11 on at 125 kHz
  double bandwidth_hz = 125000;
  int coding_rate = 1;  ///< 1 = 4/5 ... 4 = 4/8
  int preamble_symbols = 8;
  int header_bytes = 13;  ///< LoRaWAN's own, added to every message
};

struct Radio {
  std::optional<Sourced> uj_per_byte, us_per_byte;  ///< both, or neither and `lora`
  std::optional<Lora> lora;
  std::optional<Sourced> milliwatt;  ///< LoRa: power while on air

  /// Time on air of `bytes` payload bytes; for LoRa the whole frame, else the marginal cost.
  [[nodiscard]] double seconds(std::size_t bytes) const;
  [[nodiscard]] double microjoule(std::size_t bytes) const;
};

struct Profile {
  std::string id, title;
  std::optional<std::string> target;  ///< of the tables: "cortex-m4"; none where not measured here
  std::string target_reason;          ///< why there is none
  /// Microseconds of one AES-128 block call by a peripheral, from a data sheet: then AES runs
  /// there.
  std::optional<Sourced> aes_block;
  double clock_hz = 0;
  std::optional<Sourced> nj_per_cycle;
  std::string nj_per_cycle_reason;
  Radio radio;
  double battery_mah = 0, battery_volt = 0;
  std::string battery_source;
  std::vector<std::string> notes;

  [[nodiscard]] double seconds(double cycles) const { return cycles / clock_hz; }

  /// nullopt where the profile has no energy per cycle.
  [[nodiscard]] std::optional<double> compute_microjoule(double cycles) const;
  /// Days until `microjoule_per_message` at `messages_per_second` has emptied the battery; the
  /// rest of the device is not in it, so this is an upper limit.
  [[nodiscard]] double battery_days(double microjoule_per_message,
                                    double messages_per_second) const;
};

/// Seconds on air of a LoRa frame with `payload_bytes` bytes of PHY payload (AN1200.13, section 4).
[[nodiscard]] double lora_time_on_air(const Lora& lora, std::size_t payload_bytes);

/// Reads every profile built into the program. Throws base::Error (bug) naming the file.
[[nodiscard]] const std::vector<Profile>& profiles();
/// nullptr where there is none of this id.
[[nodiscard]] const Profile* find_profile(const std::string& id);
/// One profile from YAML text; unknown and missing keys are base::Error (usage) with the file name.
[[nodiscard]] Profile parse_profile(const std::string& yaml, const std::string& file_name);

}  // namespace mqseal::device
