// SPDX-License-Identifier: MIT
// mcu_avr and mcu_uc: every image of a manifest that this program's simulator can run is checked,
// then measured. JSON lines on stdout: rows of design.md's device{}, and one "check" line an image.
// Exit 1 where a check fails (nothing of that image is measured then).
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/mcu/runner/check.h"
#include "ciphers/host/aead.h"
#include "ciphers/host/block.h"

namespace mqseal::mcu {
namespace {

using nlohmann::json;

/// An envelope's header (envelope.md); the topic follows it in the associated data.
constexpr std::size_t header_bytes = 13;

ImageInfo read_info(const json& line) {
  return {line.at("target"),
          line.at("cipher"),
          line.at("implementation"),
          line.at("kind"),
          line.at("optimisation"),
          line.at("elf"),
          line.at("compiler"),
          line.at("flags"),
          line.at("alg")};
}

void print_row(const Firmware& firmware,
               const char* operation,
               std::size_t bytes,
               std::size_t topic_bytes,
               const Cost& cost) {
  const ImageInfo& info = firmware.info();
  const bool has_cycles = basis_of(info.target) != "instructions";
  json row;
  row["row"] = "measurement";
  row["target"] = info.target;
  row["cipher"] = info.cipher;
  row["implementation"] = info.implementation;
  row["operation"] = operation;
  row["bytes"] = bytes;
  row["topic_bytes"] = topic_bytes;
  row["cycles"] = has_cycles ? json(cost.cycles) : json();
  row["cycles_low"] = has_cycles ? json(cost.cycles_low) : json();
  row["cycles_high"] = has_cycles ? json(cost.cycles_high) : json();
  row["instructions"] = cost.instructions;
  row["flash_bytes"] = firmware.image().flash_bytes();
  row["ram_bytes"] = firmware.image().ram_bytes();
  row["stack_bytes"] = cost.stack_bytes;
  row["basis"] = basis_of(info.target);
  row["compiler"] = info.compiler;
  row["flags"] = info.flags;
  row["optimisation"] = info.optimisation;
  std::cout << row.dump() << '\n';
}

void measure_block(Firmware& firmware) {
  const auto* cipher = host::find_block_cipher(firmware.info().cipher);
  const Octets iv(cipher->block_bytes, 0x11);
  print_row(firmware, "key_setup", 0, 0, firmware.set_key(Octets(cipher->key_bytes, 0x5a)));
  Octets text(128, 0xc3);
  print_row(firmware, "cbc_128", 128, 0, firmware.cbc_128(iv, text));
  text.assign(16, 0xc3);
  print_row(firmware, "ctr_16", 16, 0, firmware.ctr_16(iv, text));
}

void measure_aead(Firmware& firmware) {
  const auto* cipher = host::find_cipher(firmware.info().cipher);
  print_row(firmware, "key_setup", 0, 0, firmware.set_key(Octets(cipher->key_bytes, 0x5a)));
  // {16, 80} shows what a byte of associated data costs; the control, whether sizes in between
  // follow from those measured (tests/device).
  constexpr std::size_t sizes[][2] = {{0, 16}, {16, 16}, {64, 16}, {128, 16}, {16, 80}};
  constexpr std::size_t control[2] = {40, 30};
  for (const auto& [bytes, topic_bytes] : sizes) {
    Firmware::Message message{Octets(cipher->counter_nonce_bytes, 0x11),
                              Octets(header_bytes + topic_bytes, 0x22),
                              Octets(bytes, 0x33),
                              Octets(cipher->tag_default),
                              false};
    print_row(firmware, "seal", bytes, topic_bytes, firmware.seal(message));
    const Cost opened = firmware.open(message);
    if (!message.opened || message.text != Octets(bytes, 0x33)) {
      throw std::runtime_error("a sealed message does not open");
    }
    print_row(firmware, "open", bytes, topic_bytes, opened);
  }
  Firmware::Message message{Octets(cipher->counter_nonce_bytes, 0x11),
                            Octets(header_bytes + control[1], 0x22),
                            Octets(control[0], 0x33),
                            Octets(cipher->tag_default),
                            false};
  print_row(firmware, "control", control[0], control[1], firmware.seal(message));
}

/// True where the image passed.
bool run_image(const ImageInfo& info, const std::string& vectors) {
  Firmware firmware(info);
  const CheckResult check = check_image(firmware, vectors);
  json line;
  line["row"] = "check";
  line["elf"] = info.elf.substr(info.elf.rfind('/') + 1);
  line["target"] = info.target;
  line["cipher"] = info.cipher;
  line["implementation"] = info.implementation;
  line["kind"] = info.kind;
  line["optimisation"] = info.optimisation;
  line["vectors"] = check.vectors;
  line["differential"] = check.differential;
  line["equal_cycles"] = check.equal_cycles;
  line["equal_addresses"] = check.equal_addresses;
  line["kat"] = check.failure.empty() ? "ok" : "FAIL";
  line["failure"] = check.failure;
  std::cout << line.dump() << '\n';
  if (!check.failure.empty()) {
    return false;
  }
  if (info.kind == "block") {
    measure_block(firmware);
  } else if (info.kind == "aead") {
    measure_aead(firmware);
  }
  return true;
}

int run(const std::string& manifest, const std::string& vectors) {
  std::ifstream in(manifest);
  if (!in) {
    throw std::runtime_error(manifest + ": cannot be read");
  }
  const auto ours = targets();
  std::size_t images = 0, failed = 0;
  for (std::string text; std::getline(in, text);) {
    const ImageInfo info = read_info(json::parse(text));
    if (std::find(ours.begin(), ours.end(), info.target) == ours.end()) {
      continue;
    }
    ++images;
    failed += run_image(info, vectors) ? 0U : 1U;
  }
  std::cerr << fmt::format("{} images, {} failed\n", images, failed);
  return failed == 0 && images > 0 ? 0 : 1;
}

}  // namespace
}  // namespace mqseal::mcu

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs(
        "usage: mcu_avr|mcu_uc MANIFEST VECTORS_FOLDER\n"
        "  MANIFEST: one JSON object a line {target cipher kind optimisation elf compiler flags "
        "alg}\n",
        stderr);
    return 2;
  }
  try {
    return mqseal::mcu::run(argv[1], argv[2]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mcu: %s\n", error.what());
    return 1;
  }
}
