// SPDX-License-Identifier: MIT
// The openssl program as a second opinion on what sim/pki made, and a folder for each test.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mqseal::test {

struct OpensslAnswer {
  int exit_code = -1;
  std::string out;  ///< standard output, then standard error
};

/// `openssl ARGUMENTS...`; fails the test where the program is missing.
[[nodiscard]] OpensslAnswer openssl(const std::vector<std::string>& arguments);

/// A new folder below the system's temporary one, removed on destruction.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace mqseal::test
