// SPDX-License-Identifier: MIT
// One firmware image on its machine, called by name: bytes in, bytes and costs out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bench/mcu/runner/machine.h"

namespace mqseal::mcu {

using Octets = std::vector<std::uint8_t>;

/// A line of the manifest that CMake writes: which image, made how.
struct ImageInfo {
  std::string target, cipher, implementation, kind, optimisation, elf, compiler, flags, alg;
};

class Firmware {
 public:
  explicit Firmware(const ImageInfo& info, Costed costed = Costed::yes);

  [[nodiscard]] const ImageInfo& info() const noexcept { return info_; }

  [[nodiscard]] const ElfImage& image() const noexcept { return image_; }

  Cost set_key(const Octets& key);

  /// One block in place (`kind` block or inverse).
  Cost encrypt_block(Octets& block) { return in_place("fw_encrypt_block", block); }

  Cost decrypt_block(Octets& block) { return in_place("fw_decrypt_block", block); }

  /// FELICS scenarios 1 and 2 on 128 and 16 bytes; `nonce` is the IV or the first counter block.
  Cost cbc_128(const Octets& iv, Octets& text);
  Cost ctr_16(const Octets& counter, Octets& text);

  struct Message {
    Octets nonce, ad, text, tag;  ///< text and tag are replaced by the call's output
    bool opened = false;
  };

  /// `tag` gives the tag's length.
  Cost seal(Message& message);
  Cost open(Message& message);

 private:
  Cost call(const std::string& function);
  void put(const std::string& symbol, const Octets& bytes);
  void put_byte(const std::string& symbol, std::size_t value);
  Octets get(const std::string& symbol, std::size_t bytes);
  Cost in_place(const std::string& function, Octets& block);
  void put_message(const Message& message);

  ImageInfo info_;
  ElfImage image_;
  std::unique_ptr<Machine> machine_;
};

}  // namespace mqseal::mcu
