// SPDX-License-Identifier: MIT
// Runs every kernel with its key and its plaintext marked as secret (tool.h) and compares what the
// tool reports with what the kernel claims, in both directions: a kernel that claims constant time
// has no report, one that does not has some. First the tool itself must find a table look-up and a
// branch, and be silent about logic. Exit 0: all as claimed; 1: not so; 3: nothing watches.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/ct/kernels.h"
#include "tests/ct/tool.h"

namespace mqseal::ct {
namespace {

constexpr std::size_t most_bytes = 9700;  // more than two runs of the widest bitsliced kernel

alignas(64) std::uint8_t state[1 << 17];
std::uint8_t key[32], nonce[16], ad[48], text[most_bytes], sealed[most_bytes], opened[most_bytes];
std::uint8_t tag[16], counter[16];
volatile std::uint8_t sink;

void must(bool holds, const Kernel& kernel, const char* what) {
  if (!holds) {
    std::fprintf(stderr, "%s %s: %s\n", kernel.id, kernel.name, what);
    std::exit(1);
  }
}

void fill(std::uint8_t* data, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) {
    data[i] = static_cast<std::uint8_t>(i * 151 + 7);
  }
}

template <std::size_t n>
void refresh(std::uint8_t (&data)[n], bool secret) {
  make_public(data, n);
  fill(data, n);
  if (secret) {
    make_secret(data, n);
  }
}

void check_message(const Kernel& kernel, const core::AeadKernel& aead, std::size_t bytes) {
  refresh(text, true);
  aead.seal(state, {nonce, 16}, {ad, 41}, {text, bytes}, sealed, tag, aead.tag_bytes_max);
  make_public(sealed, bytes);  // what an eavesdropper sees
  make_public(tag, sizeof tag);
  must(aead.open(state, {nonce, 16}, {ad, 41}, {sealed, bytes}, opened, tag, aead.tag_bytes_max),
       kernel,
       "does not open what it sealed");
  make_public(opened, bytes);
  fill(text, bytes);
  make_public(text, sizeof text);
  must(std::memcmp(text, opened, bytes) == 0, kernel, "opens to something else");
  tag[0] ^= 1U;
  must(!aead.open(state, {nonce, 16}, {ad, 41}, {sealed, bytes}, opened, tag, aead.tag_bytes_max),
       kernel,
       "accepts a wrong tag");
}

void run_aead(const Kernel& kernel, const core::AeadKernel& aead) {
  must(aead.state_bytes <= sizeof state, kernel, "has a larger state than expected");
  refresh(key, true);
  refresh(nonce, false);
  refresh(ad, false);
  aead.init(key, state);
  for (const std::size_t bytes : {0U, 1U, 16U, 17U, 64U, 150U, 700U, 2500U, 9700U}) {
    check_message(kernel, aead, bytes);
  }
}

void run_block(const Kernel& kernel) {
  const core::BlockKernel& block = *kernel.block;
  must(block.keys_bytes <= sizeof state, kernel, "has a larger schedule than expected");
  const std::size_t blocks = most_bytes / block.block_bytes;
  refresh(key, true);
  block.expand(key, state);
  refresh(text, true);
  block.encrypt(state, text, sealed, blocks);
  block.decrypt(state, sealed, opened, blocks);
  if (block.counter_mode != nullptr) {
    refresh(counter, true);
    block.counter_mode(state, counter, {text, most_bytes}, sealed);
    block.cmac(state, {text, 77}, tag);
  }
}

void run_batch(const Kernel& kernel) {
  const simd::BatchKernel& batch = *kernel.batch;
  const std::size_t block = batch.lanes * batch.block_bytes;
  must(batch.state_bytes <= sizeof state, kernel, "has a larger state than expected");
  must(4 * block <= sizeof text, kernel, "has more lanes than expected");
  static std::uint8_t public_bytes[2048];
  refresh(public_bytes, false);
  for (std::size_t lane = 0; lane < batch.lanes; ++lane) {
    refresh(key, true);
    batch.set_key(state, lane, key);
  }
  for (const std::size_t bytes : {0U, 5U, 8U, 16U, 31U}) {
    refresh(text, true);
    batch.seal(state, {public_bytes, public_bytes, text, sealed, 8, 3, bytes});
  }
}

void run(const Kernel& kernel) {
  if (kernel.batch != nullptr) {
    run_batch(kernel);
    return;
  }
  if (kernel.aead != nullptr) {
    run_aead(kernel, *kernel.aead);
    return;
  }
  run_block(kernel);
  if (kernel.block->eax != nullptr) {
    run_aead(kernel, *kernel.block->eax);
  }
}

/// What the tool must find, and what it must not.
void look_up(const Kernel&) {
  refresh(key, true);
  refresh(sealed, false);
  sink = sealed[key[3]];
}

void branch(const Kernel&) {
  refresh(key, true);
  if ((key[3] & 1U) != 0) {
    sink = 1;
  }
}

void logic(const Kernel&) {
  refresh(key, true);
  std::uint8_t sum = 0;
  for (const std::uint8_t byte : key) {
    sum = static_cast<std::uint8_t>((sum ^ byte) * 3);
  }
  sink = sum;
}

bool tool_works() {
  const Kernel none = {};
  const bool works =
      reports(look_up, none, true) && reports(branch, none, true) && !reports(logic, none, false);
  std::printf("the tool %s a table look-up and a branch on a secret\n",
              works ? "finds" : "DOES NOT FIND");
  return works;
}

int check_all() {
  int wrong = 0;
  for (const Kernel& kernel : kernels()) {
    if (kernel.supported == nullptr) {  // not linked into this program
      continue;
    }
    if (!kernel.supported()) {
      std::printf(
          "%-28s %-9s not run: neither this CPU nor the tool has it\n", kernel.id, kernel.name);
      continue;
    }
    const bool reported = reports(run, kernel, !kernel.claims_constant_time);
    const bool as_claimed = reported != kernel.claims_constant_time;
    std::printf("%-28s %-9s %s%s\n",
                kernel.id,
                kernel.name,
                reported ? "depends on secrets" : "constant time",
                as_claimed ? "" : ": NOT AS IT CLAIMS");
    wrong += as_claimed ? 0 : 1;
  }
  return wrong;
}

}  // namespace
}  // namespace mqseal::ct

int main() {
  if (!mqseal::ct::watched()) {
    std::fprintf(stderr, "start this program under valgrind\n");
    return 3;
  }
  return mqseal::ct::tool_works() && mqseal::ct::check_all() == 0 ? 0 : 1;
}
