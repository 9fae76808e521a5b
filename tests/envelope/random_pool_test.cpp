// SPDX-License-Identifier: MIT
// The pool of random bytes: never the same twice, also not in a forked child.
#include <array>
#include <cstdlib>
#include <set>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "ciphers/envelope/nonce.h"
#include "tests/envelope/envelopes.h"

namespace mqseal::envelope {
namespace {

using Nonce = std::array<std::uint8_t, max_nonce_bytes>;

TEST(RandomPool, never_hands_out_the_same_bytes_twice) {
  RandomPool pool;
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    Nonce nonce{};
    const std::size_t bytes = i % 2 == 0 ? 16 : 12;
    pool.fill(MutableBytes(nonce).first(bytes));
    seen.insert(test::hex(Bytes(nonce).first(12)));
  }
  EXPECT_EQ(seen.size(), 10'000U);
}

TEST(RandomPool, a_forked_child_draws_bytes_of_its_own) {
  RandomPool pool;
  Nonce first{};
  pool.fill(first);  // the page now holds a batch that the child must not see
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    Nonce mine{};
    pool.fill(mine);
    const bool written = write(ends[1], mine.data(), mine.size()) == ssize_t{max_nonce_bytes};
    _exit(written ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  Nonce of_child{};
  ASSERT_EQ(read(ends[0], of_child.data(), of_child.size()), ssize_t{max_nonce_bytes});
  close(ends[0]);
  close(ends[1]);
  Nonce of_parent{};
  pool.fill(of_parent);
  EXPECT_NE(of_child, of_parent);
  EXPECT_NE(of_child, first);
  EXPECT_NE(of_child, Nonce{});
}

}  // namespace
}  // namespace mqseal::envelope
