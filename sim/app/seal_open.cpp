// SPDX-License-Identifier: MIT
#include "sim/app/seal_open.h"

#include <istream>
#include <iterator>
#include <ostream>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "ciphers/envelope/epoch_file.h"
#include "ciphers/envelope/key_file.h"
#include "ciphers/host/secret.h"
#include "sim/base/clock.h"
#include "sim/base/error.h"

namespace mqseal::app {
namespace {

using base::Error;
using base::ExitCode;
using envelope::NoncePolicy;

/// Plaintext, or secret until proved otherwise: wiped when it goes.
class Buffer {
 public:
  explicit Buffer(std::size_t bytes) : bytes_(bytes) {}

  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  ~Buffer() { host::wipe(bytes_.data(), bytes_.size()); }

  [[nodiscard]] host::MutableBytes span() noexcept { return bytes_; }

 private:
  std::vector<std::uint8_t> bytes_;
};

/// All of `in` at the front of `buffer`; its length. An error where it does not fit.
std::size_t read_input(std::istream& in, host::MutableBytes buffer) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the same bytes
  in.read(reinterpret_cast<char*>(buffer.data()), static_cast<std::streamsize>(buffer.size()));
  const auto got = static_cast<std::size_t>(in.gcount());
  if (in.bad()) {
    throw Error(ExitCode::environment, "standard input: cannot be read");
  }
  if (got == buffer.size()) {
    throw Error(ExitCode::usage,
                fmt::format("standard input: too long; a plaintext has at most {} bytes",
                            envelope::max_plaintext_bytes));
  }
  return got;
}

void write_output(std::ostream& out, host::Bytes bytes) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the same bytes
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
  out.flush();
  if (!out) {
    throw Error(ExitCode::environment, "standard output: cannot be written");
  }
}

void check(const envelope::Config& config, std::string_view topic) {
  try {
    envelope::validate(config);
  } catch (const std::invalid_argument& error) {
    throw Error(ExitCode::usage, error.what());
  }
  if (topic.empty() && config.cipher != "none") {
    throw Error(ExitCode::usage, "topic: needed, because the envelope is bound to it");
  }
  if (topic.find_first_of("+#") != std::string_view::npos || topic.starts_with("$share/")) {
    throw Error(ExitCode::usage,
                "topic: that of a message, without the wildcards + and # and without $share/");
  }
}

host::MasterKey load_key(const envelope::Config& config, const std::filesystem::path& path) {
  if (config.cipher == "none") {
    return {};
  }
  if (path.empty()) {
    throw Error(ExitCode::usage, "key: needed for cipher " + config.cipher);
  }
  try {
    return envelope::read_key_file(path);
  } catch (const std::system_error& error) {
    throw Error(ExitCode::environment, error.what());
  }
}

/// Where the epochs of this sender come from: the first one, and those after it.
struct Epochs {
  std::uint32_t first = 1;
  envelope::EpochSource next;
};

Epochs epochs_of_file(const std::filesystem::path& key) {
  const envelope::EpochFile file(key);
  return {file.next(), [file] { return file.next(); }};
}

Epochs choose_epochs(const SealOptions& options, std::ostream& messages) {
  if (options.epoch) {
    if (options.config.nonce == NoncePolicy::counter && options.config.cipher != "none") {
      throw Error(ExitCode::usage,
                  "epoch: with nonce counter it comes from the key's .epochs file, because a "
                  "repeated one repeats nonces");
    }
    return {*options.epoch, {}};
  }
  if (options.config.cipher == "none" && options.key.empty()) {
    return {};
  }
  try {
    return epochs_of_file(options.key);
  } catch (const std::system_error& error) {
    if (options.config.nonce == NoncePolicy::counter) {
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
      return "its length cannot be that of such an envelope";
    case envelope::OpenStatus::bad_header:
      return "its header has another version or nonce policy, or a sender that is not listed";
    case envelope::OpenStatus::bad_tag:
      return "its tag is wrong: another key, topic or configuration, or the message was changed";
    case envelope::OpenStatus::seen:
    case envelope::OpenStatus::stale:
    case envelope::OpenStatus::fresh:
      break;
  }
  return "it was replayed";
}

}  // namespace

int seal_command(const SealOptions& options,
                 std::istream& in,
                 std::ostream& out,
                 std::ostream& messages) {
  check(options.config, options.topic);
  if (options.config.nonce == NoncePolicy::fixed && !options.lab_mistakes) {
    throw Error(ExitCode::usage,
                "nonce: fixed repeats one nonce for ever; it needs --lab-mistakes");
  }
  if (options.sender == 0 || options.epoch == 0U) {
    throw Error(ExitCode::usage, "sender, epoch: both start at 1");
  }
  const auto master = load_key(options.config, options.key);
  Buffer input(envelope::max_plaintext_bytes + 1);
  const std::size_t size = read_input(in, input.span());
  auto epochs = choose_epochs(options, messages);
  envelope::KeyRing keys(options.config, master);
  envelope::Sealer sealer(keys, options.sender, epochs.first, std::move(epochs.next));
  Buffer sealed(keys.overhead_bytes() + size);
  const auto status =
      sealer.seal(options.topic, input.span().first(size), options.retained, sealed.span());
  if (status == envelope::SealStatus::too_long) {
    throw Error(ExitCode::usage, "the topic, or the plaintext under one key, is too long");
  }
  if (status == envelope::SealStatus::key_exhausted) {
    throw Error(ExitCode::usage, "the plaintext is more than this key's limit allows");
  }
  write_output(out, sealed.span());
  return static_cast<int>(ExitCode::done);
}

int open_command(const OpenOptions& options,
                 std::istream& in,
                 std::ostream& out,
                 std::ostream& messages) {
  check(options.config, options.topic);
  const auto master = load_key(options.config, options.key);
  envelope::KeyRing keys(options.config, master);
  Buffer input(keys.overhead_bytes() + envelope::max_plaintext_bytes + 1);
  const std::size_t size = read_input(in, input.span());
  envelope::Opener opener(keys, {options.first_sender, options.last_sender});
  Buffer plaintext(size);
  const auto opened = opener.open(options.topic, input.span().first(size), plaintext.span());
  if (opened.status != envelope::OpenStatus::fresh) {
    messages << fmt::format("not opened: {}\n", reason(opened.status));
    return static_cast<int>(ExitCode::untrusted);
  }
  if (options.config.format != envelope::Format::raw) {
    messages << fmt::format("sender {}, epoch {}, counter {}{}{}\n",
                            opened.sender,
                            opened.sequence >> 32,
                            opened.sequence & 0xFFFF'FFFF,
                            opened.retained ? ", to be retained" : "",
                            opened.authenticated ? "" : ", not authenticated");
  }
  write_output(out, plaintext.span().first(opened.plaintext_bytes));
  return static_cast<int>(ExitCode::done);
}

}  // namespace mqseal::app
