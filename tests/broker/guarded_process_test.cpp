// SPDX-License-Identifier: MIT
// Children that end by themselves, that will not end, and that leave others behind.
#include "sim/broker/guarded_process.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/sandbox/support.h"
#include "tests/broker/processes.h"
#include "tests/pki/openssl.h"

namespace mqseal::broker {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::parent_of;
using test::TemporaryFolder;
using test::wait_for;
using ::testing::HasSubstr;

class GuardedProcessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const sandbox::Support support = sandbox::prepare();
    ASSERT_TRUE(support.possible) << support.reason;
  }

  LaunchOptions shell(const std::string& script) {
    LaunchOptions options;
    options.argv = {"/bin/sh", "-c", script};
    options.directory = folder_.path();
    options.output = folder_.path() / "out";
    return options;
  }

  [[nodiscard]] std::string output() const { return base::read_file(folder_.path() / "out"); }

  TemporaryFolder folder_;
};

TEST_F(GuardedProcessTest, reports_an_exit_code) {
  GuardedProcess process(shell("echo out; echo err >&2; pwd; exit 7"));
  EXPECT_GT(process.pid(), 0);
  ASSERT_TRUE(process.ended_within(seconds(30)));
  EXPECT_FALSE(process.alive());
  EXPECT_EQ(process.ending(), "exit code 7");
  EXPECT_EQ(output(), "out\nerr\n" + folder_.path().string() + "\n");
}

TEST_F(GuardedProcessTest, reports_a_signal) {
  GuardedProcess process(shell("exec sleep 1000"));
  EXPECT_TRUE(process.alive());
  EXPECT_EQ(process.ending(), "");
  ::kill(process.pid(), SIGSEGV);
  ASSERT_TRUE(process.ended_within(seconds(30)));
  EXPECT_THAT(process.ending(), HasSubstr("signal 11"));
}

TEST_F(GuardedProcessTest, stops_and_stays_stopped) {
  GuardedProcess process(shell("exec sleep 1000"));
  const pid_t pid = process.pid();
  process.stop();
  EXPECT_THAT(process.ending(), HasSubstr("signal 15"));
  EXPECT_FALSE(test::exists(pid));
  process.stop();
  EXPECT_FALSE(process.alive());
}

TEST_F(GuardedProcessTest, is_killed_where_it_ignores_the_polite_signal) {
  LaunchOptions options = shell("trap '' TERM; echo deaf; while :; do sleep 1; done");
  options.grace = milliseconds(100);
  GuardedProcess process(options);
  ASSERT_TRUE(wait_for([this] { return output() == "deaf\n"; }));
  process.stop();
  EXPECT_THAT(process.ending(), HasSubstr("signal 9"));
}

TEST_F(GuardedProcessTest, takes_its_own_children_along) {
  GuardedProcess process(shell("sleep 1000 & echo started; wait"));
  ASSERT_TRUE(wait_for([this] { return output().ends_with("\n"); }));
  const std::vector<pid_t> grandchildren = test::descendants_of(process.pid());
  ASSERT_EQ(grandchildren.size(), 1U);
  process.stop();
  EXPECT_TRUE(wait_for([&] { return !test::exists(grandchildren[0]); }));
}

// As epmd does, which Erlang's brokers start: a session of its own, its parent gone.
TEST_F(GuardedProcessTest, takes_daemons_along) {
  GuardedProcess process(shell("(setsid sleep 1000 &) ; echo started; exec sleep 1000"));
  std::vector<pid_t> all;
  ASSERT_TRUE(wait_for([&] {
    all = test::descendants_of(process.supervisor());
    return all.size() == 2 && parent_of(all[0]) == parent_of(all[1]);
  }));
  process.stop();
  for (const pid_t pid : all) {
    EXPECT_FALSE(test::exists(pid)) << pid;
  }
}

// Their parent being gone, they fall to the supervisor, and must not stay zombies.
TEST_F(GuardedProcessTest, buries_orphans) {
  GuardedProcess process(shell("(setsid sleep 0.01 &) ; echo started; exec sleep 1000"));
  ASSERT_TRUE(wait_for([this] { return output() == "started\n"; }));
  EXPECT_TRUE(wait_for([&] {
    const auto entries = std::filesystem::directory_iterator("/proc");
    return std::count_if(begin(entries), end(entries), [&](const auto& entry) {
             const pid_t pid = std::atoi(entry.path().filename().c_str());
             return pid > 0 && parent_of(pid) == process.supervisor();
           }) == 1;
  }));
}

