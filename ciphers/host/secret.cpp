// SPDX-License-Identifier: MIT
#include "ciphers/host/secret.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <sys/random.h>

#include <botan/kdf.h>

namespace mqseal::host {

void wipe(void* data, std::size_t bytes) noexcept {
  if (bytes != 0) {  // the null pointer of an empty span is not explicit_bzero's to take
    explicit_bzero(data, bytes);
  }
}

bool equal_constant_time(Bytes a, Bytes b) noexcept {
  if (a.size() != b.size()) {
    return false;
  }
  volatile std::uint8_t different = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    different = static_cast<std::uint8_t>(different | (a[i] ^ b[i]));
  }
  return different == 0;
}

void system_random(MutableBytes out) noexcept {
  while (!out.empty()) {
    const ssize_t got = getrandom(out.data(), out.size(), 0);
    if (got > 0) {
      out = out.subspan(static_cast<std::size_t>(got));
    } else if (errno != EINTR) {
      std::abort();  // a predictable key is worse than no program
    }
  }
}

void hkdf_sha256(Bytes input_key, Bytes salt, Bytes info, MutableBytes out) {
  const auto kdf = Botan::KDF::create_or_throw("HKDF(SHA-256)");
  const auto written = kdf->kdf(out.data(),
                                out.size(),
                                input_key.data(),
                                input_key.size(),
                                salt.data(),
                                salt.size(),
                                info.data(),
                                info.size());
  if (written != out.size()) {
    throw std::invalid_argument("HKDF-SHA-256 gives at most 255 * 32 bytes");
  }
}

}  // namespace mqseal::host
