// SPDX-License-Identifier: MIT
#include "tests/client/test_broker.h"

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <sstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/base/clock.h"

namespace mqseal::client {

namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

std::uint16_t free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    throw std::runtime_error("no free port");
  }
  ::close(fd);
  return ntohs(address.sin_port);
}

bool accepts(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = loopback(port);
  const int result = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  ::close(fd);
  return result == 0;
}

void write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path) << text;
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "mqseal-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("no temporary directory");
  }
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

TestBroker::TestBroker(const std::string& settings,
                       bool max_tls_1_2,
                       const pki::Options& certificates)
    : tree_(pki::make_tree(directory_.path() / "pki", certificates)), max_tls_1_2_(max_tls_1_2) {
  endpoint_.plain_port = free_port();
  endpoint_.tls_port = free_port();
  endpoint_.ca_crt = tree_.ca_crt;
  endpoint_.client_crt = tree_.client_crt;
  endpoint_.client_key = tree_.client_key;
  std::ostringstream text;
  text << "allow_anonymous true\nset_tcp_nodelay true\npersistence false\nsys_interval 1\n"
       << "persistence_location " << directory_.path().string() << "/\n"
       << "log_type all\nlog_dest file " << (directory_.path() / "broker.log").string() << "\n";
  if (::geteuid() == 0) {
    text << "user root\n";
  }
  text << settings << "\nlistener " << endpoint_.plain_port << " 127.0.0.1\n"
       << "listener " << endpoint_.tls_port << " 127.0.0.1\nrequire_certificate true\n"
       << "cafile " << tree_.ca_crt.string() << "\ncertfile " << tree_.broker_crt.string()
       << "\nkeyfile " << tree_.broker_key.string() << "\n";
  write_file(directory_.path() / "mosquitto.conf", text.str());
  write_file(directory_.path() / "openssl.cnf",
             "openssl_conf = top\n[top]\nssl_conf = ssl\n[ssl]\nsystem_default = tls\n"
             "[tls]\nMaxProtocol = TLSv1.2\n");
  start();
}

void TestBroker::start() {
  const std::string config = (directory_.path() / "mosquitto.conf").string();
  const std::string openssl = (directory_.path() / "openssl.cnf").string();
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) {
      ::_exit(126);
    }
    const int out = ::open((directory_.path() / "stderr").c_str(), O_CREAT | O_WRONLY, 0600);
    ::dup2(out, STDERR_FILENO);
    if (max_tls_1_2_) {
      ::setenv("OPENSSL_CONF", openssl.c_str(), 1);
    }
    for (const char* const program : {"mosquitto", "/usr/sbin/mosquitto"}) {
      ::execlp(program, program, "-c", config.c_str(), static_cast<char*>(nullptr));
    }
    ::_exit(127);
  }
  wait_until_it_listens();
}

void TestBroker::wait_until_it_listens() const {
  const base::Nanos deadline = base::monotonic_now() + 20 * base::nanos_per_second;
  while (!accepts(endpoint_.plain_port) || !accepts(endpoint_.tls_port)) {
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_ || base::monotonic_now() > deadline) {
      throw std::runtime_error("mosquitto does not listen: " + log());
    }
    ::usleep(2000);
  }
}

void TestBroker::signal(int signal) const {
  ::kill(pid_, signal);
}

void TestBroker::kill(int signal) {
  if (pid_ > 0) {
    ::kill(pid_, signal);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
}

TestBroker::~TestBroker() {
  if (pid_ > 0) {
    ::kill(pid_, SIGCONT);
  }
  kill(SIGKILL);
}

std::string TestBroker::log() const {
  std::ifstream file(directory_.path() / "broker.log");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace mqseal::client
