// SPDX-License-Identifier: MIT
// A sender that is killed at any moment and started again never repeats a nonce: a child process
// seals with policy `counter` and epochs from <key>.epochs, reports each header, and is killed
// after a random number of them, again and again.
#include <array>
#include <csignal>
#include <random>
#include <set>
#include <string>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "ciphers/envelope/epoch_file.h"
#include "tests/envelope/envelopes.h"
#include "tests/envelope/temporary_folder.h"

namespace mqseal::envelope {
namespace {

using Record = std::array<std::uint8_t, header_bytes>;
constexpr int starts = 60;
/// Each epoch gives way after this many messages, so that kills also hit the change of epoch.
constexpr std::uint32_t messages_per_epoch = 3;

Config counter_config() {
  Config config;
  config.cipher = "aes-128-eax";
  config.nonce = NoncePolicy::counter;
  return config;
}

/// The child: seals for ever and writes the header of each envelope, as a publisher would send it.
[[noreturn]] void seal_for_ever(const std::filesystem::path& key, int out) {
  const Config config = counter_config();
  KeyRing ring(config, test::master());
  const EpochFile epochs(key);
  for (;;) {
    Sealer sealer(ring, 7, epochs.next());
    for (std::uint32_t i = 0; i < messages_per_epoch; ++i) {
      std::array<std::uint8_t, 64> envelope{};
      if (sealer.seal("t", {}, false, envelope) != SealStatus::sealed ||
          write(out, envelope.data(), header_bytes) != ssize_t{header_bytes}) {
        _exit(1);
      }
    }
  }
}

bool read_record(int in, Record& record) {
  std::size_t have = 0;
  while (have < record.size()) {
    const ssize_t got = read(in, record.data() + have, record.size() - have);
    if (got <= 0) {
      return false;
    }
    have += static_cast<std::size_t>(got);
  }
  return true;
}

/// One life of the sender: killed once `messages` headers have arrived; all that it sent.
std::vector<Record> one_life(const std::filesystem::path& key, std::size_t messages) {
  std::array<int, 2> ends{};
  EXPECT_EQ(pipe(ends.data()), 0);
  const pid_t child = fork();
  if (child < 0) {
    throw std::system_error(errno, std::generic_category(), "fork");
  }
  if (child == 0) {
    close(ends[0]);
    seal_for_ever(key, ends[1]);
  }
  close(ends[1]);
  std::vector<Record> records;
  Record record{};
  while (records.size() < messages && read_record(ends[0], record)) {
    records.push_back(record);
  }
  EXPECT_EQ(kill(child, SIGKILL), 0);
  while (read_record(ends[0], record)) {
    records.push_back(record);
  }
  close(ends[0]);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << status;
  return records;
}

TEST(KillAndRestart, never_repeats_a_nonce) {
  test::TemporaryFolder folder;
  const auto key = folder.file("device.key", std::string(32, 'k'));
  const auto seed = static_cast<unsigned>(testing::UnitTest::GetInstance()->random_seed());
  std::mt19937 random(seed);
  std::set<Record> nonces;
  std::size_t sealed = 0;
  for (int start = 0; start < starts; ++start) {
    for (const Record& record : one_life(key, random() % 20)) {
      ++sealed;
      EXPECT_TRUE(nonces.insert(record).second)
          << "start " << start << " repeats " << test::hex(record) << ", seed " << seed;
    }
  }
  EXPECT_EQ(nonces.size(), sealed);
  EXPECT_GT(sealed, 100U);
}

}  // namespace
}  // namespace mqseal::envelope
