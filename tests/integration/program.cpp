// SPDX-License-Identifier: MIT
#include "tests/integration/program.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

namespace mqseal::integration {

namespace fs = std::filesystem;

namespace {

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

int next_number() {
  static int number = 0;
  return ++number;
}

void redirect(const fs::path& path, int to) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (fd < 0 || ::dup2(fd, to) < 0) {
    ::_exit(126);
  }
  ::close(fd);
}

}  // namespace

Scratch::Scratch() {
  std::string name = (fs::temp_directory_path() / "mqseal-it-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    std::abort();
  }
  path_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path Scratch::file(const std::string& name, const std::string& text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
  return path_ / name;
}

bool eventually(const std::function<bool()>& condition, std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

Program::Program(const Scratch& scratch, std::vector<std::string> argv) {
  const int number = next_number();
  out_ = scratch.path() / fmt::format("stdout-{}", number);
  err_ = scratch.path() / fmt::format("stderr-{}", number);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::setpgid(0, 0);
    redirect("/dev/null", STDIN_FILENO);
    redirect(out_, STDOUT_FILENO);
    redirect(err_, STDERR_FILENO);
    std::vector<char*> pointers;
    for (std::string& word : argv) {
      pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    ::execvp(pointers[0], pointers.data());
    ::_exit(127);
  }
}

Program::~Program() {
  if (!reaped_ && pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

void Program::signal(int number) const {
  ::kill(pid_, number);
}

bool Program::ended() {
  if (!reaped_ && ::waitpid(pid_, &status_, WNOHANG) == pid_) {
    reaped_ = true;
  }
  return reaped_;
}

int Program::wait(std::chrono::seconds limit) {
  if (!eventually([this] { return ended(); }, limit)) {
    return -1000;
  }
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : -WTERMSIG(status_);
}

std::string Program::out() const {
  return text_of(out_);
}

std::string Program::err() const {
  return text_of(err_);
}

std::vector<std::string> mqseal(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), MQSEAL_BINARY_DIR "/bin/mqseal");
  return arguments;
}

nlohmann::json result_in(const fs::path& dir) {
  const fs::path file = dir / "result.json";
  return fs::exists(file) ? nlohmann::json::parse(text_of(file)) : nlohmann::json(nullptr);
}

std::vector<pid_t> brokers_of(const fs::path& dir) {
  std::vector<pid_t> found;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const int pid = std::atoi(entry.path().filename().c_str());
    if (pid > 0 && text_of(entry.path() / "comm") == "mosquitto\n" &&
        text_of(entry.path() / "cmdline").find(dir.string()) != std::string::npos) {
      found.push_back(pid);
    }
  }
  return found;
}

}  // namespace mqseal::integration
