// SPDX-License-Identifier: MIT
#include "sim/app/seal_open.h"

#include <algorithm>
#include <istream>
#include <iterator>
#include <ostream>
#include <utility>

#include <fmt/format.h>

#include "sim/app/hand_envelope.h"
#include "sim/base/error.h"

namespace mqseal::app {
namespace {

using base::Error;
using base::ExitCode;

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
  const bool failed =
      std::copy(bytes.begin(), bytes.end(), std::ostreambuf_iterator<char>(out)).failed();
  out.flush();
  if (failed || !out) {
    throw Error(ExitCode::environment, "standard output: cannot be written");
  }
}

}  // namespace

int seal_command(const SealOptions& options,
                 std::istream& in,
                 std::ostream& out,
                 std::ostream& messages) {
  const auto config =
      by_hand_to_send(options.config, options.lab_mistakes, options.sender, options.epoch);
  check_topic(config, options.topic);
  const auto master = load_key(config, options.key);
  SecretBuffer input(envelope::max_plaintext_bytes + 1);
  const std::size_t size = read_input(in, input.span());
  auto epochs = choose_epochs(config, options.key, options.epoch, messages);
  envelope::KeyRing keys(config, master);
  envelope::Sealer sealer(keys, options.sender, epochs.first, std::move(epochs.next));
  SecretBuffer sealed(keys.sealed_bytes(size));
  const auto status =
      sealer.seal(options.topic, input.span().first(size), options.retained, sealed.span());
  if (status == envelope::SealStatus::too_long) {
    throw Error(ExitCode::usage, "the topic, or the plaintext under one key, is too long");
  }
  if (status == envelope::SealStatus::key_exhausted) {
    throw Error(ExitCode::usage, "the plaintext is more than this key's limit allows");
  }
  write_output(out, sealed.span().first(sealer.last_bytes()));
  return static_cast<int>(ExitCode::done);
}

int open_command(const OpenOptions& options,
                 std::istream& in,
                 std::ostream& out,
                 std::ostream& messages) {
  const auto config = by_hand(options.config);
  check_topic(config, options.topic);
  const auto master = load_key(config, options.key);
  envelope::KeyRing keys(config, master);
  SecretBuffer input(keys.sealed_bytes(envelope::max_plaintext_bytes) + 1);
  const std::size_t size = read_input(in, input.span());
  envelope::Opener opener(keys, {options.first_sender, options.last_sender});
  SecretBuffer plaintext(size);
  const auto opened = opener.open(options.topic, input.span().first(size), plaintext.span());
  if (opened.status != envelope::OpenStatus::fresh) {
    messages << fmt::format("not opened: {}\n", reason(opened.status));
    return static_cast<int>(ExitCode::untrusted);
  }
  if (opened.sender != 0) {
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
