// SPDX-License-Identifier: MIT
#include "bench/harness.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/machine.h"

namespace mqseal::bench {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double quantile(std::vector<double> values, double q) {
  const auto at = static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

double median(const std::vector<double>& values) {
  return quantile(values, 0.5);
}

std::string name_of(const Contender& c) {
  return fmt::format("{}/{}/{}/{}/{}", c.op, c.cipher, c.bytes, c.clients, c.name);
}

/// Calls that take well over a microsecond together, so that the library's own loop costs nothing.
std::size_t calls_per_iteration(const Contender& contender) {
  constexpr double enough_s = 3e-6;
  std::size_t calls = 1;
  for (;;) {
    const auto start = Clock::now();
    for (std::size_t i = 0; i < calls; ++i) {
      contender.call();
    }
    if (seconds_since(start) >= enough_s || calls >= 4096) {
      return calls;
    }
    calls *= 2;
  }
}

}  // namespace

/// Takes the slices out of Google Benchmark's hands; prints nothing.
class Collector final : public benchmark::BenchmarkReporter {
 public:
  explicit Collector(Suite& suite) : suite_(suite) {}

  bool ReportContext(const Context&) override { return true; }

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration || run.error_occurred) {
        continue;
      }
      const std::size_t i = suite_.index_.at(run.run_name.function_name);
      const double per_iteration_ns =
          run.real_accumulated_time / static_cast<double>(run.iterations) * 1e9;
      const double operations =
          static_cast<double>(suite_.repeats_[i] * suite_.contenders_[i].calls);
      const double ghz = run.counters.at("ghz");
      suite_.samples_[i].cycles.push_back(per_iteration_ns * ghz / operations);
      suite_.clocks_ghz_.push_back(ghz);
    }
  }

 private:
  Suite& suite_;
};

void Suite::verify() {
  std::map<std::string, std::pair<Octets, std::string>> references;
  wrong_.assign(contenders_.size(), false);
  for (std::size_t i = 0; i < contenders_.size(); ++i) {
    const Contender& c = contenders_[i];
    if (!c.result) {
      continue;
    }
    const Octets result = c.result();
    const auto [reference, first] =
        references.try_emplace(fmt::format("{}/{}/{}", c.algorithm, c.op, c.bytes), result, c.name);
    if (!first && reference->second.first != result) {
      wrong_[i] = true;
      std::cerr << fmt::format(
          "not timed: {}: its output is not that of {}\n", name_of(c), reference->second.second);
    }
  }
}

void Suite::register_all() {
  for (std::size_t i = 0; i < contenders_.size(); ++i) {
    repeats_.push_back(wrong_[i] ? 1 : calls_per_iteration(contenders_[i]));
    if (wrong_[i]) {
      continue;
    }
    const std::string name = name_of(contenders_[i]);
    index_[name] = i;
    benchmark::RegisterBenchmark(name.c_str(), [this, i](benchmark::State& state) {
      const Contender& contender = contenders_[i];
      const double before = clock_ghz();
      for ([[maybe_unused]] auto iteration : state) {
        for (std::size_t call = 0; call < repeats_[i]; ++call) {
          contender.call();
        }
      }
      state.counters["ghz"] = (before + clock_ghz()) / 2;
    });
  }
}

void Suite::print_row(std::size_t ours, std::size_t peer) const {
  const Contender& c = contenders_[ours];
  const double ghz = median(clocks_ghz_), cycles = median(samples_[ours].cycles);
  nlohmann::ordered_json row = {{"cipher", c.cipher},
                                {"implementation", c.name},
                                {"op", c.op},
                                {"bytes", c.bytes},
                                {"ns", cycles / ghz},
                                {"cycles_per_byte", cycles / static_cast<double>(c.bytes)},
                                {"peer", nullptr},
                                {"peer_ns", nullptr},
                                {"ratio", nullptr}};
  if (c.clients != 0) {
    row["clients"] = c.clients;
  }
  // Half the distance between the quartiles, relative: how much the slices differed.
  row["spread"] = (quantile(samples_[ours].cycles, 0.75) - quantile(samples_[ours].cycles, 0.25)) /
                  (2 * cycles);
  if (peer != ours) {
    const double theirs = median(samples_[peer].cycles);
    row["peer"] = contenders_[peer].name;
    row["peer_ns"] = theirs / ghz;
    row["ratio"] = theirs / cycles;
  }
  std::cout << row.dump() << '\n';
}

void Suite::print_rows() const {
  for (std::size_t i = 0; i < contenders_.size(); ++i) {
    const Contender& ours = contenders_[i];
    if (ours.is_peer || samples_[i].cycles.empty()) {
      continue;
    }
    bool alone = true;
    for (std::size_t j = 0; j < contenders_.size(); ++j) {
      const Contender& peer = contenders_[j];
      if (peer.is_peer && !samples_[j].cycles.empty() && peer.op == ours.op &&
          peer.bytes == ours.bytes && peer.clients == ours.clients &&
          (peer.cipher.empty() || peer.cipher == ours.cipher)) {
        print_row(i, j);
        alone = false;
      }
    }
    if (alone) {
      print_row(i, i);
    }
  }
}

int Suite::run() {
  verify();
  register_all();
  samples_.resize(contenders_.size());
  std::vector<std::string> flags = {
      "bench",
      "--benchmark_enable_random_interleaving=true",
      fmt::format("--benchmark_repetitions={}", options_.quick ? 15 : 41),
      fmt::format("--benchmark_min_time={}", options_.quick ? 0.0003 : 0.001)};
  if (!options_.filter.empty()) {
    flags.push_back("--benchmark_filter=" + options_.filter);
  }
  std::vector<char*> argv;
  for (std::string& flag : flags) {
    argv.push_back(flag.data());
  }
  int argc = static_cast<int>(argv.size());
  benchmark::Initialize(&argc, argv.data());
  Collector collector(*this);
  if (benchmark::RunSpecifiedBenchmarks(&collector) == 0) {
    std::cerr << "nothing to time\n";
    return 2;
  }
  std::cout << machine(median(clocks_ghz_)).dump() << '\n';
  print_rows();
  return 0;
}

Options parse_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--quick") == 0) {
      options.quick = true;
    } else if (std::strcmp(argv[i], "--filter") == 0 && i + 1 < argc) {
      options.filter = argv[++i];
    } else {
      std::cerr << "usage: " << argv[0] << " [--quick] [--filter REGEX]\n";
      std::exit(2);
    }
  }
  return options;
}

}  // namespace mqseal::bench
