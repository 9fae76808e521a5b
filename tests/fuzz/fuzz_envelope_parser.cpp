// SPDX-License-Identifier: MIT
// The parser alone: whatever it calls well-formed is exactly H, N and body, and says what H says.
#include <algorithm>
#include <array>

#include "ciphers/envelope/header.h"
#include "tests/fuzz/envelope_configs.h"
#include "tests/fuzz/input.h"

using namespace mqseal;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::uint8_t cipher = input.byte();
  const auto layout = envelope::make_layout(fuzz::config_of(cipher, input.byte()));
  const std::uint32_t last = input.byte();
  const auto sealed = input.rest();

  const auto parts = envelope::parse_envelope(layout, 1, last, sealed);
  const bool too_short = sealed.size() < layout.overhead_bytes();
  fuzz::must(too_short == (parts.status == envelope::OpenStatus::bad_length), "bad_length");
  if (parts.status != envelope::OpenStatus::fresh) {
    return 0;
  }
  std::array<std::uint8_t, envelope::header_bytes> again{};
  envelope::write_header(parts.header, again);
  fuzz::must(std::equal(again.begin(), again.end(), sealed.begin()), "H round trip");
  fuzz::must(parts.header.sender >= 1 && parts.header.sender <= last, "listed sender");
  fuzz::must(parts.header.epoch >= 1, "epoch");
  fuzz::must(parts.nonce.size() == layout.sent_nonce_bytes, "nonce length");
  fuzz::must(parts.body.size() >= layout.tag_bytes, "room for the tag");
  fuzz::must(parts.header_view.size() + parts.nonce.size() + parts.body.size() == sealed.size(),
             "no trailing bytes");
  return 0;
}
