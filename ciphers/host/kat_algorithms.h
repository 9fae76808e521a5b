// SPDX-License-Identifier: MIT
// What kat.cpp runs for each ALG: block ciphers, CMAC, AEADs and the parts of ChaCha20-Poly1305.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ciphers/host/kat.h"

namespace mqseal::host {

/// "" where the record's answer came out, else what differs.
using KatCheck = std::function<std::string(const KatRecord&)>;

struct KatAlgorithm {
  std::string implementation;
  KatCheck check;
};

/// ALG to every implementation of it that this CPU has.
[[nodiscard]] const std::map<std::string, std::vector<KatAlgorithm>>& kat_algorithms();

}  // namespace mqseal::host
