// SPDX-License-Identifier: MIT
// `mqseal pub` and `mqseal sub`: what mosquitto_pub and mosquitto_sub do, with an envelope around
// each message. No command line here; the flags are wired to these structs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "ciphers/envelope/envelope.h"

namespace mqseal::app {

/// How to reach a broker; names and meanings as in mosquitto's tools.
struct ConnectionFlags {
  std::string host = "localhost";  ///< looked up once, IPv4
  std::uint16_t port = 0;          ///< 0: 8883 where cafile is given, else 1883
  std::filesystem::path cafile, cert, key;
  bool insecure = false;  ///< do not check the name in the broker's certificate
  std::string id;         ///< empty: mqseal-<process id>
  std::string user, password;
  int keep_alive_s = 60;
  bool mqtt_5 = false;
  double connect_seconds = 10;  ///< from the start to CONNACK
};

/// The envelope and its key.
struct EnvelopeFlags {
  envelope::Config config;
  std::filesystem::path master;  ///< as `mqseal seal --key`
};

struct PubFlags {
  ConnectionFlags connection;
  EnvelopeFlags envelope;
  std::string topic;
  std::optional<std::string> message;  ///< -m
  std::filesystem::path file;          ///< -f
  bool lines = false;                  ///< -l: each line of standard input is a message
  bool whole = false;                  ///< -s: all of standard input is one message
  int qos = 0;
  bool retain = false;
  std::uint32_t sender = 1;
  std::optional<std::uint32_t> epoch;
  bool lab_mistakes = false;
};

/// Publishes and returns 0 once the broker has everything (QoS 1, 2: acknowledged it). Throws
/// base::Error: usage for flags that cannot be, environment where the broker cannot be reached or
/// does not take a message.
int pub_command(const PubFlags& flags, std::istream& in, std::ostream& messages);

struct SubFlags {
  ConnectionFlags connection;
  EnvelopeFlags envelope;
  std::vector<std::string> filters;
  int qos = 0;
  std::size_t count = 0;    ///< -C: end after so many messages that opened; 0: go on
  double seconds = 0;       ///< -W: end after so many seconds; 0: go on
  bool with_topic = false;  ///< -v: the topic before each message
  bool new_line = true;     ///< false (-N): no line break after a message
  std::uint32_t first_sender = 1, last_sender = 0xFFFF'FFFF;
  std::size_t window_bits = 2048;
};

/// Writes each message that opens to `out` and says on `messages` which did not, and why. 0 after
/// `count` messages; exit 3 where `seconds` ended first. Throws as pub_command.
int sub_command(const SubFlags& flags, std::ostream& out, std::ostream& messages);

}  // namespace mqseal::app
