// SPDX-License-Identifier: MIT
// A real mosquitto on both ports: how it starts, what it lets in, how it ends.
#include "sim/broker/broker.h"

#include <csignal>
#include <fstream>
#include <sched.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/broker/child_broker.h"
#include "sim/broker/port.h"
#include "sim/broker/preparation.h"
#include "sim/broker/probe.h"
#include "sim/pki/authority.h"
#include "tests/broker/processes.h"
#include "tests/pki/openssl.h"

namespace mqseal::broker {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::TemporaryFolder;
using test::wait_for;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

ProbeDeadline soon() {
  return std::chrono::steady_clock::now() + seconds(20);
}

class BrokerTest : public ::testing::Test {
 protected:
  BrokerTest() : tree_(pki::make_tree(folder_.path() / "certs", {})) {}

  ~BrokerTest() override { ::unsetenv("MQSEAL_MOSQUITTO"); }

  std::unique_ptr<Broker> start(const scenario::BrokerSettings& settings = {}) {
    return broker::start(settings, tree_, home());
  }

  /// The error that the start ends with.
  base::Error failure(const scenario::BrokerSettings& settings = {},
                      milliseconds ready_within = seconds(30),
                      const std::atomic<bool>* stop = nullptr) {
    try {
      const auto broker = start_child(
          "mosquitto", mosquitto_adapter(), settings, tree_, home(), ready_within, stop);
    } catch (const base::Error& error) {
      return error;
    }
    return {base::ExitCode::done, "it started"};
  }

  /// A stand-in for the program, with `body` after it has told its version. "$2" is the path of
  /// the configuration.
  void use_program(const std::string& body) {
    const auto script = folder_.path() / "fake_mosquitto";
    base::write_file_atomically(
        script,
        "#!/bin/sh\n[ \"$1\" = -h ] && { echo 'mosquitto version 9.8.7'; exit 3; }\n" + body + "\n",
        0755);
    ::setenv("MQSEAL_MOSQUITTO", script.c_str(), 1);
  }

  [[nodiscard]] std::filesystem::path home() const { return folder_.path() / "broker"; }

