// SPDX-License-Identifier: MIT
// Where a result comes from: this build of mqseal, and this machine. No host name, no user.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mqseal::record {

/// `tool{}` of result.json: version, git (null where built outside a clone), compiler, flags,
/// build_type, sanitizers.
[[nodiscard]] nlohmann::json tool_provenance();

/// Versions of the libraries: OpenSSL's and zlib's as they run, the others' as they were built in.
[[nodiscard]] nlohmann::json library_versions();

/// `host{}` of result.json, as it is now: kernel, distribution, CPU, memory, limits, TCP settings,
/// clock source, virtualisation, load, libraries. What this machine does not expose is null.
[[nodiscard]] nlohmann::json host_provenance();

}  // namespace mqseal::record
