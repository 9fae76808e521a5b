// SPDX-License-Identifier: MIT
#include "tests/pki/openssl.h"

#include <cstdlib>
#include <stdexcept>

#include <gtest/gtest.h>

#include "sim/base/process.h"

namespace mqseal::test {

OpensslAnswer openssl(const std::vector<std::string>& arguments) {
  std::vector<std::string> argv = {"openssl"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  base::ProcessOptions options;
  options.timeout = 60 * base::nanos_per_second;
  const base::ProcessResult result = base::run_process(argv, options);
  EXPECT_TRUE(result.started) << "the openssl program is missing: apt-get install openssl";
  EXPECT_FALSE(result.timed_out);
  return {result.exit_code, result.out + result.err};
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "mqseal-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("cannot make " + pattern);
  }
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace mqseal::test
