// SPDX-License-Identifier: MIT
#include "bench/machine.h"

#include <chrono>
#include <cryptopp/config_ver.h>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <openssl/crypto.h>
#include <string>

#include <botan/version.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "ciphers/simd/kernels.h"

namespace mqseal::bench {

namespace {

/// The value of the first line of /proc/cpuinfo that begins with `key`.
std::string cpu_info(const std::string& key) {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);) {
    if (line.rfind(key, 0) == 0) {
      const auto colon = line.find(": ");
      return colon == std::string::npos ? "" : line.substr(colon + 2);
    }
  }
  return "";
}

}  // namespace

double clock_ghz() {
  constexpr int multiplications = 15000, cycles_each = 3;
  std::uint64_t x = 1;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < multiplications; ++i) {
    asm volatile("imul %0, %0" : "+r"(x));
  }
  const double ns =
      std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
  return multiplications * cycles_each / ns;
}

nlohmann::ordered_json machine(double median_ghz) {
  double load[1] = {0};
  const bool has_load = getloadavg(load, 1) == 1;
  nlohmann::ordered_json units = nlohmann::json::array();
  const auto add = [&](const char* name, bool supported) {
    if (supported) {
      units.push_back(name);
    }
  };
  add("ssse3", simd::ssse3::supported());
  add("bmi2", simd::bmi2::supported());
  add("avx2", simd::avx2::supported());
  add("aesni", simd::aesni::supported());
  add("avx512", simd::avx512::supported());
  add("gfni", simd::gfni::supported());
  add("vaes", simd::vaes::supported());
  return {
      {"machine",
       {{"cpu", cpu_info("model name")},
        {"family", cpu_info("cpu family")},
        {"model", cpu_info("model\t")},
        {"units", units},
        {"core_ghz", median_ghz},
        {"load_average", has_load ? nlohmann::json(load[0]) : nlohmann::json(nullptr)},
        {"compiler", __VERSION__},
#if defined(NDEBUG)
        {"build", "optimised"},
#else
        {"build", "debug: figures mean nothing"},
#endif
        {"botan", Botan::short_version_string()},
        {"openssl", OpenSSL_version(OPENSSL_VERSION_STRING)},
        {"cryptopp", fmt::format("{}.{}.{}", CRYPTOPP_MAJOR, CRYPTOPP_MINOR, CRYPTOPP_REVISION)}}}};
}

}  // namespace mqseal::bench
