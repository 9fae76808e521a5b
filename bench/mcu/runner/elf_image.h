// SPDX-License-Identifier: MIT
// A 32-bit little-endian ELF executable in memory: what to load where, symbols, section sizes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mqseal::mcu {

/// Where avr-ld maps the data space (AVR-libc, "Memory sections").
inline constexpr std::uint32_t avr_data_offset = 0x800000;

struct Segment {
  std::uint32_t address;
  std::vector<std::uint8_t> bytes;  ///< zero-filled to its size in memory
};

struct Symbol {
  std::uint32_t address;  ///< Thumb functions keep their low bit
  std::uint32_t bytes;
};

class ElfImage {
 public:
  /// Throws std::runtime_error naming the file where it is not such an executable.
  explicit ElfImage(const std::filesystem::path& file);

  [[nodiscard]] const std::vector<Segment>& segments() const noexcept { return segments_; }

  /// Throws std::runtime_error where there is no such symbol.
  [[nodiscard]] Symbol symbol(const std::string& name) const;

  [[nodiscard]] bool has_symbol(const std::string& name) const { return symbols_.contains(name); }

  /// Bytes that stay in flash: code, constants, and the initial values of variables.
  [[nodiscard]] std::size_t flash_bytes() const noexcept { return flash_bytes_; }

  /// Static variables, without the section `.noinit` through which the host passes arguments.
  [[nodiscard]] std::size_t ram_bytes() const noexcept { return ram_bytes_; }

 private:
  std::vector<Segment> segments_;
  std::map<std::string, Symbol> symbols_;
  std::size_t flash_bytes_ = 0, ram_bytes_ = 0;
};

}  // namespace mqseal::mcu
