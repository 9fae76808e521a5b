// SPDX-License-Identifier: MIT
#include "sim/attack/wiretap.h"

#include <utility>

namespace mqseal::attack {
std::vector<std::uint16_t> ports_of(const client::Endpoint& endpoint) {
  std::vector<std::uint16_t> ports = {endpoint.plain_port, endpoint.tls_port};
  std::erase(ports, std::uint16_t{0});
  return ports;
}

Wiretap::Wiretap(const Setting& setting, std::unique_ptr<wire::Capture> capture)
    : setting_(setting), capture_(std::move(capture)) {}

std::unique_ptr<Wiretap> Wiretap::start(const Setting& setting, std::string& why) {
  wire::CaptureOptions options;
  options.ports = ports_of(setting.broker.endpoint());
  auto capture = wire::Capture::start(options, why);
  return capture == nullptr ? nullptr
                            : std::unique_ptr<Wiretap>(new Wiretap(setting, std::move(capture)));
}

bool Wiretap::finish() {
  base::Rng random(setting_.run.seed, "wiretap");
  control_ = wire::make_canary("control", random).text;
  const auto ports = ports_of(setting_.broker.endpoint());
  const bool complete = capture_->finish(ports.front(), control_);
  streams_ = wire::reassemble(capture_->frames());
  return complete;
}

wire::Finding Wiretap::look_for(const std::string& what, const std::string& text) const {
  return wire::inspect(
      {streams_, capture_->frames().size(), capture_->dropped(), capture_->is_full(), control_},
      {what, text});
}

}  // namespace mqseal::attack
