// SPDX-License-Identifier: MIT
// A network namespace of our own: every port is free, counters start at 0, packet rules touch
// nobody, TCP is set as outside, and no packet leaves it, because loopback is its only device.
// 127.0.0.0/8 gives as many source addresses as an experiment needs.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace mqseal::sandbox {

/// Bytes of the largest packet in a network of our own, as on Ethernet (RFC 894). Loopback's own
/// 65,536 make TCP segments larger than a receive window that has begun to fill: the sender then
/// waits for its probe timer, 200 ms (RFC 9293, 3.8.6.2.1), which no wire would show.
inline constexpr int ethernet_mtu = 1500;

/// Bytes; of the loopback device of the calling thread's network. nullopt where it has none.
[[nodiscard]] std::optional<int> loopback_mtu() noexcept;

/// The namespace lives as long as this object, or a thread, process or socket in it.
class Network {
 public:
  /// Throws base::Error (environment) where the system refuses (see support.h).
  Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;
  ~Network();

  /// Runs `work` in a new thread inside and waits; rethrows what it threw. Threads, processes and
  /// sockets that `work` makes are inside as well.
  void run(const std::function<void()>& work) const;

  /// Loads rules as in the file of `nft -f`, which replace those loaded before. An empty text
  /// removes all. Throws base::Error: usage where nft does not understand them, environment where
  /// the kernel has no nftables.
  void set_rules(const std::string& rules) const;

 private:
  int handle_ = -1;  ///< /proc/thread-self/ns/net of a thread that was inside
};

}  // namespace mqseal::sandbox
