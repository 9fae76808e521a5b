// SPDX-License-Identifier: MIT
// What the envelope tests share: one fixed master, configurations over the whole catalogue, and
// seal and open with buffers of the right size.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ciphers/envelope/envelope.h"

namespace mqseal::envelope::test {

using Buffer = std::vector<std::uint8_t>;

/// Bytes first, first+1, ... as a master key.
[[nodiscard]] const host::MasterKey& master(std::uint8_t first = 0);
[[nodiscard]] Buffer bytes_of(std::string_view text);
[[nodiscard]] std::string hex(Bytes bytes);
[[nodiscard]] std::string_view name_of(NoncePolicy policy);
[[nodiscard]] std::string_view name_of(KeyMode keys);

/// cipher x policy x key mode, default tags, format compact; `none` included.
[[nodiscard]] std::vector<Config> all_configs();
/// The same without `none`.
[[nodiscard]] std::vector<Config> encrypting_configs();
/// Format `cose`: cipher x policy x key mode without `none`, private numbers allowed.
[[nodiscard]] std::vector<Config> cose_configs();
/// Format `lab`: cipher x policy without `none`, shared key.
[[nodiscard]] std::vector<Config> lab_configs();
[[nodiscard]] std::string_view name_of(Format format);
/// For SCOPED_TRACE.
[[nodiscard]] std::string describe(const Config& config);

/// One message sealed; fails the test where it is not.
[[nodiscard]] Buffer seal(Sealer& sealer,
                          const Config& config,
                          std::string_view topic,
                          Bytes plaintext,
                          bool retained = false);

struct OpenedMessage {
  Opened result;
  Buffer out;  ///< the whole output buffer, filled with 0xEE before open
};

[[nodiscard]] OpenedMessage open(Opener& opener, std::string_view topic, Bytes sealed);

/// A ring, one sender (id 7, epoch 1) and one receiver that lists senders 1 to 100.
struct Pair {
  explicit Pair(const Config& config, OpenerConfig receiver = {1, 100});

  [[nodiscard]] Buffer seal(std::string_view topic, std::string_view text, bool retained = false);
  [[nodiscard]] OpenStatus open(std::string_view topic, Bytes sealed);

  Config config;
  KeyRing ring;
  Sealer sealer;
  Opener opener;
};

}  // namespace mqseal::envelope::test
