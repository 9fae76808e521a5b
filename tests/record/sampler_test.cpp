// SPDX-License-Identifier: MIT
// CPU and memory of a real child that burns a known amount.
#include "sim/record/sampler.h"

#include <csignal>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/record/provenance.h"

namespace mqseal::record {
namespace {

TEST(CpuBetween, interpolates_and_refuses_what_it_did_not_see) {
  const std::vector<CpuSample> samples = {{100, 10}, {200, 60}, {400, 80}};
  EXPECT_EQ(cpu_between(samples, 100, 400), 70);
  EXPECT_EQ(cpu_between(samples, 150, 300), 70 - 35);
  EXPECT_EQ(cpu_between(samples, 200, 200), 0);
  EXPECT_FALSE(cpu_between(samples, 99, 300));
  EXPECT_FALSE(cpu_between(samples, 150, 401));
  EXPECT_FALSE(cpu_between(samples, 300, 200));
  EXPECT_FALSE(cpu_between({}, 0, 0));
}

constexpr base::Nanos burnt = 300'000'000;
constexpr std::size_t touched_bytes = 24U << 20U;

/// A child that burns `burnt` ns of CPU and touches `touched_bytes`, says so, and waits for death.
class BusyChild {
 public:
  BusyChild() {
    int ends[2];
    if (::pipe(ends) != 0 || ::pipe(go_) != 0) {
      std::abort();
    }
    pid_ = ::fork();
    if (pid_ == 0) {
      char byte = 0;
      if (::read(go_[0], &byte, 1) != 1) {
        ::_exit(1);
      }
      std::vector<char> memory(touched_bytes, 'x');
      const base::Nanos start = base::thread_cpu_now();
      while (base::thread_cpu_now() - start < burnt) {
      }
      if (::write(ends[1], memory.data(), 1) != 1) {
        ::_exit(1);
      }
      ::pause();
      ::_exit(0);
    }
    done_ = ends[0];
    ::close(ends[1]);
  }

  BusyChild(const BusyChild&) = delete;
  BusyChild& operator=(const BusyChild&) = delete;

  ~BusyChild() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  void work() {
    char byte = 'g';
    ASSERT_EQ(::write(go_[1], &byte, 1), 1);
    ASSERT_EQ(::read(done_, &byte, 1), 1);
  }

  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  int go_[2] = {-1, -1};
  int done_ = -1;
};

TEST(ProcessSampler, sees_the_cpu_time_and_the_memory_that_a_child_used) {
  BusyChild child;
  ProcessSampler sampler(child.pid());
  const base::Nanos begin = base::monotonic_now();
  child.work();
  const base::Nanos end = base::monotonic_now();
  sampler.stop();
  const auto samples = sampler.samples();
  const auto used = cpu_between(samples, begin, end);
  ASSERT_TRUE(used);
  EXPECT_GE(*used, burnt);
  EXPECT_LE(*used, burnt + burnt / 2);  // and what it took to touch the memory
  ASSERT_TRUE(sampler.rss_peak_bytes());
  EXPECT_GE(*sampler.rss_peak_bytes(), touched_bytes);
  EXPECT_LE(*sampler.rss_peak_bytes(), 8 * touched_bytes);
}

TEST(ProcessSampler, of_no_process_has_nothing) {
  BusyChild child;
  ::kill(child.pid(), SIGKILL);
  ::waitpid(child.pid(), nullptr, 0);
  ProcessSampler sampler(child.pid());
  EXPECT_TRUE(sampler.samples().empty());
  EXPECT_FALSE(sampler.rss_peak_bytes());
  sampler.stop();
}

TEST(Provenance, names_the_build_and_the_machine_but_not_its_owner) {
  const auto tool = tool_provenance();
  for (const char* key : {"version", "git", "compiler", "flags", "build_type", "sanitizers"}) {
    EXPECT_TRUE(tool.contains(key)) << key;
  }
  EXPECT_FALSE(tool["compiler"].get<std::string>().empty());
  const auto host = host_provenance();
  EXPECT_GE(host["cores"].get<int>(), 1);
  EXPECT_GT(host["memory_bytes"].get<std::uint64_t>(), 0U);
  EXPECT_FALSE(host["kernel"].is_null());
  EXPECT_FALSE(host["libraries"]["openssl"].is_null());
  char name[256] = {};
  ASSERT_EQ(::gethostname(name, sizeof name - 1), 0);
  if (std::strlen(name) >= 4) {
    EXPECT_EQ((host.dump() + tool.dump()).find(name), std::string::npos);
  }
}

TEST(StolenShare, is_of_the_time_between_two_readings) {
  EXPECT_EQ(stolen_share(CpuTicks{1000, 10}, CpuTicks{1200, 20}), 0.05);
  EXPECT_FALSE(stolen_share(CpuTicks{1000, 10}, CpuTicks{1000, 10}));
  EXPECT_FALSE(stolen_share(std::nullopt, CpuTicks{1000, 10}));
  const auto now = cpu_ticks();
  ASSERT_TRUE(now);
  EXPECT_GT(now->total, now->stolen);
}

}  // namespace
}  // namespace mqseal::record
