// SPDX-License-Identifier: MIT
// What is left of a broker when the process that started it is killed: nothing.
#include <csignal>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/broker/port.h"
#include "tests/broker/processes.h"
#include "tests/pki/openssl.h"

namespace mqseal::broker {
namespace {

using test::ChildProgram;
using test::TemporaryFolder;
using test::wait_for;

/// A copy of the helper in a folder that any user can enter.
std::filesystem::path helper_in(const std::filesystem::path& folder) {
  const auto self = std::filesystem::read_symlink("/proc/self/exe");
  const auto copy = folder / "parent_program";
  std::filesystem::copy_file(self.parent_path() / "broker_parent_program", copy);
  std::filesystem::permissions(folder, std::filesystem::perms(0777));
  return copy;
}

/// Starts the helper through `prefix`, kills it with `signal`, expects the broker gone.
void expect_nothing_left(const std::vector<std::string>& prefix, int signal) {
  const TemporaryFolder folder;
  std::vector<std::string> argv = prefix;
  argv.push_back(helper_in(folder.path()).string());
  argv.push_back(folder.path().string());
  ChildProgram parent(argv);
  const std::string line = parent.read_line();
  std::istringstream fields(line);
  pid_t broker = -1;
  std::uint16_t plain_port = 0, tls_port = 0;
  ASSERT_TRUE(fields >> broker >> plain_port >> tls_port) << line;
  ASSERT_TRUE(test::exists(broker));
  ASSERT_TRUE(listens_on(broker, plain_port));

  struct stat status {};

  ASSERT_EQ(::stat(("/proc/" + std::to_string(parent.pid())).c_str(), &status), 0);
  EXPECT_EQ(status.st_uid, prefix.empty() ? ::geteuid() : 65534U);

  const pid_t supervisor = test::parent_of(broker);
  ASSERT_EQ(test::parent_of(supervisor), parent.pid());
  parent.send(signal);
  EXPECT_EQ(parent.wait(), -signal);
  EXPECT_TRUE(wait_for([&] { return !test::exists(broker); }));
  EXPECT_TRUE(wait_for([&] { return !test::exists(supervisor); }));
  EXPECT_NO_THROW(require_free(plain_port));
  EXPECT_NO_THROW(require_free(tls_port));
}

TEST(Orphan, dies_with_a_killed_parent) {
  expect_nothing_left({}, SIGKILL);
}

TEST(Orphan, dies_with_a_parent_that_ends_by_a_signal_without_handler) {
  expect_nothing_left({}, SIGTERM);
}

TEST(Orphan, dies_with_a_killed_parent_of_an_ordinary_user) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "this is an ordinary user already: the test above has shown it";
  }
  expect_nothing_left({"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"}, SIGKILL);
}

}  // namespace
}  // namespace mqseal::broker
