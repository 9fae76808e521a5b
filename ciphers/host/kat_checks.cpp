// SPDX-License-Identifier: MIT
#include "ciphers/host/kat_checks.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace mqseal::host {

namespace {

std::string hex(Bytes bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += fmt::format("{:02x}", byte);
  }
  return text;
}

[[noreturn]] void refuse(const KatRecord& record, const std::string& what) {
  throw std::runtime_error(fmt::format("{}:{}: {}", record.file, record.line, what));
}

std::unique_ptr<Aead> keyed(const KatRecord& record,
                            const Implementation& implementation,
                            std::size_t tag_bytes) {
  auto aead = implementation.make(tag_bytes);
  aead->set_key(record.bytes("KEY"));
  return aead;
}

Octets sealed_bytes(const KatRecord& record) {
  Octets sealed = record.bytes("CT");
  const Octets tag = record.bytes("TAG");
  sealed.insert(sealed.end(), tag.begin(), tag.end());
  return sealed;
}

KatOutcome check_valid(const KatRecord& record, Aead& aead) {
  const Octets nonce = record.bytes("NONCE"), ad = record.bytes("AD"), plain = record.bytes("PT");
  const Octets sealed = sealed_bytes(record);
  if (sealed.size() != plain.size() + aead.tag_bytes()) {
    refuse(record, "CT is not as long as PT");
  }
  Octets again(sealed.size()), opened(plain.size());
  aead.seal(nonce, ad, plain, again);
  const KatOutcome outcome = expect_same("CT and TAG", sealed, again);
  if (!outcome.differs.empty()) {
    return outcome;
  }
  if (!aead.open(nonce, ad, sealed, opened)) {
    return {"a valid record is rejected", {}};
  }
  return expect_same("PT", plain, opened);
}

/// `opened` receives what open wrote.
KatOutcome expect_rejected(const KatRecord& record, Aead& aead, Bytes sealed, Octets& opened) {
  opened.assign(sealed.size() - std::min(sealed.size(), aead.tag_bytes()), 0xaa);
  if (aead.open(record.bytes("NONCE"), record.bytes("AD"), sealed, opened)) {
    return {"an invalid record is accepted", {}};
  }
  return expect_same("the output of a rejected record", Octets(opened.size()), opened);
}

KatOutcome check_invalid(const KatRecord& record,
                         const Implementation& implementation,
                         std::size_t tag_max) {
  const Octets sealed = sealed_bytes(record);
  const auto aead = keyed(record, implementation, record.bytes("TAG").size());
  Octets opened;
  const KatOutcome outcome = expect_rejected(record, *aead, sealed, opened);
  if (outcome.differs.empty() || aead->tag_bytes() >= tag_max) {
    return outcome;
  }
  Octets again(sealed.size());
  aead->seal(record.bytes("NONCE"), record.bytes("AD"), opened, again);
  if (again != sealed) {
    return outcome;
  }
  return expect_rejected(record, *keyed(record, implementation, tag_max), sealed, opened);
}

}  // namespace

Octets exact_bytes(const KatRecord& record, const char* field, std::size_t size) {
  Octets bytes = record.bytes(field);
  if (bytes.size() != size) {
    refuse(
        record,
        fmt::format("{} has {} bytes, {} takes {}", field, bytes.size(), record.text("ALG"), size));
  }
  return bytes;
}

KatOutcome expect_same(const char* what, Bytes expected, Bytes got) {
  if (std::equal(expected.begin(), expected.end(), got.begin(), got.end())) {
    return {};
  }
  return {fmt::format("{} is {}, expected {}", what, hex(got), hex(expected)), {}};
}

KatOutcome expect_tag(const KatRecord& record, Bytes mac) {
  const Octets tag = record.bytes("TAG");
  const bool whole = !tag.empty() && tag.size() <= mac.size();
  const KatOutcome outcome = expect_same("TAG", tag, whole ? mac.first(tag.size()) : mac);
  if (!record.invalid()) {
    return outcome;
  }
  return outcome.differs.empty() ? KatOutcome{"an invalid record is accepted", {}} : KatOutcome{};
}

KatOutcome check_block(const KatRecord& record, const core::BlockKernel& kernel) {
  const Octets plain = record.bytes("PT");
  if (plain.empty() || plain.size() % kernel.block_bytes != 0) {
    refuse(record, fmt::format("PT is not a number of blocks of {} bytes", kernel.block_bytes));
  }
  const Octets known = exact_bytes(record, "CT", plain.size());
  const BlockCipher cipher(kernel, exact_bytes(record, "KEY", kernel.key_bytes));
  Octets out(plain.size());
  cipher.encrypt(plain, out);
  const KatOutcome outcome = expect_same("CT", known, out);
  if (!outcome.differs.empty() || kernel.decrypt == nullptr) {
    return outcome;
  }
  cipher.decrypt(known, out);
  return expect_same("PT", plain, out);
}

KatOutcome check_cmac(const KatRecord& record, const core::BlockKernel& kernel) {
  const BlockCipher cipher(kernel, exact_bytes(record, "KEY", kernel.key_bytes));
  Octets mac(kernel.block_bytes);
  cipher.cmac(record.bytes("MSG"), mac);
  return expect_tag(record, mac);
}

KatOutcome check_aead(const KatRecord& record,
                      const Implementation& implementation,
                      const AeadLimits& limits) {
  static_cast<void>(exact_bytes(record, "KEY", limits.key_bytes));
  const std::size_t nonce = record.bytes("NONCE").size(), tag = record.bytes("TAG").size();
  if (limits.cipher != nullptr && !limits.cipher->nonce_ok(nonce)) {
    return {{}, fmt::format("a nonce of {} bytes is not offered", nonce)};
  }
  // Invalid records may cut a tag below what the catalogue offers: EAX and Ascon take those.
  const bool cut = record.invalid() && limits.cipher != nullptr &&
                   limits.cipher->limit != KeyLimit::gcm && limits.cipher->limit != KeyLimit::ccm &&
                   limits.cipher->limit != KeyLimit::chacha20;
  const bool offered = limits.cipher == nullptr || cut || limits.cipher->tag_ok(tag);
  if (tag == 0 || tag > limits.tag_max || !offered) {
    return {{}, fmt::format("a tag of {} bytes is not offered", tag)};
  }
  if (record.invalid()) {
    return check_invalid(record, implementation, limits.tag_max);
  }
  return check_valid(record, *keyed(record, implementation, tag));
}

}  // namespace mqseal::host
