// SPDX-License-Identifier: MIT
#include "sim/scenario/envelope_config.h"

namespace mqseal::scenario {
namespace {

envelope::NoncePolicy nonce_of(const Group& group) {
  if (group.nonce == "counter") {
    return envelope::NoncePolicy::counter;
  }
  return group.nonce == "fixed" ? envelope::NoncePolicy::fixed : envelope::NoncePolicy::random;
}

envelope::Format format_of(const Group& group) {
  if (group.format == "raw") {
    return envelope::Format::raw;
  }
  if (group.format == "lab") {
    return envelope::Format::lab;
  }
  return group.format == "cose" ? envelope::Format::cose : envelope::Format::compact;
}

}  // namespace

envelope::Config envelope_of(const Group& group, std::uint32_t senders) {
  envelope::Config config;
  config.cipher = group.cipher;
  config.implementation = group.implementation;
  config.format = format_of(group);
  config.nonce = nonce_of(group);
  config.tag_bytes = group.tag_bytes;
  config.keys =
      group.keys == "per-device" ? envelope::KeyMode::per_device : envelope::KeyMode::shared;
  config.senders = senders;
  config.enforce_limits = group.limits;
  config.cose_private = group.cose_private;
  return config;
}

}  // namespace mqseal::scenario
