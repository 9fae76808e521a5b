// SPDX-License-Identifier: MIT
// What one attack does with the connections that the flood (flood.h) opens for it. One thread.
#pragma once

#include "sim/flood/connection.h"

namespace mqseal::flood {

class Driver {
 public:
  Driver() = default;
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;
  virtual ~Driver() = default;

  /// False: writes what it likes to a TLS port, and the flood does not shake hands there.
  [[nodiscard]] virtual bool speaks_tls() const { return true; }

  /// False: a connection is over soon, and the window holds for all that are open.
  [[nodiscard]] virtual bool holds() const { return true; }

  /// True: the job's rate doses connections; else messages, by Flood::due().
  [[nodiscard]] virtual bool rate_is_of_connections() const { return false; }

  /// Whether another connection may be opened now.
  [[nodiscard]] virtual bool wants_connection() const { return true; }

  virtual void on_open(Connection& /*connection*/) {}

  /// What came, uncut. By default it is cut into packets.
  virtual void on_data(Connection& connection, Bytes bytes);

  virtual void on_packet(Connection& /*connection*/, const Packet& /*packet*/) {}

  /// The connection is pumping and has nothing left to write.
  virtual void on_idle(Connection& /*connection*/) {}

  /// It ended without having been asked to, or could not be opened.
  virtual void on_end(Connection& /*connection*/) {}

  /// About a hundred times a second.
  virtual void on_tick(Nanos /*now*/) {}
};

}  // namespace mqseal::flood
