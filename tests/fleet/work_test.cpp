// SPDX-License-Identifier: MIT
// Self-test of the CPU figures: work of a known length is added inside of every seal, and
// cpu.seal_ns and cpu.fleet_us_per_msg must move by that work, on an idle loop and on a busy one.
#include <algorithm>
#include <ostream>
#include <vector>

#include <gtest/gtest.h>

#include "sim/fleet/fleet.h"
#include "tests/client/test_broker.h"
#include "tests/fleet/groups.h"

namespace mqseal::fleet {
namespace {

struct Load {
  double rate_msg_s;
  const char* name;

  friend std::ostream& operator<<(std::ostream& out, const Load& load) { return out << load.name; }
};

class AddedWork : public testing::TestWithParam<Load> {};

constexpr Nanos added_ns = 20'000;

void spin_for(Nanos duration) {
  const Nanos end = base::thread_cpu_now() + duration;
  while (base::thread_cpu_now() < end) {
  }
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

record::RunResult measure(const client::TestBroker& broker, double rate, bool work) {
  std::vector<scenario::Group> groups{publishers("p", 10, "w/{client}"),
                                      subscribers("s", 10, "w/{client}")};
  groups[0].rate_msg_s = rate / 10;
  Options options;
  options.cpus = {0};
  if (work) {
    options.inside_seal = [] { spin_for(added_ns); };
  }
  const host::MasterKey master = host::MasterKey::random();
  auto result = run(run_of(groups, 400'000'000), broker.endpoint(), master, options);
  EXPECT_EQ(result.counts.delivered, result.counts.scheduled);
  return result;
}

TEST_P(AddedWork, moves_the_figures_by_itself_and_no_more) {
  const client::TestBroker broker;
  std::vector<double> seal, fleet;
  for (int pair = 0; pair < 7; ++pair) {
    const auto without = measure(broker, GetParam().rate_msg_s, false);
    const auto with = measure(broker, GetParam().rate_msg_s, true);
    seal.push_back(*with.cpu.seal_ns - *without.cpu.seal_ns);
    fleet.push_back(1e3 * (*with.cpu.fleet_us_per_msg - *without.cpu.fleet_us_per_msg));
  }
  EXPECT_NEAR(median(seal), added_ns, 0.1 * added_ns);
  EXPECT_NEAR(median(fleet), median(seal), 0.25 * added_ns);
}

// 20 us of work and about 8 us of publish and receive a message: 1 % and 80 % of a CPU.
INSTANTIATE_TEST_SUITE_P(Fleet,
                         AddedWork,
                         testing::Values(Load{350, "idle"}, Load{28'000, "busy"}),
                         [](const auto& load) { return load.param.name; });

}  // namespace
}  // namespace mqseal::fleet
