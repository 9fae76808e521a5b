// SPDX-License-Identifier: MIT
// The guard: which targets an attack may have, against real sockets and a real broker.
#include "sim/attack/target.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "tests/client/test_broker.h"

namespace mqseal::attack {
namespace {

using testing::HasSubstr;

/// What a broker that we started looks like to the guard.
class Started final : public broker::Broker {
 public:
  Started(pid_t pid, std::string kind) : pid_(pid), kind_(std::move(kind)) {}

  [[nodiscard]] const client::Endpoint& endpoint() const noexcept override { return endpoint_; }

  [[nodiscard]] pid_t pid() const noexcept override { return pid_; }

  [[nodiscard]] bool alive() noexcept override { return true; }

  [[nodiscard]] std::string ending() const override { return {}; }

  [[nodiscard]] std::string kind() const override { return kind_; }

  [[nodiscard]] std::string version() const override { return {}; }

  [[nodiscard]] std::string_view quirks() const noexcept override { return {}; }

  [[nodiscard]] std::optional<int> cpu() const noexcept override { return std::nullopt; }

  [[nodiscard]] std::string log_tail(std::size_t) const override { return {}; }

  void stop() noexcept override {}

  void kill() noexcept override {}

  void pause() noexcept override {}

  void resume() noexcept override {}

  void restart() override {}

 private:
  client::Endpoint endpoint_;
  pid_t pid_;
  std::string kind_;
};

/// A socket of this process that listens on a loopback port.
class OwnListener {
 public:
  OwnListener() : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    EXPECT_EQ(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), length), 0);
    EXPECT_EQ(::listen(fd_, 1), 0);
    EXPECT_EQ(::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length), 0);
    port_ = ntohs(address.sin_port);
  }

  OwnListener(const OwnListener&) = delete;
  OwnListener& operator=(const OwnListener&) = delete;

  ~OwnListener() { ::close(fd_); }

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

 private:
  int fd_;
  std::uint16_t port_ = 0;
};

class Guard : public testing::Test {
 protected:
  Guard() { guard_.allow(started_); }

  [[nodiscard]] std::uint16_t port() const { return broker_.endpoint().plain_port; }

  client::TestBroker broker_;
  Started started_{broker_.pid(), "mosquitto"};
  TargetGuard guard_;
};

TEST_F(Guard, lets_attacks_at_a_broker_that_we_started) {
  EXPECT_EQ(guard_.refusal("127.0.0.1", port()), "");
  EXPECT_EQ(guard_.refusal("127.0.0.1", broker_.endpoint().tls_port), "");
  EXPECT_EQ(guard_.refusal("127.3.2.1", port()), "");
  EXPECT_EQ(guard_.refusal("::ffff:127.0.0.1", port()), "");
  EXPECT_NO_THROW(guard_.require("127.0.0.1", port()));
}

TEST_F(Guard, refuses_every_address_off_the_loopback_device) {
  for (const char* address : {"192.0.2.1",
                              "10.0.0.1",
                              "8.8.8.8",
                              "128.0.0.1",
                              "126.255.255.255",
                              "::ffff:192.0.2.1",
                              "::192.0.2.1",
                              "2001:db8::1",
                              "fe80::1",
                              "ff02::1",
                              "255.255.255.255"}) {
    EXPECT_THAT(guard_.refusal(address, port()), HasSubstr("not on this machine's loopback"))
        << address;
  }
}

TEST_F(Guard, refuses_addresses_that_stand_for_others) {
  for (const char* address : {"0.0.0.0", "::", "::ffff:0.0.0.0"}) {
    EXPECT_THAT(guard_.refusal(address, port()), HasSubstr("no certain address")) << address;
  }
}

TEST_F(Guard, looks_up_no_names) {
  for (const char* address : {"localhost",
                              "broker.example",
                              "",
                              "127.1",
                              "0x7f000001",
                              "127.0.0.1 ",
                              "127.0.0.1:1883",
                              "2130706433"}) {
    EXPECT_THAT(guard_.refusal(address, port()), HasSubstr("no numeric address")) << address;
  }
}

TEST_F(Guard, refuses_ports_of_other_processes) {
  const OwnListener own;
  EXPECT_THAT(guard_.refusal("127.0.0.1", own.port()),
              HasSubstr("no broker that mqseal started listens"));
  EXPECT_THAT(guard_.refusal("127.0.0.1", 1), HasSubstr("no broker that mqseal started listens"));
  EXPECT_THAT(guard_.refusal("127.0.0.1", 0), HasSubstr("no broker that mqseal started listens"));
}

TEST_F(Guard, says_so_where_it_throws) {
  try {
    guard_.require("192.0.2.1", 1883);
    FAIL() << "allowed";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::environment);
    EXPECT_THAT(error.what(), HasSubstr("an attack on 192.0.2.1:1883 is refused: "));
  }
}

TEST_F(Guard, forgets_a_broker_that_ends) {
  guard_.forbid(started_);
  EXPECT_THAT(guard_.refusal("127.0.0.1", port()), HasSubstr("no broker"));
}

TEST_F(Guard, a_killed_broker_is_no_target) {
  broker_.kill(SIGKILL);
  EXPECT_THAT(guard_.refusal("127.0.0.1", port()), HasSubstr("no broker"));
}

TEST(GuardOfOthers, never_takes_a_broker_that_we_did_not_start) {
  TargetGuard guard;
  EXPECT_THROW(guard.allow(Started(::getpid(), "external")), base::Error);
  EXPECT_THROW(guard.allow(Started(0, "mosquitto")), base::Error);
  EXPECT_THAT(guard.refusal("127.0.0.1", 1883), HasSubstr("no broker"));
}

}  // namespace
}  // namespace mqseal::attack
