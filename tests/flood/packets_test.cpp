// SPDX-License-Identifier: MIT
// Packets as bytes, against OASIS MQTT 3.1.1 by hand, and the way back in any cut.
#include "sim/flood/packets.h"

#include <gtest/gtest.h>

namespace mqseal::flood {
namespace {

TEST(FloodPackets, connect_is_as_the_standard_writes_it) {
  ConnectFields fields;
  fields.id = "a";
  fields.user = "u";
  fields.password = "p";
  const Buffer expected{0x10, 19, 0, 4,   'M', 'Q', 'T', 'T', 4, 0xC2, 0,
                        60,   0,  1, 'a', 0,   1,   'u', 0,   1, 'p'};
  EXPECT_EQ(connect_packet(fields), expected);
}

TEST(FloodPackets, a_stream_is_cut_into_the_same_packets_wherever_it_is_cut) {
  Buffer stream;
  const Buffer large(300, 7);
  append_publish(stream, "t", large, 0, 0, false);
  append_publish(stream, "t/u", Buffer{1, 2}, 1, 9, true);
  const Buffer ping{0xd0, 0};
  stream.insert(stream.end(), ping.begin(), ping.end());
  for (std::size_t step = 1; step <= stream.size(); ++step) {
    PacketReader reader;
    std::vector<Type> types;
    std::vector<std::size_t> payloads;
    for (std::size_t at = 0; at < stream.size(); at += step) {
      const Bytes part = Bytes(stream).subspan(at, std::min(step, stream.size() - at));
      reader.feed(part, [&](const Packet& packet) {
        types.push_back(packet.type);
        if (packet.type == Type::publish) {
          payloads.push_back(published(packet).payload.size());
        }
      });
    }
    EXPECT_EQ(types, (std::vector{Type::publish, Type::publish, Type::pingresp})) << step;
    EXPECT_EQ(payloads, (std::vector<std::size_t>{300, 2})) << step;
  }
}

}  // namespace
}  // namespace mqseal::flood
