// SPDX-License-Identifier: MIT
// Networks of our own, as root and as an ordinary user.
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/sandbox/network.h"
#include "sim/sandbox/support.h"
#include "tests/broker/processes.h"
#include "tests/sandbox/tcp.h"

namespace mqseal::sandbox {
namespace {

using ::testing::HasSubstr;

/// Every test stands on this; in a system that refuses namespaces it says why.
class SandboxTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const Support support = prepare();
    ASSERT_TRUE(support.possible) << support.reason;
  }
};

TEST_F(SandboxTest, gives_every_network_its_own_ports) {
  const Network one;
  const Network two;
  for (const Network* network : {&one, &two}) {
    network->run([] {
      EXPECT_GE(test::listen_on(1883), 0) << std::strerror(errno);
      EXPECT_EQ(test::connect_from("127.0.0.1", 1883), 0);
    });
  }
  one.run([] { EXPECT_EQ(test::connect_from("127.0.0.1", 8883), ECONNREFUSED); });
}

TEST_F(SandboxTest, holds_what_threads_of_the_work_make) {
  const Network network;
  network.run([] {
    EXPECT_GE(test::listen_on(1883), 0);
    std::thread([] { EXPECT_EQ(test::connect_from("127.0.0.1", 1883), 0); }).join();
  });
}

TEST_F(SandboxTest, leaves_the_calling_thread_where_it_was) {
  const auto here = std::filesystem::read_symlink("/proc/thread-self/ns/net");
  const Network network;
  network.run([&] { EXPECT_NE(std::filesystem::read_symlink("/proc/thread-self/ns/net"), here); });
  EXPECT_EQ(std::filesystem::read_symlink("/proc/thread-self/ns/net"), here);
}

TEST_F(SandboxTest, is_set_as_the_machine_is) {
  const auto port_range = [] {
    std::ifstream in("/proc/sys/net/ipv4/ip_local_port_range");
    std::string text;
    std::getline(in, text);
    return text;
  };
  const Network machine;  // stands for it, so that the test changes nothing outside
  machine.run([&] {
    std::ofstream("/proc/sys/net/ipv4/ip_local_port_range") << "20000\t40000" << std::flush;
    ASSERT_EQ(port_range(), "20000\t40000");
    const Network network;
    network.run([&] { EXPECT_EQ(port_range(), "20000\t40000"); });
  });
}

TEST_F(SandboxTest, has_packets_as_large_as_on_ethernet) {
  const Network network;
  network.run([] { EXPECT_EQ(loopback_mtu(), ethernet_mtu); });
}

TEST_F(SandboxTest, passes_on_what_the_work_throws) {
  const Network network;
  EXPECT_THROW(network.run([] { throw base::Error(base::ExitCode::usage, "no"); }), base::Error);
}

TEST_F(SandboxTest, keeps_its_rules_where_new_ones_are_wrong) {
  const Network network;
  network.run([] { EXPECT_GE(test::listen_on(1883), 0); });
  network.set_rules(
      "table ip guard { chain in { type filter hook input priority 0; tcp dport 1883 drop; }; }");
  try {
    network.set_rules("tabel ip guard");
    FAIL() << "took rules with a mistake";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::usage);
    EXPECT_THAT(error.what(), HasSubstr("tabel"));
  }
  network.run([] { EXPECT_EQ(test::connect_from("127.0.0.1", 1883), EINPROGRESS); });
}

/// What the helper prints when it is started through `prefix`, and ends with `exit_code`.
std::string told_by_program(std::vector<std::string> prefix, int exit_code = 0) {
  const auto here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  const auto folder =
      std::filesystem::temp_directory_path() / ("mqseal-sandbox-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);  // a build folder may be closed to other users
  std::filesystem::copy_file(here / "sandbox_program",
                             folder / "sandbox_program",
                             std::filesystem::copy_options::overwrite_existing);
  prefix.push_back((folder / "sandbox_program").string());
  std::string text;
  {
    test::ChildProgram program(prefix);
    for (std::string line = program.read_line(); !line.empty(); line = program.read_line()) {
      text += line + "\n";
    }
    EXPECT_EQ(program.wait(), exit_code);
  }
  std::filesystem::remove_all(folder);
  return text;
}

constexpr const char* all_of_it =
    "possible: yes\n"
    "listens on 1883: yes\n"
    "listens on 883: yes\n"
    "connects: yes\n"
    "connects from elsewhere: yes\n"
    "ruled: connects: yes\n"
    "ruled: connects from elsewhere: Connection refused\n"
    "rules gone: yes\n";

TEST(Sandbox, works_for_this_user) {
  EXPECT_EQ(told_by_program({}), all_of_it);
}

TEST(Sandbox, works_for_an_ordinary_user) {
  const std::vector<std::string> nobody =
      ::geteuid() == 0
          ? std::vector<std::string>{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"}
          : std::vector<std::string>{};
  EXPECT_EQ(told_by_program(nobody), all_of_it);
}

TEST(Sandbox, says_why_where_the_system_refuses) {
  const std::string told =
      told_by_program({"unshare",
                       "--user",
                       "--map-root-user",
                       "sh",
                       "-c",
                       "echo 0 >/proc/sys/user/max_net_namespaces && exec \"$0\""},
                      1);
  EXPECT_THAT(told, HasSubstr("possible: this system makes no namespaces for user 0: No space"));
  EXPECT_THAT(told, HasSubstr("sandbox: cannot make a network namespace: No space"));
}

}  // namespace
}  // namespace mqseal::sandbox
