// SPDX-License-Identifier: MIT
// One connection of an attacker: non-blocking TCP, TLS on top where the job says so. Closed by a
// reset, so that no port of ours waits in TIME_WAIT. One thread, the loop's.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "sim/flood/job.h"
#include "sim/flood/packets.h"
#include "sim/flood/tls.h"
#include "sim/net/loop.h"

namespace mqseal::flood {

class Connection final : private net::Watch::Handler {
 public:
  /// What a connection tells. Calls may close this connection and send on any.
  class Owner {
   public:
    /// TCP is established.
    virtual void on_tcp(Connection& connection) = 0;
    /// It can be written to: TCP, and TLS where it has that.
    virtual void on_open(Connection& connection) = 0;
    virtual void on_data(Connection& connection, Bytes bytes) = 0;
    /// Nothing waits for the socket, and it takes more; while the connection is pumping.
    virtual void on_idle(Connection& connection) = 0;
    /// `units` of the driver's were handed to the kernel whole.
    virtual void on_written(std::uint64_t units, std::size_t bytes) = 0;
    /// It ended without having been asked to.
    virtual void on_end(Connection& connection, bool was_connected) = 0;
    /// An event was dealt with: no callback of any connection is on the stack.
    virtual void on_settled() = 0;

   protected:
    ~Owner() = default;
  };

  Connection(net::Loop& loop, Owner& owner) : owner_(owner), watch_(loop, *this) {}

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  ~Connection() { close(); }

  struct Address {
    std::string host;
    std::uint16_t port;
    const TlsSetup* tls;  ///< nullptr: plain
    std::string from = attacker_address;
  };

  /// Begins to connect. 0, or the errno of what failed at once.
  [[nodiscard]] int open(const Address& to, std::uint64_t number, base::Nanos now);
  /// By a reset; tells nobody.
  void close() noexcept;

  /// Copies what the socket does not take now. `units`: counted when all of it is written.
  void send(Bytes bytes, std::uint64_t units = 0);

  /// From now on on_idle() asks for more whenever there is room.
  void pump(bool on);

  /// Leaves what the peer sends where it is: its window fills, then its own memory. The end of the
  /// connection is not seen any more.
  void ignore() noexcept {
    watch_.release();
    ignoring_ = true;
  }

  [[nodiscard]] bool is_open() const noexcept { return stage_ == Stage::open; }

  [[nodiscard]] bool is_closed() const noexcept { return stage_ == Stage::closed; }

  [[nodiscard]] bool is_opening() const noexcept { return !is_open() && !is_closed(); }

  /// Whether it was open before it closed.
  [[nodiscard]] bool was_open() const noexcept { return was_open_; }

  /// In the order of opening, over the whole attack.
  [[nodiscard]] std::uint64_t number() const noexcept { return number_; }

  [[nodiscard]] base::Nanos opened_at() const noexcept { return opened_at_; }

  /// Not yet taken by the socket.
  [[nodiscard]] std::size_t queued() const noexcept { return out_.size() - out_done_; }

  PacketReader reader;
  std::uint64_t step = 0;  ///< the driver's own; 0 after open()

 private:
  enum class Stage : std::uint8_t { closed, tcp, tls, open };

  void on_ready(net::Ready ready) override;
  void finish_tcp();
  void advance_tls();
  void receive();
  void flush();
  void end();
  [[nodiscard]] TlsStream::Moved write_some(Bytes bytes);
  void update_interest();

  Owner& owner_;
  net::Watch watch_;
  std::optional<TlsStream> tls_;
  const TlsSetup* tls_setup_ = nullptr;
  Buffer out_;
  std::size_t out_done_ = 0;

  struct Mark {
    std::uint64_t end, units;
    std::size_t bytes;
  };

  std::deque<Mark> marks_;
  std::uint64_t queued_total_ = 0, written_total_ = 0;
  std::uint64_t number_ = 0;
  base::Nanos opened_at_ = 0;
  int fd_ = -1;
  Stage stage_ = Stage::closed;
  bool pumping_ = false, tls_wants_write_ = false, was_open_ = false, ignoring_ = false;
};

}  // namespace mqseal::flood
