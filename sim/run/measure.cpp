// SPDX-License-Identifier: MIT
#include "sim/run/measure.h"

#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/base/log.h"
#include "sim/base/process.h"

namespace mqseal::run {

namespace {

using nlohmann::json;

constexpr base::Nanos time_limit = 1800 * base::nanos_per_second;
constexpr std::size_t most_output = std::size_t{64} << 20U;

/// One child of a measurement.
struct Program {
  std::string name;
  std::vector<std::string> flags;
  bool without_aes = false;  ///< stands for a host without AES instructions
};

const std::vector<Program>& host_speed() {
  static const std::vector<Program> programs{{"bench_ciphers", {}, false},
                                             {"bench_aead", {}, false},
                                             {"bench_aead", {"--filter", "^(seal|open)/"}, true}};
  return programs;
}

std::vector<std::string> command_of(const std::filesystem::path& folder,
                                    const Program& program,
                                    bool quick) {
  std::vector<std::string> command;
  if (program.without_aes) {
    command = {"env", "MQSEAL_BOTAN_NOAES=1", "OPENSSL_ia32cap=~0x200000200000000"};
  }
  command.push_back((folder / program.name).string());
  if (quick) {
    command.emplace_back("--quick");
  }
  command.insert(command.end(), program.flags.begin(), program.flags.end());
  return command;
}

[[noreturn]] void fail(const std::string& message) {
  throw base::Error(base::ExitCode::environment, message);
}

/// The lines of one child, sorted into `made`.
void take(const std::string& text, const Program& program, json& made) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    json row = json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (row.is_discarded() || !row.is_object()) {
      fail(fmt::format("{} printed a line that is not JSON: {}", program.name, line.substr(0, 80)));
    }
    if (row.contains("machine")) {
      made["machine"] = row.at("machine");
      continue;
    }
    if (program.without_aes) {
      row["host"] = "no-aes";
    }
    made["bench"].push_back(std::move(row));
  }
}

}  // namespace

std::filesystem::path own_folder() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

json measure(const std::filesystem::path& folder,
             const std::string& name,
             bool quick_look,
             const std::atomic<bool>& stop) {
  if (name != "host-speed") {
    throw base::Error(base::ExitCode::bug, fmt::format("no measurement \"{}\"", name));
  }
  json made{{"bench", json::array()}, {"machine", json::object()}, {"warnings", json::array()}};
  for (const Program& program : host_speed()) {
    if (!std::filesystem::exists(folder / program.name)) {
      fail(fmt::format("{} is not built; ./dev bench builds it", (folder / program.name).string()));
    }
    base::log_info(
        fmt::format("{}{}",
                    program.name,
                    program.without_aes ? ", as on a host without AES instructions" : ""));
    base::ProcessOptions options;
    options.timeout = time_limit;
    options.max_output_bytes = most_output;
    options.stop = &stop;
    const auto ended = base::run_process(command_of(folder, program, quick_look), options);
    if (ended.stopped) {
      return json::object();
    }
    if (ended.exit_code != 0) {
      fail(fmt::format("{} failed ({}): {}", program.name, ended.exit_code, ended.err));
    }
    take(ended.out, program, made);
  }
  const double load = made["machine"].value("load_average", 0.0);
  if (load > 1) {
    made["warnings"].push_back(fmt::format(
        "bench: the machine was not quiet (load {:.1f}); ratios suffer less than times", load));
  }
  return made;
}

void add_measurements(const scenario::Scenario& scenario,
                      const CampaignParts& parts,
                      json& document) {
  for (const std::string& name : scenario.measure) {
    if (document["host"].contains("bench") && document["host"]["bench"].contains(name)) {
      continue;
    }
    const json made = parts.measure(name, scenario.quick_look, parts.stop);
    if (made.empty()) {
      return;  // stopped
    }
    document["host"]["bench"][name] = made.at("machine");
    for (const char* const list : {"bench", "warnings"}) {
      document[list].insert(document[list].end(), made.at(list).begin(), made.at(list).end());
    }
  }
}

}  // namespace mqseal::run
