// SPDX-License-Identifier: MIT
// The lab's work by hand: `mqseal broker` in one terminal, mosquitto's own tools in others, with
// the command lines that it prints.
#include <csignal>
#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/app/pki_command.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/broker/port.h"
#include "sim/pki/pki.h"
#include "tests/broker/processes.h"
#include "tests/pki/openssl.h"

namespace mqseal {
namespace {

using test::ChildProgram;
using test::TemporaryFolder;
using test::wait_for;
using ::testing::HasSubstr;

std::string hand_program() {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "broker_hand_program")
      .string();
}

base::ProcessResult shell(const std::string& command_line) {
  base::ProcessOptions options;
  options.timeout = 40 * base::nanos_per_second;
  return base::run_process({"/bin/sh", "-c", command_line}, options);
}

/// The broker by hand on free ports, in a folder whose name needs quoting.
class ByHandTest : public ::testing::Test {
 protected:
  void start() {
    program_ = std::make_unique<ChildProgram>(
        std::vector<std::string>{hand_program(), home().string(), "0", "0"});
    for (std::string line = program_->read_line(); !line.empty() || text_.empty();
         line = program_->read_line()) {
      text_ += line + "\n";
      ASSERT_LT(text_.size(), 10000U);
    }
    ASSERT_EQ(program_->read_line(), "In other terminals:") << text_;
    for (std::string* command : {&plain_sub_, &plain_pub_, &tls_sub_, &tls_pub_}) {
      *command = program_->read_line();
    }
  }

  /// What a subscriber prints for the first message; it is published once the broker's log shows
  /// the subscription.
  std::string received(const std::string& subscribe, const std::string& publish) {
    ChildProgram subscriber({"/bin/sh", "-c", "exec " + subscribe + " -C 1 -W 30"});
    EXPECT_TRUE(wait_for([&] { return log().find("Received SUBSCRIBE") != std::string::npos; }));
    const base::ProcessResult result = shell(publish);
    EXPECT_EQ(result.exit_code, 0) << publish << "\n" << result.err;
    return subscriber.read_line();
  }

  [[nodiscard]] std::string log() const { return base::read_file(home() / "broker.log"); }

  [[nodiscard]] std::filesystem::path home() const { return folder_.path() / "the lab"; }

  TemporaryFolder folder_;
  std::unique_ptr<ChildProgram> program_;
  std::string text_, plain_sub_, plain_pub_, tls_sub_, tls_pub_;
};

TEST_F(ByHandTest, mosquittos_own_tools_talk_on_the_plain_port) {
  start();
  EXPECT_EQ(received(plain_sub_, plain_pub_), "Hello from Group 4");
}

TEST_F(ByHandTest, mosquittos_own_tools_talk_on_the_tls_port) {
  start();
  EXPECT_EQ(received(tls_sub_, tls_pub_), "Hello from Group 4");
}

// Lab report, exercise 3.2.
TEST_F(ByHandTest, what_is_published_on_the_tls_port_arrives_on_the_plain_one) {
  start();
  EXPECT_EQ(received(plain_sub_, tls_pub_), "Hello from Group 4");
}

TEST_F(ByHandTest, the_tls_port_wants_a_certificate) {
  start();
  const std::string without = std::regex_replace(tls_pub_, std::regex(" --cert .* -t"), " -t");
  ASSERT_NE(without, tls_pub_);
  EXPECT_NE(shell(without).exit_code, 0);
  EXPECT_EQ(shell(tls_pub_).exit_code, 0);
}

TEST_F(ByHandTest, the_certificates_are_the_labs) {
  start();
  EXPECT_THAT(text_, HasSubstr("New certificates in " + home().string()));
  const auto tree = pki::tree_in(home());
  EXPECT_EQ(pki::tree_state(tree), pki::TreeState::complete);
  const auto answer = test::openssl({"x509", "-in", tree.ca_crt.string(), "-noout", "-text"});
  EXPECT_THAT(answer.out, HasSubstr("Public-Key: (2048 bit)"));
}

TEST_F(ByHandTest, a_tree_that_stands_is_used_as_it_is) {
  app::PkiFlags flags;
  flags.dir = home();
  flags.key_type = "ecdsa-p256";
  ASSERT_EQ(app::make_pki(flags), base::ExitCode::done);
  const std::string key = base::read_file(pki::tree_in(home()).broker_key);
  start();
  EXPECT_EQ(base::read_file(pki::tree_in(home()).broker_key), key);
  EXPECT_EQ(shell(tls_pub_).exit_code, 0);
}

TEST_F(ByHandTest, ctrl_c_ends_it_in_order) {
  start();
  program_->send(SIGINT);
  std::string rest;
  for (std::string line = program_->read_line(); rest.size() < 100; line = program_->read_line()) {
    rest += line;
    if (line.find("stopped") != std::string::npos) {
      break;
    }
    rest += "\n";
  }
  EXPECT_THAT(rest, HasSubstr("The broker is stopped."));
  EXPECT_EQ(program_->wait(), 0);
}

TEST_F(ByHandTest, a_broker_that_dies_ends_it_with_the_log) {
  start();
  std::smatch found;
  ASSERT_TRUE(std::regex_search(text_, found, std::regex("process ([0-9]+)")));
  ::kill(std::stoi(found[1]), SIGKILL);
  EXPECT_THAT(program_->read_line(), HasSubstr("ended by itself (signal 9"));
  EXPECT_EQ(program_->wait(), 3);
}

TEST_F(ByHandTest, a_taken_port_is_explained) {
  start();
  std::smatch found;
  ASSERT_TRUE(std::regex_search(text_, found, std::regex("port ([0-9]+) +plain")));
  ChildProgram second({hand_program(), (folder_.path() / "second").string(), found[1], "0"});
  EXPECT_THAT(second.read_line(), HasSubstr("New certificates"));
  EXPECT_THAT(second.read_line(), HasSubstr("is taken by mosquitto (process"));
  EXPECT_EQ(second.wait(), 3);
}

TEST(ShellWord, is_one_word_to_a_shell) {
  for (const std::string text : {"plain", "two words", "it's", "", "$HOME `id` \"x\" \\"}) {
    EXPECT_EQ(shell("printf %s " + app::shell_word(text)).out, text);
  }
  EXPECT_EQ(app::shell_word("/certs/ca.crt"), "/certs/ca.crt");
}

TEST(PkiCommand, knows_two_key_types) {
  EXPECT_EQ(app::key_type_of("rsa-2048"), pki::KeyType::rsa_2048);
  EXPECT_EQ(app::key_type_of("ecdsa-p256"), pki::KeyType::ecdsa_p256);
  try {
    (void)app::key_type_of("rsa-1024");
    FAIL() << "accepted";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::usage);
    EXPECT_THAT(error.what(), HasSubstr("rsa-2048, ecdsa-p256"));
  }
}

}  // namespace
}  // namespace mqseal
