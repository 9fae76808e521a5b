// SPDX-License-Identifier: MIT
// Differential: every implementation of a cipher against the one that runs everywhere, over
// lengths, tags, nonces and addresses that the input chooses. On a difference it prints which two
// differ. Long messages come from repeating the input, so that short inputs reach every kernel.
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "ciphers/host/aead.h"
#include "ciphers/host/block.h"
#include "tests/fuzz/input.h"

using namespace mqseal;

namespace {

using Buffer = std::vector<std::uint8_t>;

/// Bytes at an address that is `offset` past one that malloc gave.
class Shifted {
 public:
  Shifted(std::size_t bytes, std::size_t offset) : all_(bytes + offset), offset_(offset) {}

  [[nodiscard]] host::MutableBytes span() { return host::MutableBytes(all_).subspan(offset_); }

 private:
  Buffer all_;
  std::size_t offset_;
};

struct Case {
  std::size_t offset, tag, bytes;
  Buffer key, nonce, ad, text;
};

/// `from` again and again; zeros where it is empty.
Buffer repeated(std::span<const std::uint8_t> from, std::size_t bytes) {
  Buffer to(bytes);
  for (std::size_t i = 0; i < bytes && !from.empty(); ++i) {
    to[i] = static_cast<std::uint8_t>(from[i % from.size()] + i / from.size());
  }
  return to;
}

void same(std::string_view id,
          std::string_view one,
          std::string_view other,
          const char* what,
          bool holds) {
  if (!holds) {
    std::fprintf(stderr,
                 "%.*s: %.*s and %.*s differ in %s\n",
                 static_cast<int>(id.size()),
                 id.data(),
                 static_cast<int>(one.size()),
                 one.data(),
                 static_cast<int>(other.size()),
                 other.data(),
                 what);
    std::abort();
  }
}

bool all_zero(host::Bytes bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

Buffer seal_and_open(const host::CipherInfo& cipher,
                     const host::Implementation& implementation,
                     const Case& c) {
  const auto aead = implementation.make(c.tag);
  aead->set_key(c.key);
  Shifted sealed(c.bytes + c.tag, c.offset), opened(c.bytes, c.offset);
  std::copy(c.text.begin(), c.text.end(), sealed.span().begin());
  const host::Bytes plaintext = host::Bytes(sealed.span()).first(c.bytes);
  aead->seal(c.nonce, c.ad, plaintext, sealed.span());  // in place
  const auto named = [&](const char* what, bool holds) {
    same(cipher.id, implementation.name, implementation.name, what, holds);
  };
  named("open", aead->open(c.nonce, c.ad, sealed.span(), opened.span()));
  named("plaintext", std::equal(c.text.begin(), c.text.end(), opened.span().begin()));
  const Buffer result(sealed.span().begin(), sealed.span().end());
  sealed.span()[c.text.size() / 2] ^= 1U;
  named("rejection", !aead->open(c.nonce, c.ad, sealed.span(), opened.span()));
  named("wiping", all_zero(opened.span()));
  return result;
}

void check_aead(const host::CipherInfo& cipher, Case c) {
  const std::size_t tags = cipher.tag_max - cipher.tag_min + 1;
  c.tag = cipher.tag_min + c.tag % tags;
  c.tag = cipher.tag_ok(c.tag) ? c.tag : cipher.tag_max;
  c.key.resize(cipher.key_bytes);
  if (!cipher.nonce_ok(c.nonce.size())) {
    c.nonce.resize(cipher.random_nonce_bytes);
  }
  const host::Implementation& last = cipher.implementations.back();
  const Buffer expected = seal_and_open(cipher, last, c);
  for (const host::Implementation& implementation : cipher.implementations) {
    if (&implementation != &last && implementation.supported()) {
      const Buffer found = seal_and_open(cipher, implementation, c);
      same(cipher.id, implementation.name, last.name, "sealed bytes", found == expected);
    }
  }
}

/// Codebook, counter mode and CMAC of one implementation, one after another.
Buffer block_outputs(const host::BlockCipherInfo& info,
                     const host::BlockImplementation& implementation,
                     const Case& c) {
  const host::BlockCipher cipher(*implementation.kernel, c.key);
  const std::size_t whole = c.bytes / info.block_bytes * info.block_bytes;
  Shifted blocks(whole, c.offset), back(whole, c.offset), stream(c.bytes, c.offset);
  cipher.encrypt(host::Bytes(c.text).first(whole), blocks.span());
  cipher.decrypt(blocks.span(), back.span());
  same(info.id,
       implementation.name,
       implementation.name,
       "decryption",
       std::equal(back.span().begin(), back.span().end(), c.text.begin()));
  Buffer result(blocks.span().begin(), blocks.span().end());
  if (implementation.kernel->counter_mode != nullptr) {
    Buffer start = c.nonce, tag(info.block_bytes);
    start.resize(info.block_bytes, 0xff);  // a short nonce makes the counter overflow
    cipher.counter_mode(start, c.text, stream.span());
    result.insert(result.end(), stream.span().begin(), stream.span().end());
    cipher.cmac(c.text, tag);
    result.insert(result.end(), tag.begin(), tag.end());
  }
  return result;
}

void check_block(const host::BlockCipherInfo& info, Case c) {
  c.key.resize(info.key_bytes);
  const host::BlockImplementation& last = info.implementations.back();
  const Buffer expected = block_outputs(info, last, c);
  for (const host::BlockImplementation& implementation : info.implementations) {
    if (&implementation != &last && implementation.supported()) {
      const Buffer found = block_outputs(info, implementation, c);
      same(info.id, implementation.name, last.name, "blocks", found == expected);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::size_t which = input.byte(), tag = input.byte(), offset = input.byte() % 16;
  const std::size_t nonce = input.byte() % 33, ad = input.byte();
  const std::size_t long_part = input.byte(), short_part = input.byte();
  const auto rest = input.rest();
  // Up to 8 KiB and some: two of the widest bitsliced runs; mostly short.
  const std::size_t bytes = short_part + (long_part >= 128 ? (long_part - 128) * 65 : 0);
  const auto part = [&](std::size_t from) { return rest.subspan(std::min(from, rest.size())); };
  const Case c{.offset = offset,
               .tag = tag,
               .bytes = bytes,
               .key = repeated(rest, 32),
               .nonce = repeated(part(7), nonce),
               .ad = repeated(part(13), ad),
               .text = repeated(part(19), bytes)};
  const auto aeads = host::catalogue();
  const auto blocks = host::block_catalogue();
  const std::size_t choice = which % (aeads.size() + blocks.size());
  if (choice < aeads.size()) {
    if (!aeads[choice].is_none()) {
      check_aead(aeads[choice], c);
    }
  } else {
    check_block(blocks[choice - aeads.size()], c);
  }
  return 0;
}
