// SPDX-License-Identifier: MIT
// The envelope once more, put together from envelope.md by plain concatenation: slow, allocating,
// sharing nothing with ciphers/envelope but the AEADs and HKDF. What the known answers come from.
#pragma once

#include <cstdint>
#include <string>

#include "tests/envelope/envelopes.h"

namespace mqseal::envelope::test {

struct ReferenceMessage {
  std::uint32_t sender = 1;
  std::uint32_t epoch = 1;
  std::uint32_t counter = 0;
  bool retained = false;
  std::string topic;
  Buffer plaintext;
  Buffer random_nonce;  ///< for policy `random` (at least 16 bytes; the front is used)
};

struct ReferenceEnvelope {
  Buffer info;
  Buffer key;
  Buffer nonce;
  Buffer associated_data;
  Buffer envelope;
};

[[nodiscard]] ReferenceEnvelope compose(const Config& config,
                                        const host::MasterKey& master,
                                        const ReferenceMessage& message);

}  // namespace mqseal::envelope::test
