// SPDX-License-Identifier: MIT
// Inside a Sealer: what a Batch needs of it.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <string_view>

#include "ciphers/envelope/envelope.h"
#include "ciphers/envelope/key_ring.h"
#include "ciphers/envelope/layout.h"

namespace mqseal::envelope {

using NonceStorage = std::array<std::uint8_t, max_nonce_bytes>;

struct Sealer::Impl {
  using Header = std::array<std::uint8_t, header_bytes>;

  /// What the AEAD takes beside the plaintext. The nonce is in the caller's storage; the associated
  /// data is on the ring's scratch, valid until the next message is framed.
  struct Framed {
    Bytes nonce, associated_data;
    MutableBytes body;  ///< of the envelope: where ciphertext and tag go
  };

  Impl(KeyRing::Impl& key_ring, std::uint32_t own_sender, EpochSource epochs);

  void begin(std::uint32_t first_epoch, std::uint32_t first_counter);
  [[nodiscard]] bool is_too_long(std::size_t plaintext_bytes,
                                 std::size_t topic_bytes) const noexcept;
  [[nodiscard]] SealStatus make_room(std::uint64_t cost);
  [[nodiscard]] bool move_epoch();
  void enter_epoch(std::uint32_t new_epoch);
  /// One message of this cost is sealed.
  void count(std::uint64_t cost);
  [[nodiscard]] Header next_header(bool retained) const;
  [[nodiscard]] Framed frame(const Header& header,
                             std::string_view topic,
                             std::size_t plaintext_bytes,
                             NonceStorage& storage,
                             MutableBytes out);
  [[nodiscard]] std::size_t write(std::string_view topic,
                                  Bytes plaintext,
                                  bool retained,
                                  MutableBytes out);
  [[nodiscard]] std::size_t write_lab(Bytes nonce, Bytes plaintext, MutableBytes out);
  [[nodiscard]] Bytes choose_nonce(Bytes header, NonceStorage& storage);

  [[nodiscard]] bool per_device() const noexcept {
    return ring.layout.encrypts() && ring.layout.keys == KeyMode::per_device;
  }

  [[nodiscard]] host::Aead& key() noexcept {
    return device_key != nullptr ? *device_key : *ring.shared;
  }

  KeyRing::Impl& ring;
  KeyRing::Impl::SenderRecord& record;
  EpochSource next_epoch;
  std::uint32_t sender;
  std::uint32_t epoch = 0;
  std::uint32_t counter = 0;
  std::unique_ptr<host::Aead> device_key;  ///< this epoch's, where keys are per-device
  KeyUse device_use;
  std::size_t last_bytes = 0;

  static constexpr std::size_t no_place = std::numeric_limits<std::size_t>::max();
  std::size_t batch_place = no_place;  ///< of a per-device key in its Batch
  std::uint32_t batch_epoch = 0;       ///< of the key that the Batch has there
};

}  // namespace mqseal::envelope
