// SPDX-License-Identifier: MIT
// Groups and runs for the tests of sim/fleet, as the planner would have filled them in.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/plan.h"

namespace mqseal::fleet {

using base::Nanos;

inline scenario::Group publishers(const std::string& name,
                                  std::size_t clients,
                                  const std::string& topic,
                                  std::uint32_t first_sender = 1) {
  scenario::Group group;
  group.name = name;
  group.clients = clients;
  group.topic = topic;
  group.rate_msg_s = 100;
  group.first_sender = first_sender;
  return group;
}

inline scenario::Group subscribers(const std::string& name,
                                   std::size_t clients,
                                   const std::string& topic) {
  scenario::Group group = publishers(name, clients, topic, 0);
  group.role = scenario::Role::subscriber;
  return group;
}

/// Short phases; the drain ends as soon as everything has arrived.
inline scenario::Run run_of(std::vector<scenario::Group> groups, base::Nanos measure) {
  scenario::Run run;
  run.groups = std::move(groups);
  run.seed = 7;
  run.phases.warm_up = 50'000'000;
  run.phases.measure = measure;
  run.phases.drain = 10 * base::nanos_per_second;
  return run;
}

}  // namespace mqseal::fleet