  TemporaryFolder folder_;
  pki::Tree tree_;
};

TEST_F(BrokerTest, answers_on_both_ports_when_it_is_ready) {
  const auto broker = start();
  EXPECT_TRUE(broker->alive());
  const ProbeResult plain = probe_plain(broker->endpoint(), soon());
  EXPECT_EQ(plain.status, ProbeStatus::connack) << plain.detail;
  EXPECT_EQ(plain.return_code, 0);
  const ProbeResult tls = probe_tls(broker->endpoint(), soon());
  EXPECT_EQ(tls.status, ProbeStatus::connack) << tls.detail;
  EXPECT_EQ(tls.return_code, 0);
}

TEST_F(BrokerTest, says_what_it_is) {
  const auto broker = start();
  EXPECT_EQ(broker->kind(), "mosquitto");
  EXPECT_THAT(broker->version(), MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+.*"));
  std::ifstream comm("/proc/" + std::to_string(broker->pid()) + "/comm");
  std::string name;
  std::getline(comm, name);
  EXPECT_EQ(name, "mosquitto");
  EXPECT_TRUE(listens_on(broker->pid(), broker->endpoint().plain_port));
  EXPECT_TRUE(listens_on(broker->pid(), broker->endpoint().tls_port));
  EXPECT_EQ(broker->ending(), "");
  EXPECT_THAT(broker->log_tail(100), HasSubstr("mosquitto version " + broker->version()));
  EXPECT_EQ(broker->log_tail(1).find('\n'), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(home() / "mosquitto.conf"));
}

TEST_F(BrokerTest, keeps_to_its_cpu) {
  for (const auto& wanted : {std::optional<int>(0), std::optional<int>()}) {
    scenario::BrokerSettings settings;
    settings.cpu = wanted;
    const auto broker = start(settings);
    if (wanted) {
      EXPECT_EQ(broker->cpu(), wanted);
    }
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    ASSERT_EQ(::sched_getaffinity(broker->pid(), sizeof cpus, &cpus), 0);
    EXPECT_EQ(CPU_COUNT(&cpus), 1);
    EXPECT_TRUE(CPU_ISSET(static_cast<std::size_t>(broker->cpu().value_or(0)), &cpus));
  }
}

// The loop's thread is pinned away from the broker; its children must not inherit that.
TEST_F(BrokerTest, chooses_its_cpu_whatever_the_calling_thread_is_pinned_to) {
  const auto free_choice = choose_cpu(std::nullopt);
  if (!free_choice) {
    GTEST_SKIP() << "only one CPU";
  }
  std::thread pinned([&] {
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    ASSERT_EQ(::sched_setaffinity(0, sizeof first, &first), 0);
    EXPECT_EQ(start()->cpu(), free_choice);
  });
  pinned.join();
}

TEST_F(BrokerTest, turns_away_clients_without_the_right_certificate) {
  const auto broker = start();
  const pki::Authority foreign(pki::KeyType::ecdsa_p256, "mqseal lab CA", {});
  pki::LeafOptions options;
  options.common_name = "client";
  options.client_auth = true;
  pki::write_leaf(folder_.path() / "foreign", "client", pki::make_leaf(foreign, options));
  client::Endpoint endpoint = broker->endpoint();
  endpoint.client_crt = folder_.path() / "foreign" / "client.crt";
  endpoint.client_key = folder_.path() / "foreign" / "client.key";
  const ProbeResult refused = probe_tls(endpoint, soon());
  // The alert itself may be lost: our CONNECT to the closed end resets the connection.
  EXPECT_THAT(refused.status, ::testing::AnyOf(ProbeStatus::tls_refused, ProbeStatus::closed))
      << to_string(refused.status) << refused.detail;
  EXPECT_EQ(refused.return_code, -1);
  EXPECT_TRUE(wait_for([&] {
    return broker->log_tail(100).find("certificate verify failed") != std::string::npos;
  })) << broker->log_tail(100);
  EXPECT_EQ(probe_tls(broker->endpoint(), soon()).status, ProbeStatus::connack);
}

TEST_F(BrokerTest, tells_apart_the_wrong_ends_of_a_conversation) {
  const auto broker = start();
  client::Endpoint crossed = broker->endpoint();
  std::swap(crossed.plain_port, crossed.tls_port);
  EXPECT_NE(probe_plain(crossed, soon()).status, ProbeStatus::connack);
  EXPECT_EQ(probe_tls(crossed, soon()).status, ProbeStatus::closed);
  broker->stop();
  EXPECT_EQ(probe_plain(broker->endpoint(), soon()).status, ProbeStatus::unreachable);
  EXPECT_EQ(probe_tls(broker->endpoint(), soon()).status, ProbeStatus::unreachable);
}

TEST_F(BrokerTest, takes_settings_for_one_port_only) {
  scenario::BrokerSettings settings;
  settings.settings = {{"plain.allow_anonymous", "false"},
                       {"tls.use_identity_as_username", "true"}};
  const auto broker = start(settings);
  EXPECT_EQ(probe_plain(broker->endpoint(), soon()).return_code, 5);  // not authorised
  EXPECT_EQ(probe_tls(broker->endpoint(), soon()).return_code, 0);
}

TEST_F(BrokerTest, uses_the_ports_that_are_named) {
  scenario::BrokerSettings settings;
  const PortPair ports = choose_ports({});
  settings.plain_port = ports.plain;
  settings.tls_port = ports.tls;
  const auto broker = start(settings);
  EXPECT_EQ(broker->endpoint().plain_port, ports.plain);
  EXPECT_EQ(broker->endpoint().tls_port, ports.tls);
}

TEST_F(BrokerTest, stops_once_and_frees_its_ports) {
  const auto broker = start();
  const pid_t pid = broker->pid();
  broker->stop();
  broker->stop();
  EXPECT_FALSE(broker->alive());
  EXPECT_EQ(broker->ending(), "exit code 0");
  EXPECT_FALSE(test::exists(pid));
  EXPECT_NO_THROW(require_free(broker->endpoint().plain_port));
  EXPECT_NO_THROW(require_free(broker->endpoint().tls_port));
}

TEST_F(BrokerTest, is_seen_to_die) {
  const auto broker = start();
  ::kill(broker->pid(), SIGKILL);
  EXPECT_TRUE(wait_for([&] { return !broker->alive(); }));
  EXPECT_THAT(broker->ending(), HasSubstr("signal 9"));
}

TEST_F(BrokerTest, starts_anew_where_it_ran_before) {
  start().reset();
  const auto second = start();
  EXPECT_TRUE(second->alive());
}

TEST_F(BrokerTest, says_who_holds_a_port) {
  const auto first = start();
  scenario::BrokerSettings settings;
  settings.tls_port = first->endpoint().tls_port;
  const base::Error error = failure(settings);
  EXPECT_EQ(error.code(), base::ExitCode::environment);
  EXPECT_THAT(error.what(), HasSubstr("mosquitto (process " + std::to_string(first->pid())));
  EXPECT_THAT(error.what(), HasSubstr("kill " + std::to_string(first->pid())));
}

TEST_F(BrokerTest, that_dies_at_start_leaves_its_last_words) {
  scenario::BrokerSettings settings;
  settings.settings = {{"no_such_setting", "1"}};
  const base::Error error = failure(settings);
  EXPECT_EQ(error.code(), base::ExitCode::environment);
  EXPECT_THAT(error.what(), HasSubstr("ended before it was ready (exit code"));
  EXPECT_THAT(error.what(), HasSubstr("no_such_setting"));
  EXPECT_THAT(error.what(), HasSubstr("broker.log"));
}

TEST_F(BrokerTest, that_does_not_answer_is_given_up) {
  use_program("exec sleep 1000");
  const base::Error error = failure({}, milliseconds(300));
  EXPECT_EQ(error.code(), base::ExitCode::environment);
  EXPECT_THAT(error.what(), HasSubstr("plain port cannot be reached within 300 ms"));
  EXPECT_EQ(test::descendants_of(::getpid()), std::vector<pid_t>{});
}

TEST_F(BrokerTest, that_does_not_answer_is_not_waited_for_once_we_are_stopped) {
  use_program("exec sleep 1000");
  const std::atomic<bool> stop{true};
  EXPECT_EQ(failure({}, seconds(30), &stop).code(), base::ExitCode::interrupted);
  EXPECT_EQ(test::descendants_of(::getpid()), std::vector<pid_t>{});
}

TEST_F(BrokerTest, tries_other_ports_where_its_own_were_taken_meanwhile) {
  use_program("[ -e " + (folder_.path() / "tried").string() + " ] || { touch " +
              (folder_.path() / "tried").string() +
              "; echo 'Error: Address already in use'; exit 1; }\nexec " +
              find_program("mosquitto", "").value_or("mosquitto").string() + " \"$@\"");
  const auto broker = start();
  EXPECT_TRUE(broker->alive());
  EXPECT_EQ(broker->version(), "9.8.7");
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "tried"));
}

