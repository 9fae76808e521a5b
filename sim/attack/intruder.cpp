// SPDX-License-Identifier: MIT
#include "sim/attack/intruder.h"

#include <utility>

#include <fmt/format.h>

#include "sim/scenario/envelope_config.h"

namespace mqseal::attack {

Intruder::Intruder(Stage& stage, std::string id)
    : stage_(stage),
      id_(std::move(id)),
      access_(stage.setting(), stage.setting().broker.endpoint()) {}

bool Intruder::try_way(const client::Profile& profile, const std::string& name) {
  const client::Endpoint& endpoint = profile.endpoint;
  const std::uint16_t port = profile.tls != nullptr ? endpoint.tls_port : endpoint.plain_port;
  if (port == 0) {
    evidence_ += fmt::format("{}{}: there is none", evidence_.empty() ? "" : "; ", name);
    return false;
  }
  stage_.setting().guard.require(endpoint.address, port);
  actor_.emplace(stage_, profile, id_);
  if (actor_->connect()) {
    evidence_ = "came in over the " + name;
    return true;
  }
  evidence_ += fmt::format("{}{}: {}", evidence_.empty() ? "" : "; ", name, actor_->why());
  return false;
}

bool Intruder::enter() {
  evidence_.clear();
  const Setting& setting = stage_.setting();
  if (setting.run.attack.security.attacker == scenario::Attacker::insider) {
    const scenario::Group& group = application_group(setting);
    const bool plain = group.transport == scenario::Transport::plain;
    return try_way(access_.victim(group, "insider"),
                   plain ? "plain port as a subscriber" : "TLS port as a subscriber");
  }
  return try_way(access_.plain_stranger(), "plain port without credentials") ||
         try_way(access_.tls_stranger(), "TLS port without a certificate");
}

bool Intruder::listen() {
  if (!enter()) {
    return false;
  }
  if (!actor_->subscribe("#")) {
    evidence_ += ", and its subscription to # was refused";
    return false;
  }
  return true;
}

Reader::Reader(const Setting& setting)
    : keys_(scenario::envelope_of(device_group(setting), 1), setting.master),
      opener_(keys_, {.first_sender = 1, .last_sender = 0xFFFF'FFFF, .window_bits = 0}) {}

std::optional<std::string> Reader::read(const Arrival& arrival) {
  std::vector<std::uint8_t> plaintext(arrival.payload.size());
  const auto opened = opener_.open(arrival.topic, arrival.payload, plaintext);
  if (opened.status != envelope::OpenStatus::fresh) {
    return std::nullopt;
  }
  return text_of(host::Bytes(plaintext).first(opened.plaintext_bytes));
}

}  // namespace mqseal::attack
