// SPDX-License-Identifier: MIT
// One record against one implementation of a block cipher, of CMAC or of an AEAD. Each function
// throws std::runtime_error "file:line: ..." where the record itself is wrong.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ciphers/host/aead.h"
#include "ciphers/host/block.h"
#include "ciphers/host/kat_algorithms.h"

namespace mqseal::host {

using Octets = std::vector<std::uint8_t>;

/// The field's bytes; throws unless there are exactly `size`.
[[nodiscard]] Octets exact_bytes(const KatRecord& record, const char* field, std::size_t size);

/// "WHAT is 00ff, expected 00fe"; empty where they agree.
[[nodiscard]] KatOutcome expect_same(const char* what, Bytes expected, Bytes got);

/// A MAC against TAG, which may be cut short. An invalid record's TAG must differ.
[[nodiscard]] KatOutcome expect_tag(const KatRecord& record, Bytes mac);

/// KEY PT CT: whole blocks, both directions.
[[nodiscard]] KatOutcome check_block(const KatRecord& record, const core::BlockKernel& kernel);

/// KEY MSG TAG RESULT.
[[nodiscard]] KatOutcome check_cmac(const KatRecord& record, const core::BlockKernel& kernel);

/// What an AEAD takes, for check_aead.
struct AeadLimits {
  std::size_t key_bytes, tag_max;
  const CipherInfo* cipher;  ///< its nonce_ok and tag_ok; null: any nonce, tags of 1 to tag_max
};

/// KEY NONCE AD PT CT TAG RESULT. Valid: seal gives CT and TAG, open gives PT. Invalid: open fails
/// and leaves only zeros; where TAG is the right one cut short (proved by sealing again), open is
/// asked as a receiver that expects tag_max bytes.
[[nodiscard]] KatOutcome check_aead(const KatRecord& record,
                                    const Implementation& implementation,
                                    const AeadLimits& limits);

}  // namespace mqseal::host
