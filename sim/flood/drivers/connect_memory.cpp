// SPDX-License-Identifier: MIT
// A CONNECT of `size` bytes whose last byte never comes: the broker keeps the rest, before it can
// ask who is there. mosquitto limits a first packet only since 2.0.16.
#include <algorithm>

#include "sim/flood/drivers/drivers.h"
#include "sim/flood/flood.h"

namespace mqseal::flood {
namespace {

class Withhold final : public Driver {
 public:
  explicit Withhold(Flood& flood) : flood_(flood) {
    // Remaining length is what counts: the body is not looked at before it is whole.
    const std::size_t size = std::max<std::size_t>(flood.job().bounds.size, 256);
    packet_ = Buffer{0x10};
    for (std::size_t length = size; packet_.size() == 1 || length > 0; length >>= 7U) {
      packet_.push_back(
          static_cast<std::uint8_t>((length & 0x7FU) | (length > 0x7FU ? 0x80U : 0U)));
    }
    packet_.insert(packet_.end(), size - 1, 0);
  }

  [[nodiscard]] bool wants_connection() const override {
    return flood_.job().bounds.volume == 0 || asked_ + packet_.size() <= flood_.job().bounds.volume;
  }

  void on_open(Connection& connection) override {
    asked_ += packet_.size();
    connection.send(packet_);
  }

 private:
  Flood& flood_;
  Buffer packet_;
  std::uint64_t asked_ = 0;
};

}  // namespace

std::unique_ptr<Driver> connect_memory(Flood& flood) {
  return std::make_unique<Withhold>(flood);
}

}  // namespace mqseal::flood
