// SPDX-License-Identifier: MIT
#include "sim/wire/streams.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace mqseal::wire {
namespace {

/// Payload of one segment at its place in the stream.
struct Part {
  std::int64_t offset = 0;
  Bytes bytes;
  std::size_t frame = 0;
  bool is_cut = false;
};

struct Collected {
  Stream stream;
  std::uint32_t first = 0;  ///< sequence number of the stream's first byte
  std::vector<Part> parts;
};

class Collector {
 public:
  void add(const Segment& segment, std::size_t frame) {
    const auto key = std::tuple(segment.from, segment.to);
    const auto open = open_.find(key);
    if (segment.flags.syn && !is_repeat(open, segment)) {
      open_[key] = begin(segment, segment.sequence + 1, true);
      return;
    }
    if (segment.payload.empty() && !segment.is_cut) {
      return;
    }
    const std::size_t at =
        open != open_.end() ? open->second : open_[key] = begin(segment, segment.sequence, false);
    Collected& to = all_[at];
    // Modulo 2^32; right for streams below 2 GiB.
    const auto offset = std::int64_t{static_cast<std::int32_t>(segment.sequence - to.first)};
    to.parts.push_back({offset, segment.payload, frame, segment.is_cut});
  }

  [[nodiscard]] std::vector<Collected>& all() noexcept { return all_; }

 private:
  using Open = std::map<std::tuple<End, End>, std::size_t>;

  [[nodiscard]] bool is_repeat(Open::const_iterator open, const Segment& syn) const {
    return open != open_.end() && all_[open->second].stream.is_from_start &&
           all_[open->second].first == syn.sequence + 1;
  }

  std::size_t begin(const Segment& segment, std::uint32_t first, bool from_start) {
    Collected fresh;
    fresh.stream.from = segment.from;
    fresh.stream.to = segment.to;
    fresh.stream.is_from_start = from_start;
    fresh.first = first;
    all_.push_back(std::move(fresh));
    return all_.size() - 1;
  }

  Open open_;
  std::vector<Collected> all_;
};

void join(Collected& collected) {
  std::stable_sort(collected.parts.begin(),
                   collected.parts.end(),
                   [](const Part& a, const Part& b) { return a.offset < b.offset; });
  Stream& stream = collected.stream;
  std::int64_t next = 0;
  for (const Part& part : collected.parts) {
    const auto length = static_cast<std::int64_t>(part.bytes.size());
    if (part.offset > next) {
      stream.missing_bytes += static_cast<std::size_t>(part.offset - next);
      next = part.offset;
    }
    if (part.offset + length > next) {
      const Bytes fresh = part.bytes.subspan(static_cast<std::size_t>(next - part.offset));
      stream.pieces.push_back({stream.bytes.size(), fresh.size(), part.frame});
      stream.bytes.insert(stream.bytes.end(), fresh.begin(), fresh.end());
      next = part.offset + length;
    }
    stream.missing_bytes += part.is_cut ? 1 : 0;  // how many, the next segment tells
  }
}

}  // namespace

std::size_t Stream::frame_at(std::size_t offset) const noexcept {
  const auto after = std::upper_bound(
      pieces.begin(), pieces.end(), offset, [](std::size_t value, const Piece& piece) {
        return value < piece.offset;
      });
  return after == pieces.begin() ? 0 : std::prev(after)->frame;
}

std::vector<Stream> reassemble(const std::vector<Frame>& frames) {
  Collector collector;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (const auto segment = segment_in(frames[i])) {
      collector.add(*segment, i);
    }
  }
  std::vector<Stream> streams;
  for (Collected& collected : collector.all()) {
    join(collected);
    streams.push_back(std::move(collected.stream));
  }
  return streams;
}

}  // namespace mqseal::wire