TEST_F(BrokerTest, is_not_mistaken_for_another_process_on_its_ports) {
  use_program(find_program("mosquitto", "").value_or("mosquitto").string() +
              " -c \"$2\" &\nexec sleep 1000");
  EXPECT_THAT(failure().what(), HasSubstr("is answered by mosquitto"));
}

TEST_F(BrokerTest, that_is_missing_comes_with_the_remedy) {
  ::setenv("MQSEAL_MOSQUITTO", "/nonexistent/mosquitto", 1);
  const base::Error error = failure();
  EXPECT_EQ(error.code(), base::ExitCode::environment);
  EXPECT_THAT(error.what(), HasSubstr("apt-get install mosquitto"));
  EXPECT_FALSE(find_program("no-such-program-anywhere", "").has_value());
}

TEST_F(BrokerTest, wants_its_certificates) {
  std::filesystem::remove(tree_.broker_key);
  const base::Error error = failure();
  EXPECT_EQ(error.code(), base::ExitCode::environment);
  EXPECT_THAT(error.what(), HasSubstr("broker.key"));
  EXPECT_THAT(error.what(), HasSubstr("mqseal pki"));
}

TEST_F(BrokerTest, of_an_unknown_kind_is_refused_with_the_list) {
  scenario::BrokerSettings settings;
  settings.kind = "mosquito";
  try {
    start(settings);
    FAIL() << "started an unknown kind";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::usage);
    EXPECT_THAT(error.what(), HasSubstr("mosquitto"));
  }
  settings.kind = "mosquitto";
  settings.cpu = 1023;
  EXPECT_EQ(failure(settings).code(), base::ExitCode::environment);
}

}  // namespace
}  // namespace mqseal::broker
