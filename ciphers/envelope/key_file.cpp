// SPDX-License-Identifier: MIT
#include "ciphers/envelope/key_file.h"

#include <fcntl.h>
#include <span>
#include <sys/stat.h>

#include "ciphers/envelope/bytes.h"
#include "ciphers/envelope/file_descriptor.h"

namespace mqseal::envelope {
namespace {

using host::Bytes;
using host::MutableBytes;

constexpr std::size_t master_bytes = 32;
/// Hex, a newline, and one more to notice that there is more.
using Contents = host::Secret<2 * master_bytes + 2>;

void check_access(const std::filesystem::path& path, int fd) {
  struct stat facts {};

  if (fstat(fd, &facts) != 0) {
    fail_errno(path, "cannot be examined");
  }
  if (!S_ISREG(facts.st_mode)) {
    fail(path, "is not a regular file", make_error_code(std::errc::permission_denied));
  }
  if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    fail(path,
         "group or others may access this key; chmod 600 it",
         make_error_code(std::errc::permission_denied));
  }
}

std::size_t read_all(const std::filesystem::path& path, int fd, MutableBytes out) {
  std::size_t have = 0;
  while (have < out.size()) {
    const auto rest = out.subspan(have);
    const ssize_t got = retry([&] { return read(fd, rest.data(), rest.size()); });
    if (got < 0) {
      fail_errno(path, "cannot be read");
    }
    if (got == 0) {
      break;
    }
    have += static_cast<std::size_t>(got);
  }
  return have;
}

/// The digit's value, or 16 where it is none.
unsigned hex_value(std::uint8_t digit) noexcept {
  if (digit >= '0' && digit <= '9') {
    return digit - unsigned{'0'};
  }
  const unsigned lower = digit | 0x20U;
  return lower >= 'a' && lower <= 'f' ? lower - unsigned{'a'} + 10U : 16U;
}

bool decode_hex(Bytes digits, MutableBytes out) noexcept {
  bool valid = true;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const unsigned high = hex_value(digits[2 * i]);
    const unsigned low = hex_value(digits[2 * i + 1]);
    valid = valid && high < 16 && low < 16;
    out[i] = static_cast<std::uint8_t>(high << 4 | (low & 15U));
  }
  return valid;
}

}  // namespace

host::MasterKey read_key_file(const std::filesystem::path& path) {
  return read_cipher_key_file(path, master_bytes);
}

host::MasterKey read_cipher_key_file(const std::filesystem::path& path, std::size_t key_bytes) {
  const std::size_t hex_digits = 2 * key_bytes;
  const FileDescriptor file(
      retry([&] { return open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK); }));
  if (file.get() < 0) {
    fail_errno(path, "cannot be opened");
  }
  check_access(path, file.get());
  Contents contents;
  const auto text = contents.span();
  const std::size_t size = read_all(path, file.get(), text);
  host::MasterKey key;
  const auto wanted = MutableBytes(key.span()).first(key_bytes);
  if (size == key_bytes) {
    copy_bytes(text.first(key_bytes), wanted);
    return key;
  }
  const bool hex = size == hex_digits || (size == hex_digits + 1 && text[hex_digits] == '\n');
  if (!hex || !decode_hex(text.first(hex_digits), wanted)) {
    fail(path,
         "must hold " + std::to_string(key_bytes) + " bytes, or " + std::to_string(hex_digits) +
             " hexadecimal digits",
         make_error_code(std::errc::invalid_argument));
  }
  return key;
}

}  // namespace mqseal::envelope
