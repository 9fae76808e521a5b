// SPDX-License-Identifier: MIT
// Epochs of work by hand: `<key>.epochs` remembers the last epoch used with a key, so that no
// process ever seals under one that another has used, even when it is killed.
#pragma once

#include <cstdint>
#include <filesystem>

namespace mqseal::envelope {

/// Counts for one key file, whoever the sender is. What it cannot know: a copy of the key on
/// another machine, or an `.epochs` file that was deleted; policy `counter` repeats nonces then.
class EpochFile {
 public:
  /// `key_path` must exist; symbolic links are followed, so that two names of one key share one
  /// count. Throws std::system_error.
  explicit EpochFile(const std::filesystem::path& key_path);

  /// Reserves the next epoch, from 1: takes the lock (`<key>.epochs.lock`), increments, writes to
  /// a temporary file, fsync, rename, fsync of the folder; then returns. Throws std::system_error
  /// where any of that fails, the contents are not a number, or 2^32-1 is used up; nothing may be
  /// sealed with policy `counter` then.
  [[nodiscard]] std::uint32_t next() const;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace mqseal::envelope
