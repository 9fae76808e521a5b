// SPDX-License-Identifier: MIT
#include "sim/flood/flood.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include <fmt/format.h>

#include "sim/base/error.h"

namespace mqseal::flood {
namespace {

constexpr Nanos ms = base::nanos_per_second / 1000;
constexpr Nanos tick_every = 10 * ms, report_every = 250 * ms, look_every = 100 * ms;
/// A connection that is not open by then has failed: the kernel sends its first SYN again after 1 s
/// and its second after 3 s.
constexpr Nanos patience = 3000 * ms;

const FloodInfo& info_of(const Job& job) {
  const FloodInfo* const info = find_flood(job.attack);
  if (info == nullptr) {
    throw base::Error(base::ExitCode::usage, fmt::format("no attack \"{}\"", job.attack));
  }
  return *info;
}

}  // namespace

void Driver::on_data(Connection& connection, Bytes bytes) {
  const std::uint64_t number = connection.number();
  connection.reader.feed(bytes, [&](const Packet& packet) {
    if (connection.is_open() && connection.number() == number) {
      on_packet(connection, packet);
    }
  });
}

Flood::Flood(const Job& job, Watcher watcher)
    : job_(job),
      watcher_(std::move(watcher)),
      rng_(job.seed, "flood"),
      loop_(0),
      start_(loop_, [this](Nanos) { begin(); }),
      ticker_(loop_, [this](Nanos) { tick(base::monotonic_now()); }) {
  driver_ = info_of(job).make(*this);
  if (job_.tls && driver_->speaks_tls()) {
    tls_.emplace(job_.certificate, job_.key);
  }
  address_.host = job_.address;
  address_.port = job_.port;
  address_.tls = tls_ ? &*tls_ : nullptr;
}

Report Flood::run() {
  if (const std::string why = watcher_.refusal(); !why.empty()) {
    throw base::Error(base::ExitCode::environment, why);
  }
  start_.set(std::max(job_.start_at, base::monotonic_now()));
  loop_.run();
  return report(base::monotonic_now(), true);
}

void Flood::begin() {
  began_ = base::monotonic_now();
  next_report_ = began_ + report_every;
  next_look_ = began_ + look_every;
  tick(began_);
}

void Flood::tick(Nanos now) {
  short_of_means_ = false;
  bool gone = false;
  if (now >= next_report_) {
    next_report_ += report_every;
    watcher_.tell(report(now, false));
    gone = !watcher_.refusal().empty();
  }
  if (now >= next_look_) {
    next_look_ += look_every;
    give_up_slow(now);
  }
  if (now >= began_ + job_.lasting || gone) {
    if (gone) {
      tally_.note = "ended early: the target is gone";
    }
    for (const auto& connection : connections_) {
      connection->close();
    }
    ended_ = now;
    loop_.stop();
    return;
  }
  driver_->on_tick(now);
  open_more(now);
  ticker_.set(std::min(now + tick_every, began_ + job_.lasting));
}

bool Flood::may_open(Nanos now) const {
  if (short_of_means_ || tally_.opened >= job_.bounds.connections ||
      (driver_->holds() ? opening_ : open_ + opening_) >= job_.bounds.window ||
      !driver_->wants_connection()) {
    return false;
  }
  if (job_.bounds.rate <= 0 || !driver_->rate_is_of_connections()) {
    return true;
  }
  const double seconds =
      static_cast<double>(now - began_) / static_cast<double>(base::nanos_per_second);
  return static_cast<double>(tally_.opened) < seconds * job_.bounds.rate + 1;
}

Connection& Flood::free_connection() {
  if (free_.empty()) {
    Connection::Owner& owner = *this;
    connections_.push_back(std::make_unique<Connection>(loop_, owner));
    free_.push_back(connections_.back().get());
  }
  return *free_.back();
}

void Flood::open_more(Nanos now) {
  if (began_ == 0 || ended_ != 0) {
    return;
  }
  while (may_open(now)) {
    Connection& connection = free_connection();
    const int fault = connection.open(address_, tally_.opened, now);
    if (fault == ECONNREFUSED) {
      ++tally_.opened;
      ++tally_.failed;
      short_of_means_ = true;
    } else if (fault != 0) {
      ++tally_.own_errors[std::strerror(fault)];
      short_of_means_ = true;
    } else {
      free_.pop_back();
      ++tally_.opened;
      ++opening_;
    }
  }
}

void Flood::give_up_slow(Nanos now) {
  for (const auto& connection : connections_) {
    if (connection->is_opening() && now - connection->opened_at() > patience) {
      connection->close();
      on_end(*connection, false);
    }
  }
}

void Flood::count_open() noexcept {
  tally_.open_at_most = std::max(tally_.open_at_most, open_ + opening_);
}

void Flood::on_tcp(Connection& /*connection*/) {
  ++tally_.connected;
  count_open();
}

void Flood::on_open(Connection& connection) {
  tally_.handshakes += tls_ ? 1U : 0U;
  --opening_;
  ++open_;
  count_open();
  driver_->on_open(connection);
}

void Flood::on_data(Connection& connection, Bytes bytes) {
  tally_.bytes_in += bytes.size();
  driver_->on_data(connection, bytes);
}

void Flood::on_idle(Connection& connection) {
  driver_->on_idle(connection);
}

void Flood::on_written(std::uint64_t units, std::size_t bytes) {
  tally_.messages += units;
  tally_.bytes_out += bytes;
}

void Flood::on_end(Connection& connection, bool was_connected) {
  ++(was_connected ? tally_.closed_by_peer : tally_.failed);
  --(connection.was_open() ? open_ : opening_);
  free_.push_back(&connection);
  driver_->on_end(connection);
}

void Flood::on_settled() {
  open_more(base::monotonic_now());
}

void Flood::finish(Connection& connection) {
  if (connection.is_closed()) {
    return;
  }
  connection.close();
  --(connection.was_open() ? open_ : opening_);
  free_.push_back(&connection);
}

std::uint64_t Flood::due() const {
  if (job_.bounds.rate <= 0) {
    return std::numeric_limits<std::uint64_t>::max();
  }
  const double seconds = static_cast<double>(base::monotonic_now() - began_) /
                         static_cast<double>(base::nanos_per_second);
  const auto until_now = static_cast<std::uint64_t>(seconds * job_.bounds.rate);
  return until_now - std::min(until_now, taken_);
}

std::uint64_t Flood::take(std::uint64_t want, std::uint64_t size) {
  std::uint64_t granted = std::min(want, job_.bounds.messages - taken_);
  if (job_.bounds.volume > 0 && size > 0) {
    granted = std::min(granted, (job_.bounds.volume - taken_bytes_) / size);
  }
  taken_ += granted;
  taken_bytes_ += granted * size;
  return granted;
}

void Flood::each_open(const std::function<void(Connection&)>& each) {
  for (std::size_t i = 0; i < connections_.size(); ++i) {
    if (connections_[i]->is_open()) {
      each(*connections_[i]);
    }
  }
}

Buffer Flood::connect(ConnectFields fields) const {
  if (fields.user.empty() && !job_.user.empty()) {
    fields.user = job_.user;
    fields.password = job_.password;
  }
  return connect_packet(fields);
}

bool Flood::accepted(const Packet& connack) {
  const bool yes =
      connack.type == Type::connack && connack.body.size() >= 2 && connack.body[1] == 0;
  ++(yes ? tally_.sessions : tally_.refused);
  return yes;
}

Report Flood::report(Nanos now, bool last) const {
  return {now, began_, last ? ended_ : 0, last, tally_};
}

}  // namespace mqseal::flood