TEST_F(GuardedProcessTest, numbers_its_processes_from_its_own_start) {
  GuardedProcess process(shell("echo $$; cut -d' ' -f4 /proc/self/stat; exec sleep 1000"));
  ASSERT_TRUE(wait_for([this] { return output() == "2\n2\n"; })) << output();
  EXPECT_TRUE(test::exists(process.pid()));
}

TEST_F(GuardedProcessTest, starts_with_the_variables_and_the_limit_given) {
  LaunchOptions options = shell("echo $MQSEAL_A $HOME; ulimit -n; ulimit -Hn");
  options.environment = {"MQSEAL_A=one", "HOME=two"};
  options.open_files = 321;
  GuardedProcess process(options);
  ASSERT_TRUE(process.ended_within(seconds(30)));
  EXPECT_EQ(output(), "one two\n321\n321\n");
}

TEST_F(GuardedProcessTest, that_cannot_start_says_why) {
  LaunchOptions options = shell("");
  options.argv = {"/nonexistent/broker"};
  try {
    const GuardedProcess process(options);
    FAIL() << "started what does not exist";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::environment);
    EXPECT_THAT(error.what(), HasSubstr("/nonexistent/broker"));
    EXPECT_THAT(error.what(), HasSubstr("No such file"));
  }
  LaunchOptions nowhere = shell("");
  nowhere.output = "/nonexistent/out";
  EXPECT_THROW(GuardedProcess{nowhere}, base::Error);
}

TEST_F(GuardedProcessTest, outlives_the_thread_that_started_it) {
  std::unique_ptr<GuardedProcess> process;
  pid_t control = -1;  // shares the thread's fate: once it is gone, a plain death signal has come
  std::thread starter([&] {
    process = std::make_unique<GuardedProcess>(shell("exec sleep 1000"));
    control = ::fork();
    if (control == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::pause();
      ::_exit(0);
    }
    // The thread must not end before the line above has run in the child.
    EXPECT_TRUE(wait_for([&control] { return test::state_of(control) == 'S'; }));
  });
  starter.join();
  ASSERT_EQ(::waitpid(control, nullptr, 0), control);
  EXPECT_TRUE(process->alive());
  EXPECT_TRUE(test::exists(process->pid()));
}

TEST_F(GuardedProcessTest, does_not_outlive_its_supervisor) {
  GuardedProcess process(shell("exec sleep 1000"));
  const pid_t supervisor = parent_of(process.pid());
  ASSERT_EQ(parent_of(supervisor), ::getpid());
  ::kill(supervisor, SIGKILL);
  EXPECT_TRUE(process.ended_within(seconds(30)));
  EXPECT_THAT(process.ending(), HasSubstr("supervisor"));
  EXPECT_TRUE(wait_for([&] { return !test::exists(process.pid()); }));
}

TEST_F(GuardedProcessTest, is_out_of_reach_of_the_terminal) {
  const GuardedProcess process(shell("exec sleep 1000"));
  EXPECT_NE(::getpgid(process.pid()), ::getpgrp());
  EXPECT_NE(::getsid(process.pid()), ::getsid(0));
}

// A reader of a pipe sees its end only when every copy of the writing end is closed.
TEST_F(GuardedProcessTest, holds_no_descriptor_of_ours) {
  int ends[2] = {-1, -1};
  ASSERT_EQ(::pipe(ends), 0);
  const GuardedProcess process(shell("exec sleep 1000"));
  ::close(ends[1]);
  ASSERT_EQ(::fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
  char byte = 0;
  EXPECT_EQ(::read(ends[0], &byte, 1), 0) << "somebody still holds the writing end";
  ::close(ends[0]);
}

TEST_F(GuardedProcessTest, starts_with_default_signals_and_closed_input) {
  sigset_t blocked, before;
  ::sigemptyset(&blocked);
  ::sigaddset(&blocked, SIGUSR1);
  ::pthread_sigmask(SIG_BLOCK, &blocked, &before);
  GuardedProcess process(shell("grep -E '^Sig(Blk|Ign)' /proc/self/status; cat"));
  ASSERT_TRUE(process.ended_within(seconds(30)));
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  EXPECT_EQ(output(), "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
}

TEST_F(GuardedProcessTest, runs_on_the_cpu_that_it_was_pinned_to) {
  LaunchOptions options = shell("grep Cpus_allowed_list /proc/self/status");
  options.cpu = 0;
  GuardedProcess process(options);
  ASSERT_TRUE(process.ended_within(seconds(30)));
  EXPECT_EQ(output(), "Cpus_allowed_list:\t0\n");
}

}  // namespace
}  // namespace mqseal::broker
