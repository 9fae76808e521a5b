// SPDX-License-Identifier: MIT
// ATmega328P by simavr, single-stepped: cycle-exact. This file and simavr (GPL-3) make mcu_avr.
#include <algorithm>
#include <simavr/sim_avr.h>
#include <simavr/sim_core.h>
#include <stdexcept>

#include "bench/mcu/runner/machine.h"

namespace mqseal::mcu {

namespace {

constexpr std::uint64_t step_limit = 200'000'000;
constexpr unsigned stack_pointer_low = 0x5d,
                   stack_pointer_high = 0x5e;  // data addresses of SPL, SPH
constexpr std::uint32_t sentinel = 0x7ffc;  // last words of the 32 KiB flash; no image reaches them

class AvrMachine final : public Machine {
 public:
  explicit AvrMachine(const ElfImage& image) : avr_(avr_make_mcu_by_name("atmega328p")) {
    if (avr_ == nullptr) {
      throw std::runtime_error("simavr has no atmega328p");
    }
    avr_init(avr_);
    avr_->log = LOG_NONE;
    for (const Segment& segment : image.segments()) {
      write(segment.address, segment.bytes);
    }
  }

  AvrMachine(const AvrMachine&) = delete;
  AvrMachine& operator=(const AvrMachine&) = delete;

  ~AvrMachine() override { avr_terminate(avr_); }

  void write(std::uint32_t address, std::span<const std::uint8_t> bytes) override {
    std::copy(bytes.begin(), bytes.end(), at(address, bytes.size()));
  }

  void read(std::uint32_t address, std::span<std::uint8_t> bytes) override {
    std::copy_n(at(address, bytes.size()), bytes.size(), bytes.begin());
  }

  Cost call(std::uint32_t address) override {
    const unsigned top = avr_->ramend;
    // What CALL leaves: the return address in words, low byte at the higher address.
    avr_->data[top] = (sentinel / 2) & 0xff;
    avr_->data[top - 1] = static_cast<std::uint8_t>((sentinel / 2) >> 8);
    set_stack_pointer(top - 2);
    avr_->data[1] = 0;  // r1 is the compiler's zero register
    avr_->pc = address;
    avr_->state = cpu_Running;
    Cost cost;
    unsigned lowest = top - 2;
    const auto start = avr_->cycle;
    while (avr_->pc != sentinel) {
      avr_->pc = avr_run_one(avr_);
      lowest = std::min(lowest, stack_pointer());
      if (++cost.instructions > step_limit || avr_->state == cpu_Crashed) {
        throw std::runtime_error("the firmware crashed or does not return");
      }
    }
    cost.cycles = cost.cycles_low = cost.cycles_high = avr_->cycle - start;
    cost.stack_bytes = top - lowest;
    return cost;
  }

 private:
  std::uint8_t* at(std::uint32_t address, std::size_t bytes) {
    const bool data = address >= avr_data_offset;
    const std::size_t offset = data ? address - avr_data_offset : address;
    const std::size_t size = data ? avr_->ramend + 1U : avr_->flashend + 1U;
    if (offset + bytes > size) {
      throw std::runtime_error("address outside the ATmega328P's memory");
    }
    return (data ? avr_->data : avr_->flash) + offset;
  }

  [[nodiscard]] unsigned stack_pointer() const {
    return avr_->data[stack_pointer_low] | unsigned{avr_->data[stack_pointer_high]} << 8;
  }

  void set_stack_pointer(unsigned value) {
    avr_->data[stack_pointer_low] = value & 0xff;
    avr_->data[stack_pointer_high] = static_cast<std::uint8_t>(value >> 8);
  }

  avr_t* avr_;
};

}  // namespace

std::string_view basis_of(std::string_view) {
  return "exact";
}

std::vector<std::string> targets() {
  return {"atmega328p"};
}

std::unique_ptr<Machine> make_machine(std::string_view target, const ElfImage& image, Costed) {
  if (target != "atmega328p") {
    throw std::invalid_argument("mcu_avr simulates atmega328p only");
  }
  return std::make_unique<AvrMachine>(image);
}

}  // namespace mqseal::mcu
