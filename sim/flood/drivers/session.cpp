// SPDX-License-Identifier: MIT
#include "sim/flood/drivers/session.h"

#include <algorithm>

#include <fmt/format.h>

namespace mqseal::flood {
namespace {

/// A batch is at most so large, so that several connections take turns.
constexpr std::size_t batch_bytes = 65536;

}  // namespace

void SessionDriver::on_open(Connection& connection) {
  connection.send(flood_.connect(fields(connection)));
}

void SessionDriver::on_packet(Connection& connection, const Packet& packet) {
  if (packet.type == Type::connack) {
    if (flood_.accepted(packet)) {
      on_session(connection);
    }
    return;
  }
  on_other(connection, packet);
}

ConnectFields SessionDriver::fields(const Connection& connection) const {
  ConnectFields fields;
  fields.id = fmt::format("{}-{}", flood_.job().attack, connection.number());
  fields.keep_alive_s = 3600;
  return fields;
}

void Publisher::set(std::vector<std::string> topics, Buffer payload) {
  topics_ = std::move(topics);
  payload_ = std::move(payload);
}

bool Publisher::send_batch(Connection& connection) {
  const std::size_t size = std::max<std::size_t>(payload_.size(), 1);
  const std::uint64_t fitting = std::max<std::uint64_t>(batch_bytes / (size + 32), 1);
  const std::uint64_t granted = flood_.take(std::min(flood_.due(), fitting), size);
  batch_.clear();
  for (std::uint64_t i = 0; i < granted; ++i) {
    const std::string& topic = topics_[sent_ % topics_.size()];
    if (counter_at_) {
      std::uint32_t counter = 0;
      for (std::size_t byte = 0; byte < 4; ++byte) {
        counter = counter << 8U | payload_[*counter_at_ + byte];
      }
      ++counter;
      for (std::size_t byte = 4; byte-- > 0; counter >>= 8U) {
        payload_[*counter_at_ + byte] = static_cast<std::uint8_t>(counter);
      }
    }
    const auto id = static_cast<std::uint16_t>(sent_ % 65535 + 1);
    append_publish(batch_,
                   numbered_ ? fmt::format("{}/{}", topic, sent_) : topic,
                   payload_,
                   qos_,
                   id,
                   retain_);
    ++sent_;
  }
  if (granted > 0) {
    connection.send(batch_, granted);
  }
  return granted > 0;
}

void Publisher::begin(Connection& connection) {
  connection.pump(flood_.job().bounds.rate <= 0);
}

void PublishingDriver::on_session(Connection& connection) {
  publishing_.push_back(&connection);
  publisher_.begin(connection);
}

void PublishingDriver::on_idle(Connection& connection) {
  if (!publisher_.send_batch(connection)) {
    connection.pump(false);
  }
}

void PublishingDriver::on_tick(Nanos /*now*/) {
  if (flood_.job().bounds.rate <= 0) {
    return;
  }
  std::erase_if(publishing_, [](const Connection* c) { return !c->is_open(); });
  for (Connection* connection : publishing_) {
    while (connection->is_open() && connection->queued() < batch_bytes &&
           publisher_.send_batch(*connection)) {
    }
    // What is due and does not fit goes as soon as the socket has room, not with the next tick.
    connection->pump(connection->is_open() && flood_.due() > 0);
  }
}

Buffer junk(std::size_t size) {
  Buffer bytes(size);
  std::uint32_t state = 0x9e3779b9U;
  for (std::uint8_t& byte : bytes) {
    state = state * 1664525U + 1013904223U;  // Knuth's and Lewis's constants
    byte = static_cast<std::uint8_t>(state >> 24U);
  }
  return bytes;
}

std::vector<std::string> target_topics(const Flood& flood) {
  return flood.job().topics.empty() ? std::vector{own_topics} : flood.job().topics;
}

}  // namespace mqseal::flood
