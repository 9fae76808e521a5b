// SPDX-License-Identifier: MIT
#include "ciphers/envelope/cose.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "ciphers/envelope/bytes.h"
#include "ciphers/envelope/cbor.h"
#include "ciphers/envelope/nonce.h"

namespace mqseal::envelope {
namespace {

using cbor::Major;
using cbor::Reader;
using cbor::Writer;

/// RFC 9052, table 2 (common header parameters) and 2 (tag of COSE_Encrypt0).
constexpr std::int64_t label_algorithm = 1, label_key_id = 4, label_iv = 5;
constexpr std::uint64_t tag_encrypt0 = 16;
constexpr std::string_view context = "Encrypt0";

struct Algorithm {
  std::string_view cipher;
  std::size_t tag_bytes;  ///< 0: any
  std::int32_t number;
};

/// RFC 9053, tables 5 to 7.
constexpr std::array<Algorithm, 4> registered = {{{"aes-128-gcm", 16, 1},
                                                  {"aes-128-ccm", 8, 10},
                                                  {"chacha20-poly1305", 16, 24},
                                                  {"aes-128-ccm", 16, 30}}};

/// Never change one: messages carry them.
constexpr std::array<Algorithm, 8> ours = {{{"aes-128-eax", 0, -65537},
                                            {"speck-64-128-eax", 0, -65538},
                                            {"speck-128-128-eax", 0, -65539},
                                            {"simon-64-128-eax", 0, -65540},
                                            {"simon-128-128-eax", 0, -65541},
                                            {"present-80-eax", 0, -65542},
                                            {"present-128-eax", 0, -65543},
                                            {"ascon-aead128", 0, -65544}}};

std::size_t string_bytes(std::size_t length) noexcept {
  return cbor::head_bytes(length) + length;
}

std::size_t protected_bytes(const Layout& layout) noexcept {
  return 1 + cbor::integer_bytes(label_algorithm) + cbor::integer_bytes(layout.cose_algorithm) +
         cbor::integer_bytes(label_key_id) + string_bytes(header_bytes) +
         cbor::integer_bytes(label_iv) + string_bytes(layout.nonce_bytes);
}

/// What stands in the protected header.
struct Parameters {
  Bytes key_id, iv;
};

std::optional<Parameters> parse_protected(const Layout& layout, Bytes encoded) noexcept {
  Reader reader(encoded);
  if (reader.head(Major::map) != std::uint64_t{3}) {
    return std::nullopt;
  }
  Parameters found;
  bool algorithm = false;
  for (int i = 0; i < 3; ++i) {
    const auto label = reader.integer();
    if (label == label_algorithm && !algorithm) {
      algorithm = reader.integer() == std::int64_t{layout.cose_algorithm};
    } else if (label == label_key_id) {
      found.key_id = reader.bytes().value_or(Bytes{});
    } else if (label == label_iv) {
      found.iv = reader.bytes().value_or(Bytes{});
    }
  }
  const bool complete = algorithm && found.key_id.size() == header_bytes &&
                        found.iv.size() == layout.nonce_bytes && reader.at_end();
  return complete ? std::optional(found) : std::nullopt;
}

bool policy_gives(const Layout& layout, Bytes header, Bytes iv) noexcept {
  if (layout.policy == NoncePolicy::random) {
    return true;
  }
  std::array<std::uint8_t, max_nonce_bytes> storage;
  const Bytes expected = implicit_nonce(layout, header, storage);
  return std::equal(expected.begin(), expected.end(), iv.begin(), iv.end());
}

}  // namespace

std::optional<std::int32_t> registered_cose_algorithm(std::string_view cipher,
                                                      std::size_t tag_bytes) noexcept {
  const auto* const found =
      std::find_if(registered.begin(), registered.end(), [&](const Algorithm& each) {
        return each.cipher == cipher && each.tag_bytes == tag_bytes;
      });
  return found == registered.end() ? std::nullopt : std::optional(found->number);
}

std::optional<std::int32_t> private_cose_algorithm(std::string_view cipher) noexcept {
  const auto* const found = std::find_if(
      ours.begin(), ours.end(), [&](const Algorithm& each) { return each.cipher == cipher; });
  return found == ours.end() ? std::nullopt : std::optional(found->number);
}

std::size_t cose_bytes(const Layout& layout, std::size_t plaintext_bytes) noexcept {
  constexpr std::size_t tag_and_array = 2, empty_map = 1;
  return tag_and_array + string_bytes(protected_bytes(layout)) + empty_map +
         string_bytes(plaintext_bytes + layout.tag_bytes);
}

std::size_t cose_associated_bytes(const Layout& layout, std::size_t topic_bytes) noexcept {
  return 1 + string_bytes(context.size()) + string_bytes(protected_bytes(layout)) +
         string_bytes(header_bytes + topic_bytes);
}

CoseFrame write_cose_frame(const Layout& layout,
                           Bytes header,
                           Bytes nonce,
                           std::size_t plaintext_bytes,
                           MutableBytes out) noexcept {
  Writer writer(out);
  writer.head(Major::tag, tag_encrypt0);
  writer.head(Major::array, 3);
  writer.head(Major::bytes, protected_bytes(layout));
  const std::size_t protected_at = writer.size();
  writer.head(Major::map, 3);
  writer.integer(label_algorithm);
  writer.integer(layout.cose_algorithm);
  writer.integer(label_key_id);
  writer.bytes(header);
  writer.integer(label_iv);
  writer.bytes(nonce);
  const std::size_t protected_end = writer.size();
  writer.head(Major::map, 0);
  writer.head(Major::bytes, plaintext_bytes + layout.tag_bytes);
  return {Bytes(out).subspan(protected_at, protected_end - protected_at),
          out.subspan(writer.size())};
}

Parts parse_cose(const Layout& layout,
                 std::uint32_t first,
                 std::uint32_t last,
                 Bytes sealed) noexcept {
  Parts parts;
  Reader reader(sealed);
  if (reader.next_is(Major::tag) && reader.head(Major::tag) != tag_encrypt0) {
    return parts;
  }
  if (reader.head(Major::array) != std::uint64_t{3}) {
    return parts;
  }
  const auto protected_header = reader.bytes();
  const bool nothing_unprotected = reader.head(Major::map) == std::uint64_t{0};
  const auto body = reader.bytes();
  if (!protected_header || !nothing_unprotected || !body || !reader.at_end() ||
      body->size() < layout.tag_bytes ||
      body->size() - layout.tag_bytes > layout.longest_plaintext_bytes) {
    return parts;
  }
  parts.status = OpenStatus::bad_header;
  const auto parameters = parse_protected(layout, *protected_header);
  if (!parameters || !policy_gives(layout, parameters->key_id, parameters->iv)) {
    return parts;
  }
  parts.header_view = parameters->key_id;
  parts.protected_header = *protected_header;
  parts.nonce = parameters->iv;
  parts.body = *body;
  read_header(layout, first, last, parts);
  return parts;
}

std::size_t write_enc_structure(Bytes protected_header,
                                Bytes header,
                                std::string_view topic,
                                MutableBytes out) noexcept {
  Writer writer(out);
  writer.head(Major::array, 3);
  writer.text(context);
  writer.bytes(protected_header);
  writer.head(Major::bytes, header.size() + topic.size());
  writer.raw(header);
  writer.raw(bytes_of(topic));
  return writer.size();
}

}  // namespace mqseal::envelope
