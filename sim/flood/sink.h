// SPDX-License-Identifier: MIT
// What an attacker is set on in the control: a listener that takes every connection, shakes hands
// where that is asked for, reads all, and answers no more than keeps an attacker going. What an
// attack does to others although there is no broker behind it, the attacker does itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

namespace mqseal::flood {

struct SinkSetup {
  bool tls = false;
  std::filesystem::path certificate, key;  ///< of the server; only with `tls`
};

/// Listens on a loopback port that the kernel chooses, tells it, and serves until the process is
/// ended. One thread. Throws base::Error (environment).
void run_sink(const SinkSetup& setup, const std::function<void(std::uint16_t port)>& tell);

}  // namespace mqseal::flood
