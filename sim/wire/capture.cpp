// SPDX-License-Identifier: MIT
// pcap(3PCAP). One thread reads; the owner's thread waits for it. The capture's own marker, one
// connection that carries the control text, is in the file too.
#include "sim/wire/capture.h"

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <netinet/in.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stop_token>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

namespace mqseal::wire {
namespace {

constexpr int snapshot_bytes = 262'144;        // the longest packet of the loopback device fits
constexpr int kernel_buffer_bytes = 64 << 20;  // a burst at full speed for about 50 ms
constexpr int wake_every_ms = 50;              // how soon the reader sees that it is to stop
constexpr std::chrono::seconds marker_patience{2};

std::string filter_of(const std::vector<std::uint16_t>& ports) {
  std::string filter;
  for (const std::uint16_t port : ports) {
    filter += fmt::format("{}tcp port {}", filter.empty() ? "" : " or ", port);
  }
  return filter;
}

struct Close {
  void operator()(pcap_t* handle) const noexcept { ::pcap_close(handle); }
};

using Handle = std::unique_ptr<pcap_t, Close>;

/// What libpcap says of a failure, with the remedy for the common one.
std::string reason(int code, pcap_t* handle) {
  const std::string detail = ::pcap_geterr(handle);
  if (code == PCAP_ERROR_PERM_DENIED) {
    return fmt::format(
        "this user may not capture ({}); run as root, or in a network namespace of "
        "mqseal's own (network: private)",
        detail.empty() ? ::pcap_statustostr(code) : detail);
  }
  return fmt::format("libpcap cannot capture: {}{}{}",
                     ::pcap_statustostr(code),
                     detail.empty() ? "" : ": ",
                     detail);
}

/// Activated, filtered, not blocking; empty with `why`.
Handle open_device(const CaptureOptions& options, std::string& why) {
  std::array<char, PCAP_ERRBUF_SIZE> error{};
  Handle handle(::pcap_create(options.device.c_str(), error.data()));
  if (!handle) {
    why = fmt::format("libpcap cannot capture: {}", error.data());
    return nullptr;
  }
  ::pcap_set_snaplen(handle.get(), snapshot_bytes);
  ::pcap_set_immediate_mode(handle.get(), 1);
  ::pcap_set_buffer_size(handle.get(), kernel_buffer_bytes);
  ::pcap_set_tstamp_precision(handle.get(), PCAP_TSTAMP_PRECISION_NANO);
  const int activated = ::pcap_activate(handle.get());
  if (activated < 0) {
    why = reason(activated, handle.get());
    return nullptr;
  }
  if (::pcap_datalink(handle.get()) != DLT_EN10MB) {
    why = fmt::format("device {} does not carry Ethernet frames", options.device);
    return nullptr;
  }
  bpf_program program{};
  const bool filtered =
      ::pcap_compile(
          handle.get(), &program, filter_of(options.ports).c_str(), 1, PCAP_NETMASK_UNKNOWN) == 0 &&
      ::pcap_setfilter(handle.get(), &program) == 0 &&
      ::pcap_setnonblock(handle.get(), 1, error.data()) == 0;
  ::pcap_freecode(&program);
  if (!filtered) {
    why = fmt::format("libpcap cannot capture: {}", ::pcap_geterr(handle.get()));
    return nullptr;
  }
  return handle;
}

/// A connection that carries `text` only; its local port, or 0. The broker takes the text for a
/// broken client and hangs up.
std::uint16_t send_marker(std::uint16_t port, const std::string& text) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  sockaddr_in own{};
  socklen_t length = sizeof own;
  const bool sent =
      fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &length) == 0 &&
      ::send(fd, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
  if (fd >= 0) {
    ::close(fd);
  }
  return sent ? ntohs(own.sin_port) : std::uint16_t{0};
}

}  // namespace

struct Capture::Impl {
  Impl(Handle open, std::size_t limit) : handle(std::move(open)), max_bytes(limit) {
    reader = std::jthread([this](const std::stop_token& stop) { read(stop); });
  }

  static void on_frame(u_char* self, const pcap_pkthdr* header, const u_char* bytes) {
    static_cast<Impl*>(static_cast<void*>(self))->keep(*header, {bytes, header->caplen});
  }

  void keep(const pcap_pkthdr& header, Bytes bytes) {
    const std::lock_guard lock(mutex);
    if (kept_bytes + bytes.size() > max_bytes) {
      full = true;
      return;
    }
    kept_bytes += bytes.size();
    Frame frame;
    // With nanosecond precision tv_usec holds nanoseconds.
    frame.at = base::Nanos{header.ts.tv_sec} * base::nanos_per_second + header.ts.tv_usec;
    frame.original_bytes = header.len;
    frame.bytes.assign(bytes.begin(), bytes.end());
    if (const auto segment = segment_in(frame); marker != 0 && segment) {
      marker_seen = marker_seen || (segment->from.port == marker && !segment->payload.empty());
    }
    frames.push_back(std::move(frame));
  }

  void read(const std::stop_token& stop) {
    pollfd ready{::pcap_get_selectable_fd(handle.get()), POLLIN, 0};
    while (!stop.stop_requested()) {
      ::poll(&ready, 1, wake_every_ms);
      while (::pcap_dispatch(handle.get(), -1, on_frame, reinterpret_cast<u_char*>(this)) > 0) {
      }
      changed.notify_all();
    }
  }

  bool wait_for_marker(std::uint16_t local_port) {
    std::unique_lock lock(mutex);
    marker = local_port;
    for (const Frame& frame : frames) {  // it may have come before it was known by its port
      const auto segment = segment_in(frame);
      marker_seen =
          marker_seen || (segment && segment->from.port == marker && !segment->payload.empty());
    }
    return changed.wait_for(lock, marker_patience, [this] { return marker_seen; });
  }

  Handle handle;
  std::size_t max_bytes;
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Frame> frames;
  std::size_t kept_bytes = 0;
  std::uint16_t marker = 0;
  bool marker_seen = false;
  bool full = false;
  bool finished = false, complete = false;
  std::uint64_t dropped = 0;
  std::jthread reader;  // last: it uses what stands above
};

std::unique_ptr<Capture> Capture::start(const CaptureOptions& options, std::string& why) {
  Handle handle = open_device(options, why);
  if (!handle) {
    return nullptr;
  }
  return std::unique_ptr<Capture>(
      new Capture(std::make_unique<Impl>(std::move(handle), options.max_bytes)));
}

Capture::Capture(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Capture::~Capture() = default;

bool Capture::finish(std::uint16_t port, const std::string& control) {
  if (impl_->finished) {
    return impl_->complete;
  }
  const std::uint16_t marker = send_marker(port, control);
  impl_->complete = marker != 0 && impl_->wait_for_marker(marker);
  impl_->reader.request_stop();
  impl_->reader.join();
  pcap_stat counts{};
  if (::pcap_stats(impl_->handle.get(), &counts) == 0) {
    impl_->dropped = std::uint64_t{counts.ps_drop} + counts.ps_ifdrop;
  }
  impl_->finished = true;
  return impl_->complete;
}

const std::vector<Frame>& Capture::frames() const noexcept {
  return impl_->frames;
}

std::uint64_t Capture::dropped() const noexcept {
  return impl_->dropped;
}

bool Capture::is_full() const noexcept {
  return impl_->full;
}

}  // namespace mqseal::wire
