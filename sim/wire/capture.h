// SPDX-License-Identifier: MIT
// A packet capture on the loopback device, by libpcap, of the ports of one broker. Frames stay in
// memory until they are written (pcapng.h) and searched (streams.h, canary.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/wire/frame.h"

namespace mqseal::wire {

struct CaptureOptions {
  std::vector<std::uint16_t> ports;                 ///< TCP, either direction; at least one
  std::size_t max_bytes = std::size_t{256} << 20U;  ///< of frames kept; then is_full()
  std::string device = "lo";
};

class Capture {
 public:
  /// Begins to capture; everything sent from now on is in it. nullptr where the system does not
  /// allow it: `why` then says so, and what to do.
  [[nodiscard]] static std::unique_ptr<Capture> start(const CaptureOptions& options,
                                                      std::string& why);
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;
  ~Capture();

  /// Ends it, once everything that was sent before this call is in it: a connection is opened to
  /// `port`, a listening one of those captured, the text `control` sent over it in clear, and
  /// waited for among the frames. It is the control of every verdict (canary.h). False where it did
  /// not show within two seconds. Idempotent.
  [[nodiscard]] bool finish(std::uint16_t port, const std::string& control);

  /// After finish().
  [[nodiscard]] const std::vector<Frame>& frames() const noexcept;
  /// Frames that the kernel dropped for want of room. After finish().
  [[nodiscard]] std::uint64_t dropped() const noexcept;
  [[nodiscard]] bool is_full() const noexcept;

 private:
  struct Impl;
  explicit Capture(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mqseal::wire
