// SPDX-License-Identifier: MIT
#include "tests/broker/processes.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace mqseal::test {
namespace {

struct Stat {
  char state = 'X';
  pid_t parent = -1;
};

/// proc(5): the name in brackets may hold anything, so the fields count from its last bracket.
Stat stat_of(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  Stat stat;
  if (std::getline(in, text) && text.rfind(')') != std::string::npos) {
    std::istringstream fields(text.substr(text.rfind(')') + 1));
    fields >> stat.state >> stat.parent;
  }
  return stat;
}

}  // namespace

bool wait_for(const std::function<bool()>& condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) {
      return false;
    }
    const timespec pause{0, 5'000'000};
    ::nanosleep(&pause, nullptr);
  }
  return true;
}

bool exists(pid_t pid) {
  const char state = stat_of(pid).state;
  return state != 'X' && state != 'Z';
}

char state_of(pid_t pid) {
  return stat_of(pid).state;
}

pid_t parent_of(pid_t pid) {
  return stat_of(pid).parent;
}

std::vector<pid_t> descendants_of(pid_t ancestor) {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const pid_t pid = std::atoi(entry.path().filename().c_str());
    pid_t up = pid > 0 && exists(pid) ? parent_of(pid) : -1;
    while (up > 1 && up != ancestor) {
      up = parent_of(up);
    }
    if (up == ancestor) {
      found.push_back(pid);
    }
  }
  return found;
}

ChildProgram::ChildProgram(const std::vector<std::string>& argv) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe");
  }
  std::vector<char*> arguments;
  for (const std::string& argument : argv) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  output_ = ends[0];
}

ChildProgram::~ChildProgram() {
  if (pid_ > 0) {
    send(SIGKILL);
    wait();
  }
  ::close(output_);
}

std::string ChildProgram::read_line() {
  std::string line;
  char c = 0;
  while (::read(output_, &c, 1) == 1 && c != '\n') {
    line += c;
  }
  return line;
}

void ChildProgram::send(int signal) const {
  if (pid_ > 0) {
    ::kill(pid_, signal);
  }
}

int ChildProgram::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace mqseal::test
