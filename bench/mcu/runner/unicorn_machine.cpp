// SPDX-License-Identifier: MIT
// Cortex-M and RV32 by Unicorn: instructions are exact, Cortex-M cycles come from thumb_cost.
// This file and Unicorn (parts GPL-2) make mcu_uc.
#include <algorithm>
#include <optional>
#include <stdexcept>
#include <unicorn/unicorn.h>

#include "bench/mcu/runner/machine.h"
#include "bench/mcu/runner/thumb_cost.h"

namespace mqseal::mcu {

namespace {

constexpr std::uint64_t step_limit = 200'000'000;
constexpr std::uint32_t flash_base = 0, flash_size = 0x40000;
constexpr std::uint32_t ram_base = 0x20000000, ram_size = 0x10000;
constexpr std::uint32_t sentinel = flash_base + flash_size - 16;

struct Target {
  std::string_view name;
  std::optional<Core> core;  ///< none: RV32IMC, instructions only
  int unicorn_cpu;
};

constexpr Target known[] = {{"cortex-m0plus", Core::m0plus, UC_CPU_ARM_CORTEX_M0},
                            {"cortex-m3", Core::m3, UC_CPU_ARM_CORTEX_M3},
                            {"cortex-m4", Core::m4, UC_CPU_ARM_CORTEX_M4},
                            {"rv32imc", std::nullopt, UC_CPU_RISCV32_ANY}};

void check(uc_err error) {
  if (error != UC_ERR_OK) {
    throw std::runtime_error(std::string("Unicorn: ") + uc_strerror(error));
  }
}

class UnicornMachine final : public Machine {
 public:
  UnicornMachine(const Target& target, const ElfImage& image, Costed costed) : target_(target) {
    check(target.core
              ? uc_open(UC_ARCH_ARM, static_cast<uc_mode>(UC_MODE_THUMB | UC_MODE_MCLASS), &uc_)
              : uc_open(UC_ARCH_RISCV, UC_MODE_RISCV32, &uc_));
    check(uc_ctl(uc_, UC_CTL_WRITE(UC_CTL_CPU_MODEL, 1), target.unicorn_cpu));
    check(uc_mem_map(uc_, flash_base, flash_size, UC_PROT_READ | UC_PROT_EXEC));
    check(uc_mem_map(uc_, ram_base, ram_size, UC_PROT_READ | UC_PROT_WRITE));
    for (const Segment& segment : image.segments()) {
      write(segment.address, segment.bytes);
    }
    if (costed == Costed::yes) {
      decoded_.resize(flash_size / 2);
      add_hooks();
    }
  }

  UnicornMachine(const UnicornMachine&) = delete;
  UnicornMachine& operator=(const UnicornMachine&) = delete;

  ~UnicornMachine() override { uc_close(uc_); }

  void write(std::uint32_t address, std::span<const std::uint8_t> bytes) override {
    check(uc_mem_write(uc_, address, bytes.data(), bytes.size()));
  }

  void read(std::uint32_t address, std::span<std::uint8_t> bytes) override {
    check(uc_mem_read(uc_, address, bytes.data(), bytes.size()));
  }

  Cost call(std::uint32_t address) override {
    const std::uint32_t top = ram_base + ram_size - 64;  // a caller's frame lies above
    std::uint32_t return_to = target_.core ? sentinel | 1U : sentinel;
    check(uc_reg_write(uc_, stack_register(), &top));
    check(uc_reg_write(uc_, target_.core ? int{UC_ARM_REG_LR} : int{UC_RISCV_REG_RA}, &return_to));
    cost_ = {};
    cost_.address_trace_hash = 0xcbf29ce484222325U;
    lowest_ = top;
    clock_ = ThumbClock(target_.core.value_or(Core::m0plus));
    pending_.reset();
    check(uc_emu_start(uc_, address, sentinel, 0, step_limit));
    settle(0);
    std::uint32_t pc = 0;
    check(uc_reg_read(uc_, target_.core ? int{UC_ARM_REG_PC} : int{UC_RISCV_REG_PC}, &pc));
    if ((pc & ~1U) != sentinel) {
      throw std::runtime_error("the firmware does not return");
    }
    if (target_.core) {
      cost_.cycles = clock_.cycles();
      cost_.cycles_low = clock_.low();
      cost_.cycles_high = clock_.high();
    }
    cost_.stack_bytes = top - lowest_;
    return cost_;
  }

 private:
  [[nodiscard]] int stack_register() const {
    return target_.core ? int{UC_ARM_REG_SP} : int{UC_RISCV_REG_SP};
  }

  void add_hooks() {
    uc_hook hook = 0;
    check(uc_hook_add(uc_, &hook, UC_HOOK_CODE, reinterpret_cast<void*>(&on_code), this, 1, 0));
    check(uc_hook_add(uc_,
                      &hook,
                      UC_HOOK_MEM_READ | UC_HOOK_MEM_WRITE,
                      reinterpret_cast<void*>(&on_memory),
                      this,
                      1,
                      0));
  }

  static void on_code(uc_engine*, std::uint64_t address, std::uint32_t size, void* self) {
    static_cast<UnicornMachine*>(self)->step(static_cast<std::uint32_t>(address), size);
  }

  static void on_memory(
      uc_engine*, uc_mem_type, std::uint64_t address, int, std::int64_t, void* self) {
    auto& hash = static_cast<UnicornMachine*>(self)->cost_.address_trace_hash;
    hash = (hash ^ address) * 0x100000001b3U;  // FNV-1a, 64 bits
  }

  /// Charges the previous instruction, now that `next` tells whether it branched.
  void settle(std::uint32_t next) {
    if (pending_) {
      clock_.step(*pending_, next != pending_next_);
    }
  }

  void step(std::uint32_t address, std::uint32_t size) {
    settle(address);
    ++cost_.instructions;
    std::uint32_t sp = 0;
    uc_reg_read(uc_, stack_register(), &sp);
    lowest_ = std::min(lowest_, sp);
    if (target_.core) {
      pending_ = decoded(address, size);
      pending_next_ = address + size;
    }
  }

  const ThumbInstruction& decoded(std::uint32_t address, std::uint32_t size) {
    auto& instruction = decoded_[address / 2];
    if (!instruction) {
      std::uint16_t halves[2] = {0, 0};
      check(uc_mem_read(uc_, address, halves, size));
      instruction = decode_thumb(halves[0], halves[1]);
    }
    return *instruction;
  }

  Target target_;
  std::vector<std::optional<ThumbInstruction>> decoded_;  ///< by halfword of flash, as met
  uc_engine* uc_ = nullptr;
  Cost cost_;
  ThumbClock clock_{Core::m0plus};
  std::optional<ThumbInstruction> pending_;
  std::uint32_t pending_next_ = 0, lowest_ = 0;
};

}  // namespace

std::string_view basis_of(std::string_view target) {
  return target == "rv32imc" ? "instructions" : "model-0ws";
}

std::vector<std::string> targets() {
  std::vector<std::string> names;
  for (const Target& target : known) {
    names.emplace_back(target.name);
  }
  return names;
}

std::unique_ptr<Machine> make_machine(std::string_view target,
                                      const ElfImage& image,
                                      Costed costed) {
  for (const Target& candidate : known) {
    if (candidate.name == target) {
      return std::make_unique<UnicornMachine>(candidate, image, costed);
    }
  }
  throw std::invalid_argument("mcu_uc simulates no target of this name");
}

}  // namespace mqseal::mcu
