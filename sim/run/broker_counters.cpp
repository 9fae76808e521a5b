// SPDX-License-Identifier: MIT
#include "sim/run/broker_counters.h"

#include <charconv>

#include <fmt/format.h>

#include "sim/base/clock.h"
#include "sim/client/client.h"
#include "sim/net/loop.h"

namespace mqseal::run {

namespace {

using base::Nanos;

constexpr Nanos patience = 15 * base::nanos_per_second;
constexpr Nanos look_step = 50'000'000;
/// Renewals of the tree after which it has seen everything that happened before we came.
constexpr int renewals_needed = 2;
constexpr const char* filter = "$SYS/broker/publish/messages/+";
constexpr const char* uptime_topic = "$SYS/broker/uptime";

client::Profile profile_of(const client::Endpoint& endpoint) {
  client::Profile profile;
  profile.endpoint = endpoint;
  return profile;
}

/// One reading: a client that hears the counters, and the uptime as the tree's pulse.
class Reader final : private client::Listener {
 public:
  explicit Reader(const client::Endpoint& endpoint)
      : profile_(profile_of(endpoint)),
        client_(loop_, profile_, "mqseal-counters", 0, *this),
        timer_(loop_, [this](Nanos at) { look(at); }) {}

  std::optional<BrokerCounters> read(std::string& why) {
    started_ = base::monotonic_now();
    if (!client_.connect()) {
      why = client_.failure();
      return std::nullopt;
    }
    timer_.set(started_ + look_step);
    loop_.run();
    client_.disconnect();
    why = why_;
    return why.empty() ? std::optional(counters_) : std::nullopt;
  }

 private:
  void on_connected() override { static_cast<void>(client_.subscribe(filter, 0)); }

  void on_closed(client::Stage, const std::string& why) override { end(why); }

  void on_subscribed(bool granted) override {
    if (++subscribed_ == 1 && granted) {
      static_cast<void>(client_.subscribe(uptime_topic, 0));
    } else if (!granted) {
      end("the broker refused the subscription to $SYS");
    }
  }

  void on_message(const client::Message& message) override {
    ++heard_;
    const std::string_view text(reinterpret_cast<const char*>(message.payload.data()),
                                message.payload.size());
    if (message.topic == uptime_topic) {
      renewals_ += message.retain ? 0 : 1;
      return;
    }
    std::uint64_t value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{}) {
      return;
    }
    if (message.topic.ends_with("/received")) {
      counters_.received = value;
    } else if (message.topic.ends_with("/dropped")) {
      counters_.dropped = value;
    } else if (message.topic.ends_with("/sent")) {
      counters_.sent = value;
      counters_.to_reader = heard_ - 1;  // counted before this one went out
    }
  }

  void on_acknowledged(int, int) override {}

  void on_sendable() override {}

  void look(Nanos at) {
    if (renewals_ >= renewals_needed) {
      end({});
    } else if (at - started_ > patience) {
      end("the broker does not renew its $SYS tree");
    } else {
      timer_.set(at + look_step);
    }
  }

  void end(std::string why) {
    why_ = std::move(why);
    loop_.stop();
  }

  net::Loop loop_{0};
  client::Profile profile_;
  client::Client client_;
  net::Timer timer_;
  BrokerCounters counters_;
  std::string why_;
  Nanos started_ = 0;
  std::uint64_t heard_ = 0;
  int subscribed_ = 0, renewals_ = 0;
};

void compare(std::uint64_t ours,
             std::optional<std::uint64_t> theirs,
             const char* what,
             record::RunResult& result) {
  if (theirs && *theirs != ours) {
    result.warnings.push_back(fmt::format(
        "counts: the broker counted {} PUBLISH packets {}, the fleet {}", *theirs, what, ours));
  }
}

}  // namespace

std::optional<BrokerCounters> read_broker_counters(const client::Endpoint& endpoint,
                                                   std::string& why) {
  return Reader(endpoint).read(why);
}

void compare_counters(const BrokerCounters& counters, record::RunResult& result) {
  result.counts.broker_received = counters.received;
  result.counts.broker_dropped = counters.dropped;
  if (counters.sent) {
    result.counts.broker_sent = *counters.sent - counters.to_reader;
  }
  compare(result.counts.published, counters.received, "received", result);
  compare(result.counts.received, result.counts.broker_sent, "sent", result);
}

}  // namespace mqseal::run
