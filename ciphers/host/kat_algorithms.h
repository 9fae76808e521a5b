// SPDX-License-Identifier: MIT
// What kat.cpp runs for each ALG: block ciphers, CMAC, AEADs and the parts of ChaCha20-Poly1305.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ciphers/host/kat.h"

namespace mqseal::host {

/// How one record came out on one implementation: at most one of the two is not empty.
struct KatOutcome {
  std::string differs;  ///< from the known answer: what, and how
  std::string not_run;  ///< why the implementation cannot take this record
};

using KatCheck = std::function<KatOutcome(const KatRecord&)>;

struct KatAlgorithm {
  std::string implementation;
  KatCheck check;
};

/// Every implementation of `alg` that this CPU has; nullptr for an unknown one. Only letters and
/// digits count, in any case: "SPECK64/128" and "speck-64-128" are one.
[[nodiscard]] const std::vector<KatAlgorithm>* find_kat_algorithm(std::string_view alg);

}  // namespace mqseal::host
