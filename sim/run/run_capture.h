// SPDX-License-Identifier: MIT
// The packets of one run: captured from the broker's start to its end, searched, listed, and kept
// as capture.pcapng with the secrets of the run's own TLS connections inside.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/client/endpoint.h"
#include "sim/client/key_log.h"
#include "sim/record/security.h"
#include "sim/scenario/plan.h"
#include "sim/wire/capture.h"

namespace mqseal::run {

class RunCapture {
 public:
  /// Begins; where the system does not allow it, finish() says why.
  RunCapture(const scenario::Run& run, const client::Endpoint& endpoint);

  /// Ends it and writes `dir`/capture.pcapng (0600) and packets.txt. To be called while the broker
  /// still lives. `secrets`: of the run's TLS connections.
  [[nodiscard]] record::Capture finish(const client::KeyLog& secrets,
                                       const std::filesystem::path& dir);

 private:
  const scenario::Run& run_;
  client::Endpoint endpoint_;
  std::unique_ptr<wire::Capture> capture_;
  std::string why_;
};

}  // namespace mqseal::run
