// SPDX-License-Identifier: MIT
// What is left of a broker when the process that started it is killed: nothing. Counted are
// processes, namespaces and listening sockets, under every broker that is installed.
#include <algorithm>
#include <csignal>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/broker/broker.h"
#include "sim/broker/port.h"
#include "tests/broker/processes.h"
#include "tests/pki/openssl.h"

namespace mqseal::broker {
namespace {

using test::ChildProgram;
using test::TemporaryFolder;
using test::wait_for;

struct Case {
  std::string kind;
  bool ordinary_user = false;
  bool own_network = true;
  int signal = SIGKILL;
};

std::string name_of(const Case& one) {
  return one.kind + (one.ordinary_user ? "_ordinary_user" : "") +
         (one.own_network ? "" : "_machine_network") + (one.signal == SIGTERM ? "_term" : "");
}

void PrintTo(const Case& one, std::ostream* out) {
  *out << name_of(one);
}

/// Every installed broker both ways, and what else could go wrong with the first.
std::vector<Case> cases() {
  std::vector<Case> all{{"mosquitto", false, false, SIGKILL},
                        {"mosquitto", true, false, SIGKILL},
                        {"mosquitto", false, true, SIGTERM}};
  for (const BrokerInfo& info : catalogue()) {
    if (info.installed && info.kind != "command") {  // which is one of the others
      all.push_back({std::string(info.kind), false, true, SIGKILL});
      all.push_back({std::string(info.kind), true, true, SIGKILL});
    }
  }
  return all;
}

/// "net:[4026532281]" and the like of a process; empty where it has ended.
std::string namespace_of(pid_t pid, const std::string& type) {
  std::error_code gone;
  return std::filesystem::read_symlink("/proc/" + std::to_string(pid) + "/ns/" + type, gone)
      .string();
}

/// How many processes are in `space`, which is one of namespace_of's.
std::ptrdiff_t members_of(const std::string& type, const std::string& space) {
  const auto entries = std::filesystem::directory_iterator("/proc");
  return std::count_if(begin(entries), end(entries), [&](const auto& entry) {
    const pid_t pid = std::atoi(entry.path().filename().c_str());
    return pid > 0 && namespace_of(pid, type) == space;
  });
}

class Orphan : public ::testing::TestWithParam<Case> {
 protected:
  /// A copy of the helper in a folder that any user can enter, with the words to start it.
  std::vector<std::string> helper() const {
    const auto self = std::filesystem::read_symlink("/proc/self/exe");
    const auto copy = folder_.path() / "parent_program";
    std::filesystem::copy_file(self.parent_path() / "broker_parent_program", copy);
    std::filesystem::permissions(folder_.path(), std::filesystem::perms(0777));
    std::vector<std::string> argv;
    if (GetParam().ordinary_user && ::geteuid() == 0) {
      argv = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    }
    argv.insert(argv.end(),
                {copy.string(),
                 folder_.path().string(),
                 GetParam().kind,
                 GetParam().own_network ? "own" : "machine"});
    return argv;
  }

  TemporaryFolder folder_;
};

TEST_P(Orphan, leaves_nothing_behind) {
  ChildProgram parent(helper());
  const std::string line = parent.read_line();
  std::istringstream fields(line);
  pid_t broker = -1;
  std::uint16_t plain_port = 0, tls_port = 0;
  ASSERT_TRUE(fields >> broker >> plain_port >> tls_port) << line;
  ASSERT_TRUE(test::exists(broker));

  struct stat status {};

  ASSERT_EQ(::stat(("/proc/" + std::to_string(parent.pid())).c_str(), &status), 0);
  EXPECT_EQ(status.st_uid, GetParam().ordinary_user && ::geteuid() == 0 ? 65534U : ::geteuid());

  const std::vector<pid_t> all = test::descendants_of(parent.pid());
  ASSERT_GE(all.size(), 2U);  // supervisor and broker at least
  const std::string network = namespace_of(broker, "net");
  const std::string processes = namespace_of(broker, "pid");
  EXPECT_EQ(network != namespace_of(::getpid(), "net"), GetParam().own_network);
  EXPECT_NE(processes, namespace_of(::getpid(), "pid"));
  EXPECT_GE(members_of("pid", processes), static_cast<std::ptrdiff_t>(all.size()));
  if (GetParam().own_network) {
    EXPECT_EQ(plain_port, 1883);
    EXPECT_EQ(tls_port, 8883);
  } else {
    ASSERT_TRUE(listens_on(broker, plain_port));
  }

  parent.send(GetParam().signal);
  EXPECT_EQ(parent.wait(), -GetParam().signal);
  for (const pid_t pid : all) {
    EXPECT_TRUE(wait_for([pid] { return !test::exists(pid); })) << pid;
  }
  EXPECT_TRUE(wait_for([&] { return members_of("pid", processes) == 0; }));
  if (GetParam().own_network) {
    EXPECT_EQ(members_of("net", network), 0);  // and with the namespace its sockets
  } else {
    EXPECT_NO_THROW(require_free(plain_port));
    EXPECT_NO_THROW(require_free(tls_port));
  }
}

INSTANTIATE_TEST_SUITE_P(all, Orphan, ::testing::ValuesIn(cases()), [](const auto& parameter) {
  return name_of(parameter.param);
});

}  // namespace
}  // namespace mqseal::broker
