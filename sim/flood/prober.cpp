// SPDX-License-Identifier: MIT
#include "sim/flood/prober.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "sim/base/scheduling.h"
#include "sim/net/loop.h"

namespace mqseal::flood {
namespace {

constexpr Nanos look_every = base::nanos_per_second / 50;
constexpr const char* honest_address = "127.0.0.1";

/// The prober's thread.
class Probing final : private Connection::Owner {
 public:
  Probing(const ProberOptions& options, const TlsSetup& tls, const std::atomic<bool>& stop)
      : options_(options),
        stop_(stop),
        loop_(0),
        timer_(loop_, [this](Nanos) { look(base::monotonic_now()); }),
        plain_{options.address, options.plain_port, nullptr, honest_address},
        tls_{options.address, options.tls_port, &tls, honest_address},
        next_(options.first) {}

  std::vector<Probe> run() {
    timer_.set(next_);
    loop_.run();
    return std::move(done_);
  }

 private:
  struct Attempt {
    std::unique_ptr<Connection> connection;
    Probe probe;
    bool waiting = false;
  };

  void on_tcp(Connection& /*connection*/) override {}

  void on_open(Connection& connection) override {
    ConnectFields fields;
    fields.id = fmt::format("probe-{}", connection.number());
    fields.user = fields.password = options_.any_user;
    connection.send(connect_packet(fields));
  }

  void on_data(Connection& connection, Bytes bytes) override {
    connection.reader.feed(bytes, [&](const Packet& packet) {
      if (packet.type == Type::connack) {
        settle(connection, true);
      }
    });
  }

  void on_idle(Connection& /*connection*/) override {}

  void on_written(std::uint64_t /*units*/, std::size_t /*bytes*/) override {}

  void on_end(Connection& connection, bool /*was_connected*/) override {
    settle(connection, false);
  }

  void on_settled() override {}

  void settle(Connection& connection, bool answered) {
    const auto attempt = std::ranges::find_if(
        attempts_, [&](const Attempt& each) { return each.connection.get() == &connection; });
    if (!attempt->waiting) {
      return;
    }
    attempt->waiting = false;
    attempt->probe.took = base::monotonic_now() - attempt->probe.due;
    attempt->probe.answered = answered && attempt->probe.took <= options_.patience;
    done_.push_back(attempt->probe);
    connection.close();
  }

  void begin(Nanos due, bool tls) {
    const auto resting =
        std::ranges::find_if(attempts_, [](const Attempt& each) { return !each.waiting; });
    const bool fresh = resting == attempts_.end();
    Attempt& attempt = fresh ? attempts_.emplace_back() : *resting;
    if (fresh) {
      Connection::Owner& owner = *this;
      attempt.connection = std::make_unique<Connection>(loop_, owner);
    }
    attempt.probe = {due, tls, false, 0};
    attempt.waiting = true;
    if (attempt.connection->open(tls ? tls_ : plain_, number_++, base::monotonic_now()) != 0) {
      settle(*attempt.connection, false);
    }
  }

  /// Begins what is due, gives up what took too long.
  void look(Nanos now) {
    for (; next_ <= now && next_ < options_.end; next_ += options_.every / 2) {
      begin(next_, tls_turn_);
      tls_turn_ = !tls_turn_;
    }
    bool waiting = false;
    for (Attempt& attempt : attempts_) {
      if (attempt.waiting && now - attempt.probe.due > options_.patience) {
        settle(*attempt.connection, false);
      }
      waiting = waiting || attempt.waiting;
    }
    if (stop_.load(std::memory_order_relaxed) || (next_ >= options_.end && !waiting)) {
      loop_.stop();
      return;
    }
    timer_.set(next_ < options_.end ? std::min(next_, now + look_every) : now + look_every);
  }

  const ProberOptions& options_;
  const std::atomic<bool>& stop_;
  net::Loop loop_;
  net::Timer timer_;
  Connection::Address plain_, tls_;
  std::deque<Attempt> attempts_;  // which stay where they are
  std::vector<Probe> done_;
  std::uint64_t number_ = 0;
  Nanos next_;
  bool tls_turn_ = false;
};

}  // namespace

Prober::Prober(const ProberOptions& options) {
  auto tls = std::make_unique<TlsSetup>(options.certificate, options.key);
  thread_ = std::thread([this, options, tls = std::move(tls)] {
    if (options.cpu) {
      static_cast<void>(base::pin_thread(*options.cpu));  // elsewhere it disturbs less
    }
    Probing probing(options, *tls, stop_);
    seen_ = probing.run();
  });
}

Prober::~Prober() {
  static_cast<void>(finish(true));
}

std::vector<Probe> Prober::finish(bool early) {
  stop_ = stop_ || early;
  if (thread_.joinable()) {
    thread_.join();
  }
  std::ranges::sort(seen_, {}, &Probe::due);
  return seen_;
}

}  // namespace mqseal::flood
