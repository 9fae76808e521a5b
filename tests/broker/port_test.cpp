// SPDX-License-Identifier: MIT
// Who holds a port, asked about sockets that this test holds itself.
#include "sim/broker/port.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"

namespace mqseal::broker {
namespace {

using ::testing::HasSubstr;

/// Listens on a port of the kernel's choice; IPv6 takes IPv4 connections as well.
class ListeningSocket {
 public:
  explicit ListeningSocket(const char* address) {
    const bool v6 = std::string_view(address).find(':') != std::string_view::npos;
    fd_ = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in6 six{};
    sockaddr_in four{};
    six.sin6_family = AF_INET6;
    four.sin_family = AF_INET;
    ::inet_pton(AF_INET6, address, &six.sin6_addr);
    ::inet_pton(AF_INET, address, &four.sin_addr);
    auto* any = v6 ? reinterpret_cast<sockaddr*>(&six) : reinterpret_cast<sockaddr*>(&four);
    socklen_t size = v6 ? sizeof six : sizeof four;
    if (::bind(fd_, any, size) == 0 && ::listen(fd_, 1) == 0 &&
        ::getsockname(fd_, any, &size) == 0) {
      port_ = ntohs(v6 ? six.sin6_port : four.sin_port);
    }
  }

  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;

  ~ListeningSocket() { ::close(fd_); }

  /// 0 where the machine cannot listen on that address.
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

 private:
  int fd_ = -1;
  std::uint16_t port_ = 0;
};

TEST(Port, of_the_kernels_choice_are_two_and_free) {
  const PortPair ports = choose_ports({});
  EXPECT_NE(ports.plain, 0);
  EXPECT_NE(ports.tls, 0);
  EXPECT_NE(ports.plain, ports.tls);
  EXPECT_NO_THROW(require_free(ports.plain));
  EXPECT_FALSE(listener_on(ports.plain).has_value());
}

TEST(Port, that_is_named_stays) {
  const PortPair ports = choose_ports({1883, 0});
  EXPECT_EQ(ports.plain, 1883);
  EXPECT_NE(ports.tls, 0);
  EXPECT_EQ(choose_ports({0, 8883}).tls, 8883);
}

class TakenPort : public ::testing::TestWithParam<const char*> {};

TEST_P(TakenPort, names_the_process_that_holds_it) {
  const ListeningSocket socket(GetParam());
  if (socket.port() == 0) {
    GTEST_SKIP() << "this machine cannot listen on " << GetParam();
  }
  const auto listener = listener_on(socket.port());
  ASSERT_TRUE(listener.has_value());
  EXPECT_EQ(listener->pid, ::getpid());
  EXPECT_THAT(listener->program, HasSubstr("broker"));
  EXPECT_TRUE(listens_on(::getpid(), socket.port()));
  EXPECT_FALSE(listens_on(1, socket.port()));
  try {
    require_free(socket.port());
    FAIL() << "a taken port was found free";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::environment);
    const std::string text = error.what();
    EXPECT_THAT(text, HasSubstr("port " + std::to_string(socket.port()) + " is taken by"));
    EXPECT_THAT(text, HasSubstr("process " + std::to_string(::getpid())));
    EXPECT_THAT(text, HasSubstr("kill " + std::to_string(::getpid())));
  }
}

INSTANTIATE_TEST_SUITE_P(addresses,
                         TakenPort,
                         ::testing::Values("127.0.0.1", "0.0.0.0", "::"),
                         [](const auto& parameter) {
                           return std::string(parameter.param) == "::"        ? "any_v6"
                                  : std::string(parameter.param) == "0.0.0.0" ? "any_v4"
                                                                              : "loopback";
                         });

TEST(Port, that_listens_elsewhere_only_is_not_in_the_way) {
  const ListeningSocket socket("127.0.0.2");
  ASSERT_NE(socket.port(), 0);
  EXPECT_FALSE(listener_on(socket.port()).has_value());
  EXPECT_FALSE(listens_on(::getpid(), socket.port()));
}

}  // namespace
}  // namespace mqseal::broker
