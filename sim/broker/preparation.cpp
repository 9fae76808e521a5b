// SPDX-License-Identifier: MIT
#include "sim/broker/preparation.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <pwd.h>
#include <sched.h>
#include <sstream>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "sim/base/error.h"

namespace mqseal::broker {

namespace fs = std::filesystem;
using base::Error;
using base::ExitCode;

namespace {

/// Taken before main: by the time a broker starts, the calling thread may be pinned to the CPU
/// that the broker must keep away from.
const cpu_set_t cpus_at_start = [] {
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  ::sched_getaffinity(0, sizeof cpus, &cpus);  // fails only beyond 1024 CPUs: then none is pinned
  return cpus;
}();

}  // namespace

std::optional<fs::path> find_program(const std::string& name, const char* variable) {
  if (const char* named = std::getenv(variable); named != nullptr && *named != '\0') {
    return fs::path(named);
  }
  const char* path = std::getenv("PATH");
  std::istringstream folders(std::string(path == nullptr ? "" : path) +
                             ":/usr/sbin:/usr/local/sbin:/sbin");
  std::string folder;
  while (std::getline(folders, folder, ':')) {
    const fs::path program = fs::path(folder) / name;
    std::error_code code;
    if (!folder.empty() && fs::is_regular_file(program, code) &&
        ::access(program.c_str(), X_OK) == 0) {
      return program;
    }
  }
  return std::nullopt;
}

std::string current_user() {
  std::vector<char> buffer(16384);
  passwd entry{};
  passwd* found = nullptr;
  const bool known = ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 &&
                     found != nullptr;
  return known ? found->pw_name : "";
}

std::optional<int> choose_cpu(const std::optional<int>& wanted) {
  const cpu_set_t& allowed = cpus_at_start;
  int last = 0;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    last = CPU_ISSET(static_cast<std::size_t>(cpu), &allowed) ? cpu : last;
  }
  if (!wanted) {
    return CPU_COUNT(&allowed) > 1 ? std::optional(last) : std::nullopt;
  }
  if (*wanted < 0 || *wanted >= CPU_SETSIZE ||
      !CPU_ISSET(static_cast<std::size_t>(*wanted), &allowed)) {
    throw Error(
        ExitCode::environment,
        fmt::format(
            "broker: CPU {} is not one that this process may use; the last is {}", *wanted, last));
  }
  return wanted;
}

std::optional<std::size_t> choose_open_files(std::uint64_t wanted) {
  if (wanted == 0) {
    return std::nullopt;
  }
  const std::size_t count = wanted;
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  rlimit raised{count, count};
  // Raising the hard limit is for root; tried on ourselves, because a user number does not tell.
  if (count > limit.rlim_max && ::setrlimit(RLIMIT_NOFILE, &raised) != 0) {
    throw Error(ExitCode::environment,
                fmt::format("broker.nofile: {} is more than this process may give ({}); raise the "
                            "limit (as root: ulimit -Hn {}), or ask for less",
                            count,
                            limit.rlim_max,
                            count));
  }
  return count;
}

fs::path make_folder(const fs::path& dir) {
  std::error_code code;
  fs::create_directories(dir, code);
  fs::path absolute = code ? fs::path() : fs::canonical(dir, code);
  if (code) {
    throw Error(
        ExitCode::environment,
        fmt::format("{}: cannot make the broker's folder: {}", dir.string(), code.message()));
  }
  return absolute;
}

pki::Tree require_tree(pki::Tree tree) {
  for (fs::path* file :
       {&tree.ca_crt, &tree.broker_crt, &tree.broker_key, &tree.client_crt, &tree.client_key}) {
    *file = fs::absolute(*file);
    if (::access(file->c_str(), R_OK) != 0) {
      throw Error(ExitCode::environment,
                  fmt::format("{}: cannot read: {}; make certificates with `mqseal pki DIR`",
                              file->string(),
                              std::strerror(errno)));
    }
  }
  return tree;
}

}  // namespace mqseal::broker
