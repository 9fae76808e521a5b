// SPDX-License-Identifier: MIT
// Does any cipher differ from any other at all? Friedman's test, since the design has rounds.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// omnibus[] of result.json, one entry a primary metric and condition with three or more ciphers in
/// three or more complete rounds: {metric, condition, ciphers, rounds, statistic, freedom, p}.
/// Plaintext is left out of metrics that it has no value of its own in (seal, open). An omnibus
/// only says that some differ; which, and by how much, is what effects[] is for.
[[nodiscard]] nlohmann::json omnibus_of(const nlohmann::json& result);

}  // namespace mqseal::report
