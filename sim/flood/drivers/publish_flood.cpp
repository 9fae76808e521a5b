// SPDX-License-Identifier: MIT
// Messages to the topics that legitimate subscribers hear: small ones for the broker's and the
// subscribers' time, large ones for the broker's queues. Also envelopes that nobody sealed.
#include "sim/flood/drivers/drivers.h"
#include "sim/flood/drivers/session.h"

namespace mqseal::flood {
namespace {

class Publish final : public PublishingDriver {
 public:
  explicit Publish(Flood& flood) : PublishingDriver(flood, 0, false) {
    publisher_.set(target_topics(flood), junk(flood.job().bounds.size));
  }
};

class Forge final : public PublishingDriver {
 public:
  explicit Forge(Flood& flood) : PublishingDriver(flood, 0, false) {
    const Job& job = flood.job();
    // What was asked for beyond the envelope's own size is appended: a check of the size sees it.
    Buffer payload = job.forged.empty() ? junk(job.bounds.size) : job.forged;
    payload.resize(std::max<std::size_t>(payload.size(), job.bounds.size), 0x5a);
    publisher_.set(target_topics(flood), payload);
    if (job.counter_at >= 0 && static_cast<std::size_t>(job.counter_at) + 4 <= payload.size()) {
      publisher_.number_payloads(static_cast<std::size_t>(job.counter_at));
    }
  }
};

}  // namespace

std::unique_ptr<Driver> publish_flood(Flood& flood) {
  return std::make_unique<Publish>(flood);
}

std::unique_ptr<Driver> publish_bulk(Flood& flood) {
  return std::make_unique<Publish>(flood);
}

std::unique_ptr<Driver> forged_envelopes(Flood& flood) {
  return std::make_unique<Forge>(flood);
}

}  // namespace mqseal::flood
