// SPDX-License-Identifier: MIT
// Ways in which an attempt to connect goes, and does not go.
#include <arpa/inet.h>
#include <memory>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "sim/client/client.h"
#include "tests/client/harness.h"

namespace mqseal::client {
namespace {

/// A server that accepts (or not even that) and never speaks MQTT.
class SilentServer {
 public:
  SilentServer() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    EXPECT_EQ(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), length), 0);
    EXPECT_EQ(::listen(fd_, 10), 0);
    EXPECT_EQ(::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length), 0);
    port_ = ntohs(address.sin_port);
  }

  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  ~SilentServer() { ::close(fd_); }

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

  /// Accepts one connection and resets it; false where none waits.
  [[nodiscard]] bool reset_one() const {
    const int peer = ::accept(fd_, nullptr, nullptr);
    if (peer < 0) {
      return false;
    }
    const linger now{1, 0};
    ::setsockopt(peer, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(peer);
    return true;
  }

 private:
  int fd_;
  std::uint16_t port_ = 0;
};

TEST(Connect, costs_one_descriptor_a_client) {
  const TestBroker broker;
  Profile profile;
  profile.endpoint = broker.endpoint();
  net::Loop loop;
  const std::size_t before = open_descriptors();
  std::vector<std::unique_ptr<Note>> notes;
  std::vector<std::unique_ptr<Client>> clients;
  for (std::uint32_t i = 0; i < 60; ++i) {
    notes.push_back(std::make_unique<Note>());
    clients.push_back(
        std::make_unique<Client>(loop, profile, "c" + std::to_string(i), i, *notes.back()));
    ASSERT_TRUE(clients.back()->connect()) << clients.back()->failure();
  }
  ASSERT_TRUE(run_until(loop, [&] {
    return std::all_of(
        notes.begin(), notes.end(), [](const auto& note) { return note->connected == 1; });
  }));
  EXPECT_EQ(open_descriptors(), before + 60);
  for (const auto& client : clients) {
    const ConnectTiming& timing = client->timing();
    EXPECT_LE(timing.started, timing.tcp);
    EXPECT_LE(timing.tcp, timing.connack);
    EXPECT_EQ(timing.tls, 0) << "plain";
    client->disconnect();
  }
  EXPECT_EQ(open_descriptors(), before);
}

TEST(Connect, comes_from_different_source_addresses) {
  const TestBroker broker;
  Profile profile;
  profile.endpoint = broker.endpoint();
  net::Loop loop;
  Note first_note, second_note;
  Client first(loop, profile, "first", 0, first_note),
      second(loop, profile, "second", 249, second_note);
  ASSERT_TRUE(first.connect());
  ASSERT_TRUE(second.connect());
  ASSERT_TRUE(run_until(loop, [&] { return first_note.connected + second_note.connected == 2; }));
  first.disconnect();
  first.next_source();
  ASSERT_TRUE(first.connect());
  ASSERT_TRUE(run_until(loop, [&] { return first_note.connected == 2; }));
  const std::string log = broker.log();
  EXPECT_NE(log.find("connected from 127.0.1.1:"), std::string::npos) << log;
  EXPECT_NE(log.find("connected from 127.0.1.2:"), std::string::npos) << log;
  EXPECT_NE(log.find("connected from 127.0.1.250:"), std::string::npos) << log;
}

TEST(Connect, leaves_socketpair_of_others_alone) {
  int both[2] = {-1, -1};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, both), 0);
  ::close(both[0]);
  ::close(both[1]);
}

TEST(Connect, fails_at_once_where_nobody_listens) {
  Profile profile;
  {
    const SilentServer gone;
    profile.endpoint.plain_port = gone.port();
  }
  net::Loop loop;
  Note note;
  Client client(loop, profile, "c", 0, note);
  EXPECT_FALSE(client.connect());
  EXPECT_EQ(client.failure(), "Connection refused");
  EXPECT_EQ(client.stage(), Stage::closed);
  EXPECT_EQ(note.closed, 0);
}

class SilentPeer : public testing::TestWithParam<bool> {};

TEST_P(SilentPeer, runs_into_the_deadline) {
  const SilentServer server;
  const TestBroker broker;  // for its certificates
  Profile profile;
  profile.endpoint = broker.endpoint();
  profile.endpoint.plain_port = profile.endpoint.tls_port = server.port();
  const TlsContext context(profile.endpoint, true);
  profile.tls = GetParam() ? &context : nullptr;
  profile.connect_timeout = 30'000'000;
  net::Loop loop;
  Note note;
  Client client(loop, profile, "c", 0, note);
  ASSERT_TRUE(client.connect());
  net::Timer often(loop, [&](base::Nanos) {
    client.housekeep(base::monotonic_now());
    often.set(base::monotonic_now() + 5'000'000);
  });
  often.set(base::monotonic_now());
  ASSERT_TRUE(run_until(loop, [&] { return note.closed == 1; }));
  EXPECT_EQ(note.closed_at, GetParam() ? Stage::tls : Stage::connack);
  EXPECT_NE(note.reason.find("no CONNACK"), std::string::npos) << note.reason;
}

// libmosquitto takes a reset in the handshake for "try again", and never says that it ended.
TEST_P(SilentPeer, that_resets_is_noticed_at_once) {
  const SilentServer server;
  const TestBroker broker;
  Profile profile;
  profile.endpoint = broker.endpoint();
  profile.endpoint.plain_port = profile.endpoint.tls_port = server.port();
  const TlsContext context(profile.endpoint, true);
  profile.tls = GetParam() ? &context : nullptr;
  net::Loop loop;
  Note note;
  Client client(loop, profile, "c", 0, note);
  ASSERT_TRUE(client.connect());
  bool reset = false;
  ASSERT_TRUE(run_until(loop, [&] {
    reset = reset || server.reset_one();
    return note.closed == 1;
  }));
  EXPECT_EQ(client.stage(), Stage::closed);
}

INSTANTIATE_TEST_SUITE_P(Connect, SilentPeer, testing::Bool());

TEST(Connect, tells_why_the_broker_refuses) {
  for (const int version : {4, 5}) {
    const TestBroker broker("allow_anonymous false");
    Profile profile;
    profile.endpoint = broker.endpoint();
    profile.mqtt_version = version;
    net::Loop loop;
    Note note;
    Client client(loop, profile, "c", 0, note);
    ASSERT_TRUE(client.connect());
    ASSERT_TRUE(run_until(loop, [&] { return note.closed == 1; }));
    EXPECT_EQ(note.connected, 0);
    EXPECT_NE(note.reason.find("refused by the broker"), std::string::npos) << note.reason;
  }
}

}  // namespace
}  // namespace mqseal::client
