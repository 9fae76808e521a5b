// SPDX-License-Identifier: MIT
#include "sim/wire/packet_list.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "sim/wire/mqtt_text.h"

namespace mqseal::wire {
namespace {

constexpr std::array<Explanation, 22> explanations = {{
    {"SYN", "TCP: opens a connection (SYN, SYN ACK, ACK); nothing of MQTT yet"},
    {"Client Hello", "TLS: the client's versions, ciphers and key share, in clear"},
    {"Server Hello", "TLS: the broker's choice; from here on TLS 1.3 encrypts"},
    {"Certificate", "TLS 1.2: a certificate, in clear: who the broker (and the client) is"},
    {"Change Cipher Spec", "TLS: keys change; kept in TLS 1.3 for old middle boxes"},
    {"Application Data", "TLS: an encrypted record; only its length can be seen"},
    {"Alert", "TLS: why a connection is refused, or that it ends"},
    {"Connect Command",
     "CONNECT: the client's id, protocol version, keep alive; user name, password and will where "
     "it "
     "has them"},
    {"Connect Ack", "CONNACK: the broker accepts (0) or refuses the client"},
    {"Subscribe Request", "SUBSCRIBE: topic filters and the QoS wanted"},
    {"Subscribe Ack", "SUBACK: the QoS granted for each filter, or 0x80: refused"},
    {"Publish Message",
     "PUBLISH: topic and payload, from a publisher to the broker and from there to each "
     "subscriber"},
    {"Publish Ack", "PUBACK: QoS 1, the receiver has the message"},
    {"Publish Received", "PUBREC: QoS 2, first answer"},
    {"Publish Release", "PUBREL: QoS 2, the sender lets the message go"},
    {"Publish Complete", "PUBCOMP: QoS 2, done"},
    {"Unsubscribe Request", "UNSUBSCRIBE: topic filters to give up"},
    {"Unsubscribe Ack", "UNSUBACK: done"},
    {"Ping Request", "PINGREQ: the client shows that it lives, once a keep alive"},
    {"Ping Response", "PINGRESP: so does the broker"},
    {"Disconnect Req", "DISCONNECT: an orderly end, so that no will is published"},
    {"FIN", "TCP: closes a connection"},
}};

std::string tcp_text(const Segment& segment) {
  std::string flags;
  for (const auto& [set, name] : {std::pair(segment.flags.fin, "FIN"),
                                  std::pair(segment.flags.syn, "SYN"),
                                  std::pair(segment.flags.rst, "RST"),
                                  std::pair(segment.flags.psh, "PSH"),
                                  std::pair(segment.flags.ack, "ACK")}) {
    if (set) {
      flags += fmt::format("{}{}", flags.empty() ? "" : ", ", name);
    }
  }
  return fmt::format("{} -> {} [{}]", segment.from.port, segment.to.port, flags);
}

/// By frame: the protocol's things that begin in it.
using Names = std::map<std::size_t, std::string>;

void add_names(Names& names, const Stream& stream, const std::vector<Named>& named) {
  for (const Named& each : named) {
    std::string& text = names[stream.frame_at(each.offset)];
    text += fmt::format("{}{}", text.empty() ? "" : ", ", each.text);
  }
}

bool is_on(const Stream& stream, std::uint16_t port) {
  return port != 0 && (stream.from.port == port || stream.to.port == port);
}

}  // namespace

std::vector<PacketRow> list_packets(const std::vector<Frame>& frames,
                                    const std::vector<Stream>& streams,
                                    Ports ports) {
  Names mqtt;
  Names tls;
  for (const Stream& stream : streams) {
    if (is_on(stream, ports.plain)) {
      add_names(mqtt, stream, mqtt_packets(stream.bytes));
    } else if (is_on(stream, ports.tls)) {
      add_names(tls, stream, tls_records(stream.bytes));
    }
  }
  std::vector<PacketRow> rows;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const auto segment = segment_in(frames[i]);
    if (!segment) {
      continue;
    }
    PacketRow row;
    row.number = i + 1;
    row.seconds = static_cast<double>(frames[i].at - frames[0].at) /
                  static_cast<double>(base::nanos_per_second);
    row.from_port = segment->from.port;
    row.to_port = segment->to.port;
    row.bytes = frames[i].original_bytes;
    const auto message = mqtt.find(i);
    const auto record = tls.find(i);
    row.protocol = message != mqtt.end() ? "MQTT" : record != tls.end() ? "TLS" : "TCP";
    row.info = message != mqtt.end() ? message->second
               : record != tls.end() ? record->second
                                     : tcp_text(*segment);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string packet_text(const std::vector<PacketRow>& rows) {
  std::string text = fmt::format("{:>6} {:>12} {:>7} {:>7}  {:<8} {:>6}  {}\n",
                                 "No.",
                                 "Time",
                                 "From",
                                 "To",
                                 "Protocol",
                                 "Length",
                                 "Info");
  for (const PacketRow& row : rows) {
    text += fmt::format("{:>6} {:>12.6f} {:>7} {:>7}  {:<8} {:>6}  {}\n",
                        row.number,
                        row.seconds,
                        row.from_port,
                        row.to_port,
                        row.protocol,
                        row.bytes,
                        row.info);
  }
  return text;
}

std::vector<Explanation> explain(const std::vector<PacketRow>& rows) {
  std::vector<Explanation> found;
  for (const Explanation& each : explanations) {
    if (std::any_of(rows.begin(), rows.end(), [&](const PacketRow& row) {
          return row.info.find(each.kind) != std::string::npos;
        })) {
      found.push_back(each);
    }
  }
  return found;
}

}  // namespace mqseal::wire
