// SPDX-License-Identifier: MIT
#include "sim/flood/attacker.h"

#include <algorithm>
#include <cstdio>
#include <sys/resource.h>
#include <unistd.h>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/flood/flood.h"
#include "sim/flood/sink.h"

namespace mqseal::flood {
namespace {

constexpr std::size_t most_bytes = std::size_t{64} << 20U;
constexpr int sink_niceness = 12;
constexpr Nanos look_every = base::nanos_per_second / 200;

void say(const std::string& line) {
  std::puts(line.c_str());
  std::fflush(stdout);
}

void raise_descriptors(std::uint64_t wanted) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = wanted == 0 ? limit.rlim_max : std::min<rlim_t>(wanted, limit.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// Behind the fleet, by what it is itself: a measurement that is put before other work takes its
/// attacker with it.
void step_back(int niceness) {
  constexpr int last = 19;
  const int now = ::getpriority(PRIO_PROCESS, 0);
  ::setpriority(PRIO_PROCESS, 0, std::min(now + niceness, last));
}

/// The file is renamed into place, so it is whole once it is there.
Nanos wait_for_start(const std::filesystem::path& file) {
  net::Loop loop(0);
  std::optional<net::Timer> look;
  look.emplace(loop, [&](Nanos now) {
    if (std::filesystem::exists(file)) {
      loop.stop();
    } else {
      look->set(now + look_every);
    }
  });
  look->set(base::monotonic_now());
  loop.run();
  return std::stoll(base::read_file(file, 64));
}

}  // namespace

void run_attacker(const std::filesystem::path& folder,
                  const std::function<std::string(const Job&)>& refusal) {
  Job job = job_from(base::read_file(folder / job_file, most_bytes));
  raise_descriptors(job.nofile);
  step_back(job.niceness);
  say(ready_line);
  job.start_at = wait_for_start(folder / start_file);
  Flood flood(job,
              {[](const Report& report) { say(to_text(report)); }, [&] { return refusal(job); }});
  say(to_text(flood.run()));
}

void run_sink_process(const std::filesystem::path& certificate, const std::filesystem::path& key) {
  raise_descriptors(0);
  step_back(sink_niceness);
  run_sink({!certificate.empty(), certificate, key},
           [](std::uint16_t port) { say(fmt::format("{}", port)); });
}

}  // namespace mqseal::flood
