// SPDX-License-Identifier: MIT
// TCP streams put together from captured frames, one for each direction of each connection: what a
// reader on the way would have. A text that straddles two segments stands in one piece here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/wire/frame.h"

namespace mqseal::wire {

/// Bytes of a stream that one frame brought.
struct Piece {
  std::size_t offset = 0;  ///< in the stream
  std::size_t bytes = 0;
  std::size_t frame = 0;  ///< index
};

struct Stream {
  End from, to;
  std::vector<std::uint8_t> bytes;
  std::vector<Piece> pieces;      ///< rising in offset; resent bytes count for the first frame
  bool is_from_start = false;     ///< the SYN was seen
  std::size_t missing_bytes = 0;  ///< in gaps; what stands around a gap is joined

  /// Index of the frame that brought the byte at `offset`.
  [[nodiscard]] std::size_t frame_at(std::size_t offset) const noexcept;
};

/// In the order of their first frames.
[[nodiscard]] std::vector<Stream> reassemble(const std::vector<Frame>& frames);

}  // namespace mqseal::wire
