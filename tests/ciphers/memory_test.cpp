// SPDX-License-Identifier: MIT
// No allocation in seal and open of our own implementations, and no key left behind: this program
// replaces the global operators new and delete, so it is one of its own.
#include <atomic>
#include <cstdlib>
#include <malloc.h>
#include <new>

#include "ciphers/host/batch.h"
#include "ciphers/host/secret.h"
#include "tests/ciphers/cases.h"

namespace {

std::atomic<std::size_t> allocations{0};
/// While armed, delete of over-aligned memory (key schedules) counts its bytes that are not zero.
std::atomic<bool> armed{false};
std::atomic<std::size_t> buffers_freed{0}, dirty_bytes{0};

/// malloc's slack behind the requested size is not ours: only what was asked for is looked at.
struct Asked {
  void* memory;
  std::size_t bytes;
};

constexpr std::size_t slots = 64;
Asked asked[slots];

void note(void* memory, std::size_t bytes) {
  for (Asked& slot : asked) {
    if (slot.memory == nullptr) {
      slot = {memory, bytes};
      return;
    }
  }
  std::abort();  // a test holds more key schedules than expected
}

void look_and_free(void* memory) noexcept {
  for (Asked& slot : asked) {
    if (memory != nullptr && slot.memory == memory) {
      const auto* const bytes = static_cast<const unsigned char*>(memory);
      for (std::size_t i = 0; armed && i < slot.bytes; ++i) {
        dirty_bytes += bytes[i] != 0 ? 1 : 0;
      }
      buffers_freed += armed ? 1 : 0;
      slot = {};
    }
  }
  std::free(memory);
}

void* allocate(std::size_t bytes) {
  ++allocations;
  if (void* const memory = std::malloc(bytes == 0 ? 1 : bytes)) {
    return memory;
  }
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t bytes) {
  return allocate(bytes);
}

void* operator new[](std::size_t bytes) {
  return allocate(bytes);
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete[](void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

void* operator new(std::size_t bytes, std::align_val_t align) {
  ++allocations;
  const auto alignment = static_cast<std::size_t>(align);
  void* const memory =
      std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  note(memory, bytes);
  return memory;
}

void operator delete(void* memory, std::align_val_t) noexcept {
  look_and_free(memory);
}

void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  look_and_free(memory);
}

namespace mqseal::host {
namespace {

/// Ours: `botan` allocates inside, and keeps keys in secure_vectors that it wipes itself.
std::vector<AeadCase> our_cases() {
  std::vector<AeadCase> ours;
  for (const AeadCase& one : aead_cases()) {
    if (!one.implementation->name.starts_with("botan")) {
      ours.push_back(one);
    }
  }
  return ours;
}

class Memory : public testing::TestWithParam<AeadCase> {};

TEST_P(Memory, seal_and_open_allocate_nothing) {
  RandomBytes random(4);
  const CipherInfo& cipher = *GetParam().cipher;
  const auto aead = GetParam().make(random(cipher.key_bytes));
  const Octets nonce = random(cipher.random_nonce_bytes), ad = random(40);
  for (const std::size_t text : {0U, 1U, 16U, 64U, 1000U, 20000U}) {
    const Octets plaintext = random(text);
    Octets sealed(text + aead->tag_bytes()), opened(text);
    const std::size_t before = allocations;
    aead->seal(nonce, ad, plaintext, sealed);
    const bool good = aead->open(nonce, ad, sealed, opened);
    sealed[0] ^= 1U;
    const bool bad = aead->open(nonce, ad, sealed, opened);
    EXPECT_EQ(allocations - before, 0U) << text;
    EXPECT_TRUE(good && !bad);
  }
}

TEST_P(Memory, the_key_schedule_is_zero_when_its_memory_goes_back) {
  RandomBytes random(5);
  const Octets key = random(GetParam().cipher->key_bytes);
  auto aead = GetParam().make(key);
  dirty_bytes = buffers_freed = 0;
  armed = true;
  aead.reset();
  armed = false;
  EXPECT_EQ(buffers_freed, 1U);
  EXPECT_EQ(dirty_bytes, 0U);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Memory, testing::ValuesIn(our_cases()), name_of);

TEST(Memory, sealing_a_batch_allocates_nothing_and_leaves_no_key) {
  RandomBytes random(9);
  for (const BatchImplementation& implementation : batch_implementations()) {
    if (!implementation.supported()) {
      continue;
    }
    auto sealer = std::make_unique<BatchSealer>(implementation, 70, 8, BatchLimits{});
    const Octets key = random(find_cipher(implementation.cipher)->key_bytes), nonce = random(12);
    Octets text = random(100 * 40);
    std::vector<BatchMessage> batch;
    for (std::size_t i = 0; i < 100; ++i) {
      const std::size_t client = 69 - i * 7 % 70;  // in no order, some of them twice
      sealer->set_key(client, key);
      const MutableBytes place = MutableBytes(text).subspan(i * 40, 8 + i % 3 * 16);
      batch.push_back({client, nonce, nonce, place.first(place.size() - 8), place});
    }
    const std::size_t before = allocations;
    sealer->seal(batch);
    EXPECT_EQ(allocations - before, 0U) << implementation.cipher;
    dirty_bytes = buffers_freed = 0;
    armed = true;
    sealer.reset();
    armed = false;
    EXPECT_EQ(buffers_freed, 1U);
    EXPECT_EQ(dirty_bytes, 0U) << implementation.cipher;
  }
}

TEST(Memory, the_check_sees_a_key_that_was_not_wiped) {
  dirty_bytes = buffers_freed = 0;
  auto* const memory = static_cast<unsigned char*>(::operator new (64, std::align_val_t{32}));
  std::fill(memory, memory + 64, static_cast<unsigned char>(7));
  armed = true;
  ::operator delete (memory, std::align_val_t{32});
  armed = false;
  EXPECT_EQ(buffers_freed, 1U);
  EXPECT_EQ(dirty_bytes, 64U);
}

TEST(Memory, block_ciphers_leave_nothing_either) {
  RandomBytes random(6);
  for (const BlockCase& one : block_cases()) {
    auto cipher =
        std::make_unique<BlockCipher>(*one.implementation->kernel, random(one.cipher->key_bytes));
    dirty_bytes = buffers_freed = 0;
    armed = true;
    cipher.reset();
    armed = false;
    EXPECT_EQ(buffers_freed, 1U) << one.cipher->id;
    EXPECT_EQ(dirty_bytes, 0U) << one.cipher->id;
  }
}

TEST(Memory, a_secret_is_zero_after_its_end_and_after_a_move) {
  alignas(Secret<32>) unsigned char place[sizeof(Secret<32>)];
  auto* const secret = new (place) Secret<32>(Secret<32>::random());
  const Octets value(secret->span().begin(), secret->span().end());
  EXPECT_NE(value, Octets(32));
  Secret<32> moved(std::move(*secret));
  EXPECT_EQ(Octets(secret->span().begin(), secret->span().end()), Octets(32));
  EXPECT_EQ(Octets(moved.span().begin(), moved.span().end()), value);
  *secret = std::move(moved);
  EXPECT_EQ(Octets(moved.span().begin(), moved.span().end()), Octets(32));
  secret->~Secret();
  EXPECT_EQ(Octets(place, place + sizeof place), Octets(sizeof place));
}

}  // namespace
}  // namespace mqseal::host
