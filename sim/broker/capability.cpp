// SPDX-License-Identifier: MIT
#include "sim/broker/capability.h"

#include <optional>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "sim/broker/mqtt_bytes.h"

namespace mqseal::broker {
namespace {

/// Section numbers of MQTT 3.1.1, 2.2.1.
constexpr std::uint8_t publish = 3, puback = 4, pubrec = 5, suback = 9;
constexpr int qos_1 = 1 << 1, qos_2 = 2 << 1, retain = 1;

/// The probing clients of one broker.
class Prober {
 public:
  Prober(const client::Endpoint& endpoint, std::chrono::milliseconds limit)
      : endpoint_(endpoint), limit_(limit), topic_(fmt::format("mqseal/probe/{}", ::getpid())) {}

  Finding mutual_tls() const;
  Finding grants_qos_2() const;
  Finding mqtt_5() const;
  Finding persistent_session() const;
  Finding retained() const;

 private:
  [[nodiscard]] ProbeDeadline soon() const { return std::chrono::steady_clock::now() + limit_; }

  [[nodiscard]] ConnectOptions client(const char* name) const {
    return {.version = 4,
            .clean = true,
            .id = fmt::format("mqseal-probe-{}-{}", name, ::getpid()),
            .user = name_for(endpoint_),
            .password = password_for(endpoint_)};
  }

  /// Connects; false with `evidence` where the broker does not say 0.
  bool open(MqttSocket& socket, const ConnectOptions& options, std::string* evidence) const {
    const auto connack = socket.open(endpoint_.address, endpoint_.plain_port, options);
    if (connack && connack->body.size() >= 2 && connack->body[1] == 0) {
      return true;
    }
    *evidence = connack && connack->body.size() >= 2
                    ? fmt::format("CONNACK with return code {}", connack->body[1])
                    : "no CONNACK";
    return false;
  }

  /// Subscribes and returns the QoS granted, or -1 with `evidence`.
  static int subscribe(MqttSocket& socket,
                       std::string_view filter,
                       int qos,
                       std::string* evidence) {
    const auto answer =
        socket.send(subscribe_packet(filter, qos)) ? socket.await(suback) : std::nullopt;
    if (!answer || answer->body.size() < 3 || answer->body[2] > 2) {
      *evidence = answer ? "SUBACK refuses" : "no SUBACK";
      return -1;
    }
    return answer->body[2];
  }

