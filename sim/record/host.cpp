// SPDX-License-Identifier: MIT
// host{}: read from /proc, /sys, uname(2), getrlimit(2). Each fact that is not exposed is null.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sched.h>
#include <sstream>
#include <string>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <thread>

#include <nlohmann/json.hpp>

#include "sim/record/provenance.h"

namespace mqseal::record {

namespace {

using Json = nlohmann::json;

/// The first line of a small file of the kernel; null where it cannot be read or is empty.
Json first_line(const char* path) {
  std::ifstream in(path);
  std::string line;
  return std::getline(in, line) && !line.empty() ? Json(line) : Json(nullptr);
}

/// Value of the first line "key<separator>value" of a file; quotes and blanks around it go.
Json value_of(const char* path, const std::string& key, char separator) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const auto at = line.find(separator);
    if (at == std::string::npos || line.rfind(key, 0) != 0 ||
        line.find_first_not_of(" \t", key.size()) != at) {
      continue;
    }
    const auto first = line.find_first_not_of(" \t\"", at + 1);
    const auto last = line.find_last_not_of(" \t\"");
    return first == std::string::npos ? Json(nullptr) : Json(line.substr(first, last - first + 1));
  }
  return nullptr;
}

Json kibibytes_of(const char* key) {
  const Json text = value_of("/proc/meminfo", key, ':');
  return text.is_null() ? text
                        : Json(std::strtoull(text.get<std::string>().c_str(), nullptr, 10) * 1024);
}

/// Instruction sets that our ciphers or their libraries choose by (x86 and ARM names).
Json cpu_flags_of_interest() {
  static constexpr std::array interesting = {
      "aes",  "vaes",    "pclmulqdq", "vpclmulqdq", "ssse3", "sse4_1", "avx",
      "avx2", "avx512f", "avx512bw",  "avx512vl",   "gfni",  "sha_ni", "bmi2",
      "adx",  "pmull",   "sha1",      "sha2",       "asimd", "sve"};
  Json line = value_of("/proc/cpuinfo", "flags", ':');
  if (line.is_null()) {
    line = value_of("/proc/cpuinfo", "Features", ':');
  }
  if (line.is_null()) {
    return nullptr;
  }
  std::istringstream words(line.get<std::string>());
  Json found = Json::array();
  for (std::string word; words >> word;) {
    if (std::find(interesting.begin(), interesting.end(), word) != interesting.end()) {
      found.push_back(word);
    }
  }
  return found;
}

Json cores_allowed() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  return ::sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? Json(CPU_COUNT(&allowed))
                                                               : Json(nullptr);
}

Json limit(__rlimit_resource resource) {
  rlimit value{};
  if (::getrlimit(resource, &value) != 0) {
    return nullptr;
  }
  const auto as_json = [](rlim_t bound) {
    return bound == RLIM_INFINITY ? Json("unlimited") : Json(static_cast<std::uint64_t>(bound));
  };
  return {{"soft", as_json(value.rlim_cur)}, {"hard", as_json(value.rlim_max)}};
}

Json network() {
  return {{"congestion_control", first_line("/proc/sys/net/ipv4/tcp_congestion_control")},
          {"port_range", first_line("/proc/sys/net/ipv4/ip_local_port_range")},
          {"somaxconn", first_line("/proc/sys/net/core/somaxconn")},
          {"tcp_rmem", first_line("/proc/sys/net/ipv4/tcp_rmem")},
          {"tcp_wmem", first_line("/proc/sys/net/ipv4/tcp_wmem")}};
}

/// "none", "yes" or the product's name; with ", in a container" where that shows.
Json virtualisation() {
  const Json flags = value_of("/proc/cpuinfo", "flags", ':');
  if (flags.is_null()) {
    return nullptr;
  }
  std::string text = "none";
  if ((" " + flags.get<std::string>() + " ").find(" hypervisor ") != std::string::npos) {
    const Json product = first_line("/sys/class/dmi/id/product_name");
    text = product.is_null() ? "yes" : "yes: " + product.get<std::string>();
  }
  if (std::filesystem::exists("/.dockerenv") || std::filesystem::exists("/run/.containerenv")) {
    text += ", in a container";
  }
  return text;
}

Json load_average() {
  std::array<double, 3> load{};
  return ::getloadavg(load.data(), 3) == 3 ? Json(load) : Json(nullptr);
}

}  // namespace

std::optional<CpuTicks> cpu_ticks() {
  std::ifstream in("/proc/stat");
  std::string label;
  in >> label;
  CpuTicks ticks;
  for (int column = 1; column <= 8; ++column) {
    std::uint64_t value = 0;
    if (!(in >> value)) {
      return std::nullopt;
    }
    ticks.total += value;
    ticks.stolen = value;  // the eighth
  }
  return ticks;
}

std::optional<double> stolen_share(const std::optional<CpuTicks>& begin,
                                   const std::optional<CpuTicks>& end) {
  if (!begin || !end || end->total <= begin->total) {
    return std::nullopt;
  }
  return static_cast<double>(end->stolen - begin->stolen) /
         static_cast<double>(end->total - begin->total);
}

Json host_provenance() {
  const auto stolen = stolen_share(CpuTicks{}, cpu_ticks());
  utsname name{};
  const bool named = ::uname(&name) == 0;
  return {{"kernel", named ? Json(std::string(name.sysname) + " " + name.release) : Json(nullptr)},
          {"architecture", named ? Json(name.machine) : Json(nullptr)},
          {"distribution", value_of("/etc/os-release", "PRETTY_NAME", '=')},
          {"cpu_model", value_of("/proc/cpuinfo", "model name", ':')},
          {"cpu_flags", cpu_flags_of_interest()},
          {"cores", std::thread::hardware_concurrency()},
          {"cores_allowed", cores_allowed()},
          {"governor", first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")},
          {"smt", first_line("/sys/devices/system/cpu/smt/control")},
          {"memory_bytes", kibibytes_of("MemTotal")},
          {"memory_available_bytes", kibibytes_of("MemAvailable")},
          {"limits",
           {{"nofile", limit(RLIMIT_NOFILE)},
            {"nproc", limit(RLIMIT_NPROC)},
            {"memory_cgroup", first_line("/sys/fs/cgroup/memory.max")},
            {"cpu_cgroup", first_line("/sys/fs/cgroup/cpu.max")}}},
          {"tcp", network()},
          {"clock_source",
           first_line("/sys/devices/system/clocksource/clocksource0/current_clocksource")},
          {"virtualisation", virtualisation()},
          {"load_average", load_average()},
          {"stolen_share_since_boot", stolen ? Json(*stolen) : Json(nullptr)},
          {"libraries", library_versions()}};
}

}  // namespace mqseal::record
