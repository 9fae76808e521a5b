// SPDX-License-Identifier: MIT
// tool{}: what CMake wrote into build_info.h (sim/record/BuildInfo.cmake), and what the libraries
// say of themselves.
#include <openssl/crypto.h>
#include <zlib.h>

#include "build_info.h"

#include <nlohmann/json.hpp>

#include "sim/record/provenance.h"

namespace mqseal::record {

nlohmann::json tool_provenance() {
  const std::string git = build_info::git;
  return {{"version", build_info::version},
          {"git", git.empty() ? nlohmann::json(nullptr) : nlohmann::json(git)},
          {"compiler", build_info::compiler},
          {"flags", build_info::flags},
          {"build_type", build_info::build_type},
          {"sanitizers", build_info::sanitizers}};
}

nlohmann::json library_versions() {
  return {{"openssl", OpenSSL_version(OPENSSL_VERSION_STRING)},
          {"zlib", zlibVersion()},
          {"libmosquitto", build_info::libmosquitto},
          {"botan", build_info::botan},
          {"boost", build_info::boost}};
}

}  // namespace mqseal::record