  client::Endpoint endpoint_;
  std::chrono::milliseconds limit_;
  std::string topic_;
};

Finding Prober::mutual_tls() const {
  client::Endpoint bare = endpoint_;
  bare.client_crt.clear();
  bare.client_key.clear();
  const ProbeResult result = probe_tls(bare, soon());
  const bool accepted = result.status == ProbeStatus::connack && result.return_code == 0;
  return {Capability::mutual_tls,
          !accepted,
          accepted
              ? "CONNACK 0 to a TLS client without a certificate"
              : fmt::format("a TLS client without a certificate: {}", to_string(result.status))};
}

Finding Prober::grants_qos_2() const {
  Finding finding{Capability::qos_2, false, {}};
  MqttSocket socket(soon());
  if (!open(socket, client("qos"), &finding.evidence)) {
    return finding;
  }
  const int granted = subscribe(socket, topic_, 2, &finding.evidence);
  if (granted < 0) {
    return finding;
  }
  if (granted < 2) {
    finding.evidence = fmt::format("SUBACK grants QoS {} for 2", granted);
    return finding;
  }
  // Brokers differ in when they deliver: before PUBREC, or only after PUBREL.
  std::optional<Received> delivered;
  bool released = false;
  socket.send(publish_packet(topic_, "2", qos_2));
  while (!delivered || !released) {
    auto packet = socket.receive();
    if (!packet) {
      break;
    }
    if (packet->type == pubrec) {
      released = socket.send(pubrel_packet);
    } else if (packet->type == publish) {
      delivered = std::move(packet);
    }
  }
  finding.works = released && delivered && (delivered->flags & 0x06) == qos_2;
  finding.evidence = finding.works ? "PUBLISH delivered with QoS 2"
                     : !released   ? "no PUBREC for a PUBLISH with QoS 2"
                     : delivered   ? "PUBLISH delivered with a lower QoS"
                                   : "PUBLISH with QoS 2 not delivered";
  return finding;
}

Finding Prober::mqtt_5() const {
  Finding finding{Capability::mqtt_5, false, {}};
  MqttSocket socket(soon());
  ConnectOptions options = client("v5");
  options.version = 5;
  if (open(socket, options, &finding.evidence)) {
    finding.works = true;
    finding.evidence = "CONNACK 0 to version 5";
    socket.send(disconnect_packet);
  } else {
    finding.evidence += " to version 5";
  }
  return finding;
}

Finding Prober::persistent_session() const {
  Finding finding{Capability::persistent_session, false, {}};
  ConnectOptions keeper = client("session");
  keeper.clean = false;
  {
    MqttSocket socket(soon());
    if (!open(socket, keeper, &finding.evidence) ||
        subscribe(socket, topic_ + "/kept", 1, &finding.evidence) < 0) {
      return finding;
    }
    socket.send(disconnect_packet);
  }
  {
    MqttSocket sender(soon());
    if (!open(sender, client("sender"), &finding.evidence)) {
      return finding;
    }
    if (!sender.send(publish_packet(topic_ + "/kept", "1", qos_1)) || !sender.await(puback)) {
      finding.evidence = "no PUBACK";
      return finding;
    }
    sender.send(disconnect_packet);
  }
  MqttSocket again(soon());
  if (!open(again, keeper, &finding.evidence)) {
    return finding;
  }
  finding.works = again.await(publish).has_value();
  finding.evidence = finding.works ? "a QoS 1 message waited for its subscriber"
                                   : "a QoS 1 message did not wait for its subscriber";
  again.send(disconnect_packet);
  keeper.clean = true;  // discards the session
  MqttSocket last(soon());
  std::string ignored;
  if (open(last, keeper, &ignored)) {
    last.send(disconnect_packet);
  }
  return finding;
}

Finding Prober::retained() const {
  Finding finding{Capability::retained, false, {}};
  const std::string topic = topic_ + "/retained";
  MqttSocket socket(soon());
  if (!open(socket, client("retain"), &finding.evidence)) {
    return finding;
  }
  if (!socket.send(publish_packet(topic, "1", qos_1 | retain)) || !socket.await(puback)) {
    finding.evidence = "no PUBACK for a retained message";
    return finding;
  }
  socket.send(subscribe_packet(topic, 0));
  // It may come before SUBACK (3.8.4), and some brokers deliver the original as well.
  auto delivered = socket.await(publish);
  while (delivered && (delivered->flags & retain) == 0) {
    delivered = socket.await(publish);
  }
  finding.works = delivered.has_value();
  finding.evidence = finding.works ? "a retained message met its later subscriber"
                                   : "no retained message for a later subscriber";
  socket.send(publish_packet(topic, "", qos_1 | retain));  // 3.3.1.3: removes it
  socket.send(disconnect_packet);
  return finding;
}

}  // namespace

std::string_view to_string(Capability capability) noexcept {
  switch (capability) {
    case Capability::mutual_tls:
      return "mutual TLS";
    case Capability::qos_2:
      return "QoS 2";
    case Capability::mqtt_5:
      return "MQTT 5";
    case Capability::persistent_session:
      return "persistent sessions";
    case Capability::retained:
      break;
  }
  return "retained messages";
}

std::vector<Finding> probe_capabilities(const client::Endpoint& endpoint,
                                        std::chrono::milliseconds limit) {
  const Prober prober(endpoint, limit);
  return {prober.mutual_tls(),
          prober.grants_qos_2(),
          prober.mqtt_5(),
          prober.persistent_session(),
          prober.retained()};
}

}  // namespace mqseal::broker
