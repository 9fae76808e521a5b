// SPDX-License-Identifier: MIT
// TLS against a real mosquitto with require_certificate: what is verified, failures that
// libmosquitto keeps to itself, and errors of others in OpenSSL's queue.
#include <openssl/err.h>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/client/client.h"
#include "tests/client/harness.h"

namespace mqseal::client {
namespace {

/// One attempt over TLS to its end. On a busy machine the broker's side of the handshake can be
/// there already while connect() runs, and a refusal then ends it at once.
struct Attempt {
  Attempt(const Endpoint& endpoint, bool with_certificate)
      : context(endpoint, with_certificate), profile(make(endpoint, &context)) {
    client.emplace(loop, profile, "c", 0U, note);
    started = client->connect();
    if (started) {
      run_until(loop, [this] { return note.connected + note.closed > 0; });
    }
  }

  static Profile make(const Endpoint& endpoint, const TlsContext* context) {
    Profile profile;
    profile.endpoint = endpoint;
    profile.tls = context;
    return profile;
  }

  net::Loop loop;
  TlsContext context;
  Profile profile;
  Note note;
  std::optional<Client> client;
  bool started = false;
};

TEST(Tls, connects_with_a_certificate_and_times_each_stage) {
  const TestBroker broker;
  const Attempt attempt(broker.endpoint(), true);
  ASSERT_EQ(attempt.note.connected, 1) << attempt.client->failure();
  const ConnectTiming& timing = attempt.client->timing();
  EXPECT_LE(timing.started, timing.tcp);
  EXPECT_LT(timing.tcp, timing.tls);
  EXPECT_LE(timing.tls, timing.connack);
}

class WithoutCertificate : public testing::TestWithParam<bool> {};

// With TLS 1.2 the refusal comes inside the handshake, and libmosquitto calls nobody. With TLS 1.3
// it comes after the client's side of the handshake is done.
TEST_P(WithoutCertificate, is_refused_and_told_once) {
  const TestBroker broker({}, GetParam());
  Attempt attempt(broker.endpoint(), false);
  EXPECT_EQ(attempt.note.connected, 0);
  EXPECT_EQ(attempt.note.closed, attempt.started ? 1 : 0);
  EXPECT_TRUE(attempt.client->failure().find("alert") != std::string::npos ||
              attempt.client->failure().find("before CONNACK") != std::string::npos)
      << attempt.client->failure();
  if (attempt.started) {
    EXPECT_EQ(attempt.note.closed_at, GetParam() ? Stage::tls : Stage::connack);
  }
  bool later = false;
  net::Timer timer(attempt.loop, [&](base::Nanos) { later = true; });
  timer.set(base::monotonic_now() + 20'000'000);
  run_until(attempt.loop, [&] { return later; });
  EXPECT_EQ(attempt.note.closed, attempt.started ? 1 : 0);
}

INSTANTIATE_TEST_SUITE_P(Tls, WithoutCertificate, testing::Bool(), [](const auto& which) {
  return which.param ? "tls_1_2" : "tls_1_3";
});

TEST(Tls, a_certificate_for_another_address_is_not_trusted) {
  pki::Options options;
  options.broker_addresses = {"127.0.0.9"};
  const TestBroker broker({}, false, options);
  const Attempt attempt(broker.endpoint(), true);
  EXPECT_EQ(attempt.note.connected, 0);
  EXPECT_NE(attempt.client->failure().find("IP address mismatch"), std::string::npos)
      << attempt.client->failure();
}

TEST(Tls, a_broker_of_another_authority_is_not_trusted) {
  const TestBroker broker, other;
  Endpoint endpoint = broker.endpoint();
  endpoint.ca_crt = other.endpoint().ca_crt;
  const Attempt attempt(endpoint, true);
  EXPECT_EQ(attempt.note.connected, 0);
  EXPECT_NE(attempt.client->failure().find("the broker's certificate"), std::string::npos)
      << attempt.client->failure();
}

TEST(Tls, errors_of_others_in_the_queue_do_not_end_a_healthy_client) {
  const TestBroker broker;
  Attempt attempt(broker.endpoint(), true);
  ASSERT_EQ(attempt.note.connected, 1) << attempt.client->failure();
  const auto leave_an_error = [] { ERR_raise(ERR_LIB_USER, ERR_R_INTERNAL_ERROR); };
  ASSERT_TRUE(attempt.client->subscribe("t", 1));
  int sent = 0;
  ASSERT_TRUE(run_until(attempt.loop, [&] {
    leave_an_error();
    if (attempt.note.subscribed == 1 && sent < 50 &&
        attempt.client->publish("t", bytes_of("x"), 1, false) == PublishStatus::sent) {
      ++sent;
      leave_an_error();
    }
    attempt.client->housekeep(base::monotonic_now());
    leave_an_error();
    return attempt.note.messages.size() == 50 || attempt.note.closed > 0;
  }));
  EXPECT_EQ(attempt.note.closed, 0) << attempt.client->failure();
  EXPECT_EQ(attempt.note.messages.size(), 50U);
  ERR_clear_error();
}

TEST(Tls, a_file_that_does_not_fit_is_named) {
  const TestBroker broker;
  Endpoint endpoint = broker.endpoint();
  endpoint.client_key = broker.tree().broker_key;
  try {
    const TlsContext context(endpoint, true);
    FAIL() << "a key of another certificate was taken";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::environment);
    EXPECT_NE(std::string(error.what()).find(endpoint.client_key.string()), std::string::npos);
  }
}

}  // namespace
}  // namespace mqseal::client
