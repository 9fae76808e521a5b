// SPDX-License-Identifier: MIT
// `mqseal pub` and `mqseal sub` between each other, beside mosquitto's own tools, and with the
// lab's Python code at the other end.
#include <fstream>
#include <sstream>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/process.h"
#include "tests/client/test_broker.h"
#include "tests/integration/program.h"

namespace mqseal::integration {
namespace {

using client::TestBroker;
using testing::HasSubstr;
using Words = std::vector<std::string>;

Words operator+(Words left, const Words& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

class PubSub : public testing::Test {
 protected:
  /// A file that only its owner can read.
  [[nodiscard]] std::string key_file(const std::string& name, const std::string& bytes) const {
    const auto path = scratch_.file(name, bytes);
    EXPECT_EQ(::chmod(path.c_str(), 0600), 0);
    return path.string();
  }

  [[nodiscard]] std::string master() const {
    return key_file("master.key", std::string(32, '\x5a'));
  }

  [[nodiscard]] Words plain() const {
    return {"-h", "127.0.0.1", "-p", std::to_string(broker_.endpoint().plain_port)};
  }

  [[nodiscard]] Words tls() const {
    const auto& end = broker_.endpoint();
    return {"-h",
            "localhost",
            "-p",
            std::to_string(end.tls_port),
            "--cafile",
            end.ca_crt,
            "--cert",
            end.client_crt,
            "--key",
            end.client_key};
  }

  /// The broker's log shows this many subscriptions.
  void wait_for_subscriptions(std::size_t wanted) const {
    EXPECT_TRUE(eventually([&] {
      const std::string log = broker_.log();
      std::size_t count = 0;
      for (auto at = log.find("Received SUBSCRIBE"); at != std::string::npos;
           at = log.find("Received SUBSCRIBE", at + 1)) {
        ++count;
      }
      return count >= wanted;
    })) << broker_.log();
  }

  void run(const Words& words) const {
    Program program(scratch_, words);
    EXPECT_EQ(program.wait(), 0) << program.err();
  }

  Scratch scratch_;
  TestBroker broker_;
};

TEST_F(PubSub, a_sealed_message_crosses_from_the_tls_port_to_the_plain_one) {
  const Words seal = {"--cipher", "ascon-aead128", "--master", master(), "-t", "/Group4"};
  Program sub(scratch_, mqseal(Words{"sub", "-v", "-C", "2", "-W", "60"} + plain() + seal));
  wait_for_subscriptions(1);
  run(mqseal(Words{"pub", "-q", "1", "-m", "Hello from Group 4"} + tls() + seal));
  run(mqseal(Words{"pub", "-m", "and again"} + tls() + seal + Words{"--nonce", "random"}));
  EXPECT_EQ(sub.wait(), 0) << sub.err();
  EXPECT_EQ(sub.out(), "/Group4 Hello from Group 4\n/Group4 and again\n");
}

TEST_F(PubSub, in_format_raw_they_are_mosquittos_own_tools) {
  const Words raw = {"--cipher", "none", "--format", "raw", "-t", "/Group4"};
  Program sub(scratch_, mqseal(Words{"sub", "-C", "1", "-W", "60"} + plain() + raw));
  Program theirs(scratch_,
                 Words{"mosquitto_sub", "-C", "1", "-W", "60", "-t", "/Group4"} + plain());
  wait_for_subscriptions(2);
  run(mqseal(Words{"pub", "-q", "2", "-m", "Hello"} + tls() + raw));
  EXPECT_EQ(sub.wait(), 0);
  EXPECT_EQ(theirs.wait(), 0);
  EXPECT_EQ(sub.out(), "Hello\n");
  EXPECT_EQ(theirs.out(), "Hello\n");
}

TEST_F(PubSub, what_does_not_open_is_named_and_not_printed) {
  const Words seal = {"--cipher", "aes-128-eax", "--master", master(), "-t", "t"};
  Program sub(scratch_, mqseal(Words{"sub", "-C", "1", "-W", "60"} + plain() + seal));
  wait_for_subscriptions(1);
  run(Words{"mosquitto_pub", "-t", "t", "-m", "open the door"} + plain());
  run(mqseal(Words{"pub", "-m", "genuine"} + plain() + seal));
  EXPECT_EQ(sub.wait(), 0);
  EXPECT_EQ(sub.out(), "genuine\n");
  EXPECT_THAT(sub.err(), HasSubstr("t: not opened: its length or shape"));
}

TEST_F(PubSub, each_start_of_a_sender_takes_a_new_epoch) {
  const std::string key = master();
  const Words seal = {"--cipher", "aes-128-eax", "--nonce", "counter", "--master", key, "-t", "t"};
  Program sub(scratch_, mqseal(Words{"sub", "-C", "3", "-W", "60"} + plain() + seal));
  wait_for_subscriptions(1);
  for (const char* text : {"one", "two", "three"}) {
    run(mqseal(Words{"pub", "-m", text} + plain() + seal));
  }
  EXPECT_EQ(sub.wait(), 0) << sub.err();
  EXPECT_EQ(sub.out(), "one\ntwo\nthree\n");
  std::ifstream epochs(key + ".epochs");
  std::string last;
  epochs >> last;
  EXPECT_EQ(last, "3");
}

TEST_F(PubSub, says_what_is_wrong) {
  const auto fails = [&](const Words& words, int code, const std::string& text) {
    Program program(scratch_, mqseal(words));
    EXPECT_EQ(program.wait(), code) << program.err();
    EXPECT_THAT(program.err(), HasSubstr(text));
  };
  const Words raw = {"--cipher", "none", "--format", "raw"};
  fails(Words{"pub", "-t", "t/#", "-m", "x"} + plain() + raw, 2, "-t: not a topic");
  fails(Words{"pub", "-t", "t"} + plain() + raw, 2, "one of -m, -f, -l and -s");
  fails(Words{"pub", "-t", "t", "-m", "x", "-p", "1"} + raw, 3, "127.0.0.1:1: Connection refused");
  fails(Words{"pub", "-t", "t", "-m", "x", "--cipher", "aes-128-eax"} + plain(), 2, "key: needed");
  fails(Words{"sub", "-t", "t", "-C", "1", "-W", "0.2"} + plain() + raw, 3, "the 0.2 s are over");
  Words stranger = tls();
  stranger.resize(6);  // without a certificate of its own
  fails(Words{"pub", "-t", "t", "-m", "x"} + stranger + raw, 3, "certificate");
}

class WithTheLabsCode : public PubSub {
 protected:
  WithTheLabsCode() {
    const auto probe = base::run_process({python, "-c", "import paho.mqtt, Cryptodome"});
    if (!probe.started || probe.exit_code != 0) {
      reason_ = "needs python3-paho-mqtt and python3-pycryptodome";
    }
  }

  void SetUp() override {
    if (!reason_.empty()) {
      GTEST_SKIP() << reason_;
    }
  }

  /// Debian's own Python comes first: its packages are for that one.
  static constexpr const char* python = "/usr/bin/python3";

  [[nodiscard]] Words lab_code(const std::string& what) const {
    return {python,
            MQSEAL_SOURCE_DIR "/tests/lab/lab_code.py",
            what,
            std::to_string(broker_.endpoint().plain_port),
            lab_key(),
            "Group4/test"};
  }

  [[nodiscard]] Words sealing() const {
    return {
        "--cipher", "aes-128-eax", "--format", "lab", "--master", lab_key(), "-t", "Group4/test"};
  }

  [[nodiscard]] std::string lab_key() const { return key_file("lab.key", "Sixteen byte key"); }

  std::string reason_;
};

TEST_F(WithTheLabsCode, mqseal_opens_what_the_labs_publisher_sends) {
  Program sub(scratch_, mqseal(Words{"sub", "-C", "3", "-W", "60"} + plain() + sealing()));
  wait_for_subscriptions(1);
  run(lab_code("publish") + Words{"Hello", "it's 21.5 \"C\"", ""});
  EXPECT_EQ(sub.wait(), 0) << sub.err();
  EXPECT_EQ(sub.out(), "Hello\nit's 21.5 \"C\"\n\n");
}

TEST_F(WithTheLabsCode, the_labs_subscriber_opens_what_mqseal_sends) {
  Program sub(scratch_, lab_code("subscribe"));
  EXPECT_TRUE(eventually([&] { return sub.out() == "subscribed\n"; })) << sub.err();
  // Enough messages for nonces, ciphertexts and tags with every kind of byte in them.
  std::string expected = "subscribed\n";
  std::string lines;
  for (int i = 0; i < 300; ++i) {
    const std::string line = "message " + std::to_string(i);
    lines += line + "\n";
    expected += line + "\n";
  }
  const auto file = scratch_.file("lines", lines);
  const std::string pub = MQSEAL_BINARY_DIR "/bin/mqseal pub -q 1 -l \"$@\" < " + file.string();
  run(Words{"/bin/sh", "-c", pub, "sh"} + plain() + sealing());
  EXPECT_TRUE(eventually([&] { return sub.out() == expected; })) << sub.out() << sub.err();
}

}  // namespace
}  // namespace mqseal::integration
