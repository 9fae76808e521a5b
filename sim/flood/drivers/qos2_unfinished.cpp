// SPDX-License-Identifier: MIT
// QoS 2 messages whose PUBREL never comes: the broker has to keep each one's id and payload.
#include "sim/flood/drivers/drivers.h"
#include "sim/flood/drivers/session.h"

namespace mqseal::flood {
namespace {

class Unfinished final : public PublishingDriver {
 public:
  explicit Unfinished(Flood& flood) : PublishingDriver(flood, 2, false) {
    publisher_.set({own_topics + "/unfinished"}, junk(flood.job().bounds.size));
  }
};

}  // namespace

std::unique_ptr<Driver> qos2_unfinished(Flood& flood) {
  return std::make_unique<Unfinished>(flood);
}

}  // namespace mqseal::flood
