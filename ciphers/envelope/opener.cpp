// SPDX-License-Identifier: MIT
// The receiving side: parse, (precheck,) open, replay state; in this order.
#include <array>
#include <stdexcept>
#include <unordered_map>

#include "ciphers/envelope/bytes.h"
#include "ciphers/envelope/cose.h"
#include "ciphers/envelope/envelope.h"
#include "ciphers/envelope/header.h"
#include "ciphers/envelope/key_ring.h"
#include "ciphers/envelope/lab_text.h"
#include "ciphers/envelope/receiver_state.h"
#include "ciphers/host/secret.h"

namespace mqseal::envelope {

struct Opener::Impl {
  [[nodiscard]] Opened open(std::string_view topic, Bytes sealed, MutableBytes out);
  [[nodiscard]] Opened open_raw(Bytes sealed, MutableBytes out) const noexcept;
  [[nodiscard]] Opened open_lab(Bytes sealed, MutableBytes out) noexcept;
  [[nodiscard]] OpenStatus precheck(const Header& header, std::string_view topic) const noexcept;
  [[nodiscard]] bool decrypt(const Parts& parts, std::string_view topic, MutableBytes out);
  [[nodiscard]] OpenStatus accept(const Header& header, std::string_view topic);
  [[nodiscard]] bool passes_on(const Opened& opened) const noexcept;

  KeyRing::Impl& ring;
  OpenerConfig config;
  std::unordered_map<std::uint32_t, SenderState> senders;
};

Opened Opener::Impl::open_raw(Bytes sealed, MutableBytes out) const noexcept {
  Opened opened;
  if (sealed.size() > max_plaintext_bytes) {
    return opened;
  }
  copy_bytes(sealed, out);
  opened.status = OpenStatus::fresh;
  opened.plaintext_bytes = sealed.size();
  return opened;
}

/// No header, no associated data, no replay state: an authentic message is fresh as often as it
/// comes.
Opened Opener::Impl::open_lab(Bytes sealed, MutableBytes out) noexcept {
  const Layout& layout = ring.layout;
  Opened opened;
  const auto text = parse_lab_text(sealed);
  if (!text || lab_literal_bytes(text->nonce) != layout.nonce_bytes ||
      lab_literal_bytes(text->tag) != layout.tag_bytes ||
      lab_literal_bytes(text->ciphertext) > layout.longest_plaintext_bytes) {
    return opened;
  }
  std::array<std::uint8_t, max_nonce_bytes> storage;
  const auto nonce = MutableBytes(storage).first(read_lab_literal(text->nonce, storage));
  // A literal is never shorter than its bytes, so both fit where the text stands twice.
  const std::size_t plaintext_bytes = read_lab_literal(text->ciphertext, out);
  const MutableBytes body = out.first(plaintext_bytes + layout.tag_bytes);
  read_lab_literal(text->tag, body.subspan(plaintext_bytes));
  const bool authentic = ring.shared->open(nonce, {}, body, body.first(plaintext_bytes));
  host::wipe(body.subspan(plaintext_bytes).data(), layout.tag_bytes);
  if (!authentic) {
    ++ring.failed_opens;
    opened.status = OpenStatus::bad_tag;
    return opened;
  }
  opened.status = OpenStatus::fresh;
  opened.authenticated = true;
  opened.plaintext_bytes = plaintext_bytes;
  return opened;
}

OpenStatus Opener::Impl::precheck(const Header& header, std::string_view topic) const noexcept {
  const auto known = senders.find(header.sender);
  return known == senders.end() ? OpenStatus::fresh : known->second.check(header, topic);
}

bool Opener::Impl::decrypt(const Parts& parts, std::string_view topic, MutableBytes out) {
  std::array<std::uint8_t, max_nonce_bytes> storage;
  const Layout& layout = ring.layout;
  const Bytes nonce = layout.policy == NoncePolicy::random
                          ? parts.nonce
                          : implicit_nonce(layout, parts.header_view, storage);
  const Bytes associated = ring.associated_data(parts.header_view, parts.protected_header, topic);
  host::Aead& aead = ring.opening_key(parts.header.sender, parts.header.epoch);
  if (!aead.open(nonce, associated, parts.body, out)) {
    ++ring.failed_opens;
    return false;
  }
  if (ring.shared == nullptr) {
    ring.devices.keep_last();
  }
  return true;
}

OpenStatus Opener::Impl::accept(const Header& header, std::string_view topic) {
  if (config.window_bits == 0) {
    return OpenStatus::fresh;
  }
  const auto [entry, first] = senders.try_emplace(header.sender, config.window_bits);
  return entry->second.accept(header, topic);
}

bool Opener::Impl::passes_on(const Opened& opened) const noexcept {
  return opened.status == OpenStatus::fresh ||
         (opened.status == OpenStatus::seen && opened.retained && config.retained_state);
}

Opened Opener::Impl::open(std::string_view topic, Bytes sealed, MutableBytes out) {
  Opened opened;
  if (topic.size() > ring.layout.longest_topic_bytes) {
    return opened;
  }
  const auto parse = ring.layout.format == Format::cose ? parse_cose : parse_envelope;
  const Parts parts = parse(ring.layout, config.first_sender, config.last_sender, sealed);
  opened.status = parts.status;
  if (parts.status != OpenStatus::fresh) {
    return opened;
  }
  opened.sender = parts.header.sender;
  opened.sequence = parts.header.sequence();
  opened.retained = parts.header.retained;
  const std::size_t plaintext_bytes = parts.body.size() - ring.layout.tag_bytes;
  const MutableBytes plaintext = out.first(plaintext_bytes);
  if (config.precheck) {
    opened.status = precheck(parts.header, topic);
    // An equal retained message that is to be passed on has to be opened first.
    if (opened.status != OpenStatus::fresh && !passes_on(opened)) {
      return opened;
    }
  }
  if (!ring.layout.encrypts()) {
    copy_bytes(parts.body, plaintext);
  } else if (!decrypt(parts, topic, plaintext)) {
    opened.status = OpenStatus::bad_tag;
    return opened;
  } else {
    opened.authenticated = true;
  }
  opened.status = accept(parts.header, topic);
  if (passes_on(opened)) {
    opened.plaintext_bytes = plaintext_bytes;
  } else {
    host::wipe(plaintext.data(), plaintext.size());
  }
  return opened;
}

Opener::Opener(KeyRing& keys, const OpenerConfig& config) {
  if (config.window_bits % 64 != 0) {
    throw std::invalid_argument("replay_window: " + std::to_string(config.window_bits) +
                                " is not a multiple of 64");
  }
  impl_ = std::make_unique<Impl>(Impl{keys.impl(), config, {}});
}

Opener::Opener(Opener&&) noexcept = default;
Opener& Opener::operator=(Opener&&) noexcept = default;
Opener::~Opener() = default;

Opened Opener::open(std::string_view topic, Bytes sealed, MutableBytes out) {
  if (out.size() < sealed.size()) {
    throw std::length_error("open: the output buffer is shorter than the envelope");
  }
  switch (impl_->ring.layout.format) {
    case Format::raw:
      return impl_->open_raw(sealed, out);
    case Format::lab:
      return impl_->open_lab(sealed, out);
    case Format::compact:
    case Format::cose:
      break;
  }
  return impl_->open(topic, sealed, out);
}

}  // namespace mqseal::envelope
