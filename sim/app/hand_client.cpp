// SPDX-License-Identifier: MIT
#include "sim/app/hand_client.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "sim/base/error.h"

namespace mqseal::app {

using base::Error;
using base::ExitCode;
using base::Nanos;

namespace {

/// How often a wait looks at its condition where nothing happens.
constexpr Nanos look_every = 100'000'000;
/// MQTT 5, 2.4: reason codes from here on are failures.
constexpr int first_failure = 0x80;

Nanos nanos(double seconds) {
  return static_cast<Nanos>(seconds * static_cast<double>(base::nanos_per_second));
}

std::string look_up(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (code != 0) {
    throw Error(ExitCode::environment, fmt::format("{}: {}", host, ::gai_strerror(code)));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, ::freeaddrinfo);
  sockaddr_in address{};
  std::memcpy(&address, found->ai_addr, sizeof address);
  std::array<char, INET_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
  return text.data();
}

bool is_numeric(const std::string& host) {
  in_addr address{};
  return ::inet_pton(AF_INET, host.c_str(), &address) == 1;
}

client::Profile profile_of(const ConnectionFlags& flags) {
  client::Profile profile;
  client::Endpoint& endpoint = profile.endpoint;
  const bool tls = !flags.cafile.empty();
  if (flags.cert.empty() != flags.key.empty() || (!tls && !flags.cert.empty())) {
    throw Error(ExitCode::usage, "--cert and --key go together, and with --cafile");
  }
  endpoint.address = look_up(flags.host);
  endpoint.name = is_numeric(flags.host) ? "" : flags.host;
  (tls ? endpoint.tls_port : endpoint.plain_port) =
      flags.port != 0 ? flags.port : static_cast<std::uint16_t>(tls ? 8883 : 1883);
  endpoint.ca_crt = flags.cafile;
  endpoint.client_crt = flags.cert;
  endpoint.client_key = flags.key;
  profile.mqtt_version = flags.mqtt_5 ? 5 : 4;
  profile.keep_alive_s = flags.keep_alive_s;
  profile.connect_timeout = nanos(flags.connect_seconds);
  if (!flags.user.empty()) {
    profile.credentials = client::Credentials{flags.user, flags.password};
  }
  return profile;
}

}  // namespace

HandClient::HandClient(const ConnectionFlags& flags, OnMessage on_message)
    : profile_(profile_of(flags)), on_message_(std::move(on_message)) {
  if (!flags.cafile.empty()) {
    client::TlsOptions options;
    options.with_certificate = !flags.cert.empty();
    options.check_name = !flags.insecure;
    tls_.emplace(profile_.endpoint, options);
    profile_.tls = &*tls_;
  }
  const std::string id = flags.id.empty() ? fmt::format("mqseal-{}", ::getpid()) : flags.id;
  client_.emplace(loop_, profile_, id, 0U, static_cast<client::Listener&>(*this));
  if (!client_->connect()) {
    ended_ = client_->failure();
  }
  run_until([this] { return connected_; });
}

HandClient::~HandClient() {
  client_->disconnect();
}

void HandClient::subscribe(const std::string& filter, int qos) {
  granted_.reset();
  if (client_->subscribe(filter, qos)) {
    run_until([this] { return granted_.has_value(); });
  }
  if (!granted_.value_or(false)) {
    throw Error(ExitCode::environment,
                fmt::format("{}: the broker does not grant this subscription", filter));
  }
}

void HandClient::publish(const std::string& topic, host::Bytes payload, int qos, bool retain) {
  acknowledged_.reset();
  run_until([&] { return client_->is_sendable(qos); });
  const auto status = client_->publish(topic, payload, qos, retain);
  if (status == client::PublishStatus::refused) {
    throw Error(ExitCode::environment, fmt::format("{}: the message is not taken", topic));
  }
  run_until([&] { return qos == 0 ? !client_->is_writing() : acknowledged_.has_value(); });
  if (acknowledged_.value_or(0) >= first_failure) {
    throw Error(
        ExitCode::environment,
        fmt::format("{}: the broker refuses the message (reason {})", topic, *acknowledged_));
  }
}

bool HandClient::run_until(const std::function<bool()>& done, Nanos until) {
  const auto over = [&] { return !ended_.empty() || done() || base::monotonic_now() >= until; };
  net::Timer look(loop_, [&](Nanos) {
    client_->housekeep(base::monotonic_now());
    if (over()) {
      loop_.stop();
    } else {
      look.set(std::min(until, base::monotonic_now() + look_every));
    }
  });
  while (!over()) {
    look.set(std::min(until, base::monotonic_now() + look_every));
    loop_.run();
  }
  if (!ended_.empty()) {
    const client::Endpoint& endpoint = profile_.endpoint;
    throw Error(ExitCode::environment,
                fmt::format("{}:{}: {}",
                            endpoint.address,
                            profile_.tls != nullptr ? endpoint.tls_port : endpoint.plain_port,
                            ended_));
  }
  return done();
}

void HandClient::on_connected() {
  connected_ = true;
  loop_.stop();
}

void HandClient::on_closed(client::Stage, const std::string& why) {
  ended_ = why.empty() ? "the connection ended" : why;
  loop_.stop();
}

void HandClient::on_subscribed(bool granted) {
  granted_ = granted;
  loop_.stop();
}

void HandClient::on_message(const client::Message& message) {
  if (on_message_) {
    on_message_(message);
  }
  loop_.stop();
}

void HandClient::on_acknowledged(int, int reason) {
  acknowledged_ = reason;
  loop_.stop();
}

void HandClient::on_sendable() {
  loop_.stop();
}

}  // namespace mqseal::app
