// SPDX-License-Identifier: MIT
// The profiles and tables that CMake builds into the program (see CMakeLists.txt of this folder).
#pragma once

#include <span>
#include <string_view>

namespace mqseal::device {

struct EmbeddedFile {
  std::string_view name;  ///< "profiles/nrf52840-ble.yaml"
  std::string_view text;
};

[[nodiscard]] std::span<const EmbeddedFile> embedded_profiles();
[[nodiscard]] std::span<const EmbeddedFile> embedded_tables();
/// SHA-256 of what device figures come from (cmake/DeviceSourcesHash.cmake), as it was when this
/// program was built.
[[nodiscard]] std::string_view sources_sha256();

}  // namespace mqseal::device
