// SPDX-License-Identifier: MIT
#include "sim/app/hand_envelope.h"

#include <ostream>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

#include "ciphers/envelope/epoch_file.h"
#include "ciphers/envelope/key_file.h"
#include "sim/base/clock.h"
#include "sim/base/error.h"

namespace mqseal::app {

using base::Error;
using base::ExitCode;
using envelope::Config;
using envelope::NoncePolicy;

Config by_hand(Config config) {
  config.direct_key = config.format == envelope::Format::lab;
  try {
    envelope::validate(config);
  } catch (const std::invalid_argument& error) {
    throw Error(ExitCode::usage, error.what());
  }
  return config;
}

Config by_hand_to_send(const Config& config,
                       bool lab_mistakes,
                       std::uint32_t sender,
                       const std::optional<std::uint32_t>& epoch) {
  if (config.nonce == NoncePolicy::fixed && !lab_mistakes) {
    throw Error(ExitCode::usage,
                "nonce: fixed repeats one nonce for ever; it needs --lab-mistakes");
  }
  if (sender == 0 || epoch == 0U) {
    throw Error(ExitCode::usage, "sender, epoch: both start at 1");
  }
  return by_hand(config);
}

void check_topic(const Config& config, std::string_view topic) {
  if (topic.empty() && config.cipher != "none" && config.format != envelope::Format::lab) {
    throw Error(ExitCode::usage, "topic: needed, because the envelope is bound to it");
  }
  if (topic.find_first_of("+#") != std::string_view::npos || topic.starts_with("$share/")) {
    throw Error(ExitCode::usage,
                "topic: that of a message, without the wildcards + and # and without $share/");
  }
}

host::MasterKey load_key(const Config& config, const std::filesystem::path& path) {
  const auto* const cipher = host::find_cipher(config.cipher);
  if (cipher == nullptr || cipher->is_none()) {
    return {};
  }
  if (path.empty()) {
    throw Error(ExitCode::usage, "key: needed for cipher " + config.cipher);
  }
  try {
    return config.direct_key ? envelope::read_cipher_key_file(path, cipher->key_bytes)
                             : envelope::read_key_file(path);
  } catch (const std::system_error& error) {
    throw Error(ExitCode::environment, error.what());
  }
}

Epochs choose_epochs(const Config& config,
                     const std::filesystem::path& key,
                     const std::optional<std::uint32_t>& epoch,
                     std::ostream& messages) {
  if (epoch) {
    if (config.nonce == NoncePolicy::counter && config.cipher != "none") {
      throw Error(ExitCode::usage,
                  "epoch: with nonce counter it comes from the key's .epochs file, because a "
                  "repeated one repeats nonces");
    }
    return {*epoch, {}};
  }
  const bool carries_none =
      config.format == envelope::Format::lab && config.nonce != NoncePolicy::counter;
  if (carries_none || (config.cipher == "none" && key.empty())) {
    return {};
  }
  try {
    const envelope::EpochFile file(key);
    return {file.next(), [file] { return file.next(); }};
  } catch (const std::system_error& error) {
    if (config.nonce == NoncePolicy::counter) {
      throw Error(ExitCode::environment,
                  fmt::format("nonce counter is refused, because a restart could repeat nonces: {}",
                              error.what()));
    }
    const auto now = static_cast<std::uint32_t>(base::wall_now() / base::nanos_per_second);
    messages << fmt::format(
        "warning: {}; the clock gives the epoch {} instead, and receivers with replay state will "
        "call later epochs of the file stale\n",
        error.what(),
        now);
    return {now, {}};
  }
}

std::string_view reason(envelope::OpenStatus status) {
  switch (status) {
    case envelope::OpenStatus::bad_length:
      return "its length or shape cannot be that of such an envelope";
    case envelope::OpenStatus::bad_header:
      return "its header has another version or nonce policy, or a sender that is not listed";
    case envelope::OpenStatus::bad_tag:
      return "its tag is wrong: another key, topic or configuration, or the message was changed";
    case envelope::OpenStatus::seen:
      return "it was opened before: replayed, or resent";
    case envelope::OpenStatus::stale:
      return "it is older than the replay window";
    case envelope::OpenStatus::fresh:
      break;
  }
  return "it opens";
}

}  // namespace mqseal::app
