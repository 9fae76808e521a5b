// SPDX-License-Identifier: MIT
// The network that a run lives in, its broker's limits, and what a broker cannot do.
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/program.h"
#include "tests/integration/scenario_text.h"

namespace mqseal::integration {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

/// A broker of kind command: a mosquitto that grants QoS 1 at most and asks for no certificate.
constexpr const char* lesser_broker =
    "broker:\n"
    "  kind: command\n"
    "  command: \"echo \\\"allow_anonymous true\\nuser $(id -un)\\n"
    "listener $MQSEAL_PLAIN_PORT 127.0.0.1\\nmax_qos 1\\n"
    "listener $MQSEAL_TLS_PORT 127.0.0.1\\nmax_qos 1\\n"
    "cafile $MQSEAL_CA\\ncertfile $MQSEAL_CERT\\nkeyfile $MQSEAL_KEY\\\" >lesser.conf; "
    "PATH=$PATH:/usr/sbin exec mosquitto -c lesser.conf\"\n";

class Brokers : public testing::Test {
 protected:
  /// One quick run with more lines at its end; the exit code.
  int run(const std::string& more) {
    const auto file = scratch_.file("tiny.yaml", both_ports("none", 1, "300ms") + more);
    Program program(scratch_, mqseal({"run", file, "--out", out()}));
    const int code = program.wait();
    errors_ = program.err();
    return code;
  }

  [[nodiscard]] json result() const { return result_in(out()); }

  [[nodiscard]] std::filesystem::path out() const { return scratch_.path() / "out"; }

  /// The ports that mosquitto's configuration names.
  [[nodiscard]] std::string configuration() const {
    const std::string id = result()["runs"][0]["id"];
    std::ifstream in(out() / "runs" / id / "mosquitto.conf");
    return {std::istreambuf_iterator<char>(in), {}};
  }

  Scratch scratch_;
  std::string errors_;
};

TEST_F(Brokers, have_their_real_ports_in_a_network_of_the_runs_own) {
  ASSERT_EQ(run("broker: {nofile: 1024}\n"), 0) << errors_;
  const json broker = result()["runs"][0]["broker"];
  EXPECT_TRUE(broker["own_network"].get<bool>());
  EXPECT_EQ(broker["loopback_mtu"], 1500);
  EXPECT_EQ(broker["nofile"], 1024);
  EXPECT_THAT(configuration(), HasSubstr("listener 1883 127.0.0.1"));
  EXPECT_THAT(configuration(), HasSubstr("listener 8883 127.0.0.1"));
  EXPECT_THAT(result().dump(), Not(HasSubstr("ports not real")));
}

TEST_F(Brokers, share_the_machines_network_where_asked_to) {
  ASSERT_EQ(run("broker: {namespace: \"no\"}\n"), 0) << errors_;
  EXPECT_FALSE(result()["runs"][0]["broker"]["own_network"].get<bool>());
  EXPECT_THAT(configuration(), Not(HasSubstr("listener 1883 ")));
}

TEST_F(Brokers, say_where_their_ports_are_not_real) {
  const auto file = scratch_.file("tiny.yaml", both_ports("none", 1, "300ms"));
  std::vector<std::string> argv{"unshare",
                                "--user",
                                "--map-root-user",
                                "sh",
                                "-c",
                                "echo 0 >/proc/sys/user/max_net_namespaces && exec \"$0\" \"$@\""};
  for (const std::string& word : mqseal({"run", file, "--out", out()})) {
    argv.push_back(word);
  }
  Program program(scratch_, argv);
  ASSERT_EQ(program.wait(), 0) << program.err();
  EXPECT_FALSE(result()["runs"][0]["broker"]["own_network"].get<bool>());
  EXPECT_THAT(result()["runs"][0]["warnings"].dump(), HasSubstr("ports not real: no network"));
}

TEST_F(Brokers, are_not_asked_for_what_they_cannot_do) {
  ASSERT_EQ(run(lesser_broker), 0) << errors_;
  EXPECT_THAT(result()["runs"][0]["warnings"].dump(),
              HasSubstr("does not enforce client certificates (probe: CONNACK 0 to a TLS client "
                        "without a certificate)"));
  std::filesystem::remove_all(out());
  std::string text = both_ports("none", 1, "300ms");
  text.replace(text.find("qos: 1"), 6, "qos: 2");
  const auto file = scratch_.file("two.yaml", text + lesser_broker);
  Program program(scratch_, mqseal({"run", file, "--out", out()}));
  EXPECT_EQ(program.wait(), 3);
  EXPECT_THAT(program.err(), HasSubstr("not supported by command"));
  EXPECT_THAT(program.err(), HasSubstr("QoS 2 (probe: "));
  EXPECT_TRUE(result()["runs"].empty());
}

}  // namespace
}  // namespace mqseal::integration
