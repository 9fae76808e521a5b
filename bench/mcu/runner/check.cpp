// SPDX-License-Identifier: MIT
#include "bench/mcu/runner/check.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "ciphers/host/aead.h"
#include "ciphers/host/block.h"
#include "ciphers/host/kat.h"

namespace mqseal::mcu {

namespace {

constexpr std::size_t most_nonce = 16, most_ad = 96, most_text = 160;
constexpr int random_cases = 24;

/// Seeded by the image's name, so that a failure repeats.
class Random {
 public:
  explicit Random(const std::string& name) : engine_(std::hash<std::string>{}(name)) {}

  Octets bytes(std::size_t n) {
    Octets out(n);
    std::generate(out.begin(), out.end(), [&] { return static_cast<std::uint8_t>(engine_()); });
    return out;
  }

  std::size_t below(std::size_t bound) { return engine_() % bound; }

 private:
  std::mt19937_64 engine_;
};

using Records = std::vector<host::KatRecord>;

/// Read once a program: the files are long.
const Records& records_of(const std::string& vectors, const std::string& alg) {
  static std::map<std::string, Records> by_alg;
  if (by_alg.empty()) {
    for (const auto& entry : std::filesystem::directory_iterator(vectors)) {
      if (entry.path().extension() == ".txt") {
        for (auto& record : host::read_records(entry.path().string())) {
          by_alg[record.text("ALG")].push_back(std::move(record));
        }
      }
    }
  }
  return by_alg[alg];
}

void check_block_vectors(Firmware& firmware, const std::string& vectors, CheckResult& result) {
  const bool inverse = firmware.info().kind == "inverse";
  for (const auto& record : records_of(vectors, firmware.info().alg)) {
    firmware.set_key(record.bytes("KEY"));
    Octets block = record.bytes(inverse ? "CT" : "PT");
    inverse ? firmware.decrypt_block(block) : firmware.encrypt_block(block);
    ++result.vectors;
    if (block != record.bytes(inverse ? "PT" : "CT")) {
      result.failure = record.name() + ": wrong block";
      return;
    }
  }
}

void check_block_random(Firmware& firmware, CheckResult& result) {
  const auto* cipher = host::find_block_cipher(firmware.info().cipher);
  const core::BlockKernel& kernel = *cipher->implementations.back().kernel;
  Random random(firmware.info().elf);
  std::set<std::uint64_t> cycles, addresses;
  for (int i = 0; i < random_cases; ++i) {
    const Octets key = random.bytes(cipher->key_bytes);
    const Octets plain = random.bytes(cipher->block_bytes);
    firmware.set_key(key);
    Octets block = plain;
    const Cost cost = firmware.encrypt_block(block);
    cycles.insert(cost.cycles != 0 ? cost.cycles : cost.instructions);
    addresses.insert(cost.address_trace_hash);
    ++result.differential;
    Octets expected(plain.size());
    host::BlockCipher(kernel, key).encrypt(plain, expected);
    if (block != expected) {
      result.failure = "a random block differs from the host's";
      return;
    }
  }
  result.equal_cycles = cycles.size() == 1;
  result.addresses_traced = !addresses.contains(0);
  result.equal_addresses = result.addresses_traced && addresses.size() == 1;
}

void check_aead_vectors(Firmware& firmware, const std::string& vectors, CheckResult& result) {
  const auto* cipher = host::find_cipher(firmware.info().cipher);
  for (const auto& record : records_of(vectors, firmware.info().alg)) {
    Firmware::Message message{
        record.bytes("NONCE"), record.bytes("AD"), record.bytes("CT"), record.bytes("TAG"), false};
    if (message.nonce.size() > most_nonce || message.ad.size() > most_ad ||
        message.text.size() > most_text || message.tag.size() != cipher->tag_default) {
      continue;
    }
    ++result.vectors;
    firmware.set_key(record.bytes("KEY"));
    firmware.open(message);
    const bool zero =
        std::all_of(message.text.begin(), message.text.end(), [](auto byte) { return byte == 0; });
    const bool right = record.invalid() ? !message.opened && zero
                                        : message.opened && message.text == record.bytes("PT");
    if (!right) {
      result.failure = record.name() + ": open gives the wrong answer";
      return;
    }
  }
}

void check_aead_random(Firmware& firmware, CheckResult& result) {
  const auto* cipher = host::find_cipher(firmware.info().cipher);
  const auto aead = cipher->implementations.back().make(cipher->tag_default);
  Random random(firmware.info().elf);
  std::set<std::uint64_t> cycles, addresses;
  for (int i = 0; i < random_cases; ++i) {
    const bool timed = i % 2 == 0;  // every other case has one length, so that its cycles compare
    const Octets key = random.bytes(cipher->key_bytes);
    Firmware::Message message{random.bytes(cipher->counter_nonce_bytes),
                              random.bytes(timed ? 29 : random.below(most_ad + 1)),
                              random.bytes(timed ? 40 : random.below(most_text + 1)),
                              Octets(cipher->tag_default),
                              false};
    const Octets plain = message.text;
    Octets expected(plain.size() + cipher->tag_default);
    aead->set_key(key);
    aead->seal(message.nonce, message.ad, plain, expected);
    firmware.set_key(key);
    const Cost cost = firmware.seal(message);
    Octets sealed = message.text;
    sealed.insert(sealed.end(), message.tag.begin(), message.tag.end());
    ++result.differential;
    if (sealed != expected) {
      result.failure = "a random message differs from the host's";
      return;
    }
    if (timed) {
      cycles.insert(cost.cycles != 0 ? cost.cycles : cost.instructions);
      addresses.insert(cost.address_trace_hash);
    }
  }
  result.equal_cycles = cycles.size() == 1;
  result.addresses_traced = !addresses.contains(0);
  result.equal_addresses = result.addresses_traced && addresses.size() == 1;
}

/// None of our ciphers may take other cycles for another key; a look-up in a table may, and must,
/// show in the addresses, or the trace of them is broken.
std::string constant_time_failure(const ImageInfo& info, const CheckResult& result) {
  const bool table = info.implementation.ends_with("-table");
  if (!result.equal_cycles) {
    return "cycles depend on the key or the text";
  }
  if (result.addresses_traced && result.equal_addresses == table) {
    return table ? "table look-ups leave no trace" : "addresses depend on the key or the text";
  }
  return {};
}

}  // namespace

CheckResult check_image(Firmware& firmware, const std::string& vectors) {
  CheckResult result;
  Firmware uncosted(firmware.info(), Costed::no);
  if (firmware.info().kind == "aead") {
    check_aead_vectors(uncosted, vectors, result);
    if (result.failure.empty()) {
      check_aead_random(firmware, result);
    }
  } else {
    check_block_vectors(uncosted, vectors, result);
    if (result.failure.empty() && firmware.info().kind == "block") {
      check_block_random(firmware, result);
    }
  }
  if (result.vectors == 0) {
    result.failure = "no vector was run";
  }
  if (result.failure.empty() && firmware.info().kind != "inverse") {
    result.failure = constant_time_failure(firmware.info(), result);
  }
  return result;
}

}  // namespace mqseal::mcu
