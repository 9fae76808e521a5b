// SPDX-License-Identifier: MIT
// Names of MQTT packets and TLS records found in a stream, in Wireshark's words. Reads any bytes.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/wire/frame.h"

namespace mqseal::wire {

/// Something that begins at `offset` of a stream.
struct Named {
  std::size_t offset = 0;
  std::string text;
};

/// MQTT 3.1.1 and 5.0 control packets, up to the first byte that is none.
[[nodiscard]] std::vector<Named> mqtt_packets(Bytes stream);

/// TLS records (RFC 8446, 5.1), up to the first byte that is none; handshake messages in clear by
/// name ("Client Hello").
[[nodiscard]] std::vector<Named> tls_records(Bytes stream);

}  // namespace mqseal::wire
