// SPDX-License-Identifier: MIT
// One call of OpenSSL's EVP_Digest.
#include "sim/base/hash.h"

#include <array>
#include <openssl/evp.h>

#include "sim/base/error.h"

namespace mqseal::base {

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw Error(ExitCode::environment, "OpenSSL has no SHA-256; check its configuration");
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (unsigned i = 0; i < length; ++i) {
    hex += digits[digest[i] >> 4U];
    hex += digits[digest[i] & 15U];
  }
  return hex;
}

}  // namespace mqseal::base
