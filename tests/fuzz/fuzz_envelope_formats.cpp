// SPDX-License-Identifier: MIT
// Formats `lab` and `cose` against hostile bytes: everything is survived, nothing of it opens, what
// the lab's parser takes is written again the same way, and what was sealed still opens.
#include <algorithm>
#include <string>
#include <vector>

#include "ciphers/envelope/lab_text.h"
#include "tests/fuzz/envelope_configs.h"
#include "tests/fuzz/input.h"

using namespace mqseal;
using envelope::OpenStatus;

namespace {

using Buffer = std::vector<std::uint8_t>;

const host::MasterKey& master() {
  static const host::MasterKey key = host::MasterKey::random();
  return key;
}

/// A parsed text in Python's own spelling has the same three values.
void check_text(envelope::Bytes bytes) {
  const auto parsed = envelope::parse_lab_text(bytes);
  if (!parsed) {
    return;
  }
  std::vector<Buffer> values;
  std::size_t total = 0;
  for (const auto& literal : {parsed->nonce, parsed->ciphertext, parsed->tag}) {
    Buffer value(envelope::lab_literal_bytes(literal));
    fuzz::must(envelope::read_lab_literal(literal, value) == value.size(), "literal length");
    total += value.size();
    values.push_back(value);
  }
  Buffer again(envelope::lab_text_bytes(total));
  again.resize(envelope::write_lab_text(values[0], values[1], values[2], again));
  const auto twice = envelope::parse_lab_text(again);
  fuzz::must(twice.has_value(), "what is written is read");
  fuzz::must(envelope::lab_literal_bytes(twice->ciphertext) == values[1].size(), "same length");
}

void check_round_trip(envelope::KeyRing& ring, envelope::Opener& opener, envelope::Bytes data) {
  envelope::Sealer sealer(ring, 7, 1);
  Buffer sealed(ring.sealed_bytes(data.size()));
  if (sealer.seal("t", data, false, sealed) != envelope::SealStatus::sealed) {
    fuzz::must(ring.config().cipher == "aes-128-ccm", "only CCM has short messages");
    return;
  }
  sealed.resize(sealer.last_bytes());
  Buffer out(sealed.size());
  const auto opened = opener.open("t", sealed, out);
  fuzz::must(opened.status == OpenStatus::fresh && opened.plaintext_bytes == data.size() &&
                 std::equal(data.begin(), data.end(), out.begin()),
             "what was sealed opens");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto all = host::catalogue();
  const auto& cipher = all[1 + input.byte() % (all.size() - 1)];  // all but `none`
  const std::uint8_t rest = input.byte();
  envelope::Config config;
  config.cipher = cipher.id;
  config.format = (rest & 0x01U) != 0 ? envelope::Format::cose : envelope::Format::lab;
  config.nonce = static_cast<envelope::NoncePolicy>((rest >> 1U) % 3);
  config.cose_private = true;
  const auto bytes = input.rest();

  check_text(bytes);
  envelope::KeyRing ring(config, master());
  envelope::Opener opener(ring, {1, 100});
  Buffer out(bytes.size());
  const auto opened = opener.open("t", bytes, out);
  fuzz::must(opened.status != OpenStatus::fresh && opened.plaintext_bytes == 0, "a stranger's");
  check_round_trip(ring, opener, bytes);
  return 0;
}
