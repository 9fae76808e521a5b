// SPDX-License-Identifier: MIT
// Sealing and opening: what was sealed opens once; whatever else arrives is survived, and opens
// neither under another master nor after a change.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/fuzz/envelope_configs.h"
#include "tests/fuzz/input.h"

using namespace mqseal;
using envelope::OpenStatus;

namespace {

using Buffer = std::vector<std::uint8_t>;

constexpr std::uint32_t sender = 7;

const host::MasterKey& master(std::size_t which) {
  static const auto keys = [] {
    std::array<host::MasterKey, 2> both;
    std::fill(both[0].span().begin(), both[0].span().end(), std::uint8_t{0x11});
    std::fill(both[1].span().begin(), both[1].span().end(), std::uint8_t{0x22});
    return both;
  }();
  return keys[which];
}

struct Message {
  std::string topic;
  envelope::Bytes data;
  std::uint8_t change = 0;    ///< XORed into one byte; 0 changes nothing
  std::size_t change_at = 0;  ///< modulo the length
  bool retained = false;
};

bool accepted(OpenStatus status) {
  return status == OpenStatus::fresh || status == OpenStatus::seen || status == OpenStatus::stale;
}

void check_sealed(envelope::KeyRing& ring, envelope::Opener& opener, const Message& message) {
  envelope::Sealer sealer(ring, sender, 1);
  Buffer sealed(ring.sealed_bytes(message.data.size()));
  const auto status = sealer.seal(message.topic, message.data, message.retained, sealed);
  fuzz::must(status == envelope::SealStatus::sealed, "seals");
  Buffer out(sealed.size());

  if (message.change != 0 && !ring.cipher().is_none()) {
    Buffer changed = sealed;
    auto& byte = changed[message.change_at % changed.size()];
    byte = static_cast<std::uint8_t>(byte ^ message.change);
    const auto opened = opener.open(message.topic, changed, out);
    fuzz::must(!accepted(opened.status), "a changed envelope is rejected");
    fuzz::must(!accepted(opener.open(message.topic + "x", sealed, out).status), "another topic");
  }
  const auto opened = opener.open(message.topic, sealed, out);
  fuzz::must(opened.status == OpenStatus::fresh, "what was sealed opens");
  fuzz::must(opened.sender == sender && opened.retained == message.retained, "what H says");
  fuzz::must(opened.plaintext_bytes == message.data.size() &&
                 std::equal(message.data.begin(), message.data.end(), out.begin()),
             "the same plaintext");
  fuzz::must(opener.open(message.topic, sealed, out).status == OpenStatus::seen, "only once");
}

void check_hostile(envelope::KeyRing& ring,
                   const envelope::OpenerConfig& receiver,
                   const Message& message) {
  envelope::Opener opener(ring, receiver);
  Buffer out(message.data.size());
  const auto opened = opener.open(message.topic, message.data, out);
  fuzz::must(opened.plaintext_bytes <= message.data.size(), "plaintext within the buffer");
  fuzz::must(opened.status == OpenStatus::fresh || opened.plaintext_bytes == 0, "nothing released");

  envelope::KeyRing stranger(ring.config(), master(1));
  envelope::Opener other(stranger, receiver);
  const auto stolen = other.open(message.topic, message.data, out);
  fuzz::must(ring.cipher().is_none() || !accepted(stolen.status), "another master opens nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::uint8_t cipher = input.byte();
  const auto config = fuzz::config_of(cipher, input.byte());
  const std::uint8_t flags = input.byte();
  envelope::OpenerConfig receiver{1, 100};
  receiver.window_bits = 64U * (1U + (flags & 0x03U));
  receiver.precheck = (flags & 0x04U) != 0;
  receiver.retained_state = false;
  Message message;
  message.retained = (flags & 0x08U) != 0;
  message.change = input.byte();
  message.change_at = input.byte();
  const auto topic = input.bytes(flags >> 4U);
  message.topic.assign(topic.begin(), topic.end());
  message.data = input.rest();

  envelope::KeyRing ring(config, master(0));
  envelope::Opener opener(ring, receiver);
  check_sealed(ring, opener, message);
  check_hostile(ring, receiver, message);
  return 0;
}
