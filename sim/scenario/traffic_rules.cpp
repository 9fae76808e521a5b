// SPDX-License-Identifier: MIT
#include "sim/scenario/traffic_rules.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/units.h"
#include "sim/scenario/topic.h"

namespace mqseal::scenario {
namespace {

std::string path_of(std::size_t group, std::string_view key) {
  return fmt::format("groups.{}.{}", group, key);
}

std::optional<Issue> check_schedule(const Scenario& scenario,
                                    std::size_t index,
                                    const Group& group) {
  const bool changes = group.schedule == Schedule::ramp || group.schedule == Schedule::staircase;
  if (group.role != Role::publisher) {
    return std::nullopt;
  }
  if (scenario.search && (changes || group.schedule == Schedule::closed)) {
    return Issue{path_of(index, "schedule"),
                 fmt::format("a search sets the rate itself, so it does not go with schedule {}",
                             to_string(group.schedule))};
  }
  if (changes && group.rate_to_s == 0) {
    return Issue{path_of(index, "schedule"),
                 fmt::format("schedule {} goes from `rate` to `rate_to`; name rate_to",
                             to_string(group.schedule))};
  }
  if (!changes && group.rate_to_s != 0) {
    return Issue{path_of(index, "rate_to"), "goes with schedule ramp or staircase only"};
  }
  if (group.schedule == Schedule::closed && scenario.fleet.threads > 1) {
    return Issue{path_of(index, "schedule"),
                 "a closed loop passes each receipt on to its publisher, so both need the same "
                 "thread; set fleet.threads: 1"};
  }
  return std::nullopt;
}

std::optional<Issue> check_will(std::size_t index, const Group& group) {
  if (group.will.empty()) {
    return std::nullopt;
  }
  std::string fault = topic_name_fault(expand_topic(group.will, group.name, 0));
  if (group.will.find("{client}") != std::string::npos) {
    fault = "one will for the whole group, so no {client}";
  }
  if (fault.empty()) {
    return std::nullopt;
  }
  return Issue{
      path_of(index, "will"),
      fmt::format("\"{}\" is not a topic for a will: {}", group.will.substr(0, 100), fault)};
}

}  // namespace

std::optional<Issue> check_broker(const BrokerSettings& broker) {
  if (broker.plain_port != 0 && broker.plain_port == broker.tls_port) {
    return Issue{"broker.tls_port",
                 fmt::format("both listeners on port {}; the two ports must differ, or be free",
                             broker.tls_port)};
  }
  if (broker.kind == "command" && broker.command.empty()) {
    return Issue{"broker.kind", "kind: command needs `command`, the command line to start"};
  }
  return std::nullopt;
}

std::optional<Issue> check_traffic(const Scenario& scenario,
                                   std::size_t index,
                                   const Group& group) {
  if (group.identity == Identity::certificate && group.transport != Transport::mtls) {
    return Issue{path_of(index, "identity"),
                 fmt::format("a certificate of its own goes with transport mtls, not {}",
                             to_string(group.transport))};
  }
  auto issue = check_schedule(scenario, index, group);
  return issue ? issue : check_will(index, group);
}

std::optional<Issue> check_faults(const Scenario& scenario) {
  Nanos over = 0;  // when the fault before is
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    const Fault& fault = scenario.faults[i];
    if (fault.at < over) {
      return Issue{fmt::format("faults.{}.at", i), "begins before the fault above it is over"};
    }
    over = fault.at + fault.lasting;
    if (over > scenario.phases.measure) {
      return Issue{fmt::format("faults.{}.at", i),
                   fmt::format("the fault is over only after the measured window of {}",
                               base::format_duration(scenario.phases.measure))};
    }
  }
  return std::nullopt;
}

std::optional<Issue> check_flood(const Scenario& scenario) {
  const auto arms = std::ranges::find(scenario.matrix, std::string("arm"), &Factor::key);
  if (!scenario.flood && scenario.search && scenario.search->of == SearchOf::attack) {
    return Issue{"search.of", "the scenario has no section `attack`"};
  }
  if (!scenario.flood) {
    return arms == scenario.matrix.end()
               ? std::nullopt
               : std::optional(Issue{"matrix.arm", "the scenario has no section `attack`"});
  }
  const FloodSettings& flood = *scenario.flood;
  if (flood.at + flood.lasting > scenario.phases.measure) {
    return Issue{"attack.for",
                 fmt::format("the attack is over only after the measured window of {}",
                             base::format_duration(scenario.phases.measure))};
  }
  if (flood.probe_patience >= flood.lasting) {
    return Issue{"attack.probe_patience",
                 fmt::format("new connections cannot be judged: the attack of {} is over before a "
                             "probe has waited {}",
                             base::format_duration(flood.lasting),
                             base::format_duration(flood.probe_patience))};
  }
  if (flood.id.starts_with("tls-") && flood.port != AttackPort::tls) {
    return Issue{"attack.port", fmt::format("{} needs the TLS port; write `port: tls`", flood.id)};
  }
  if (flood.certificate && flood.port != AttackPort::tls) {
    return Issue{"attack.certificate", "only the TLS port asks for certificates"};
  }
  const bool defended = arms != scenario.matrix.end() &&
                        std::ranges::find(arms->levels, "defended") != arms->levels.end();
  if (defended && flood.defence.name.empty()) {
    return Issue{"attack", "the arm `defended` needs attack.defence"};
  }
  if (!flood.defence.firewall.empty() && scenario.broker.own_network == OwnNetwork::no) {
    return Issue{"attack.defence.firewall",
                 "packet rules need a network of the run's own; leave broker.namespace: no out"};
  }
  return std::nullopt;
}

}  // namespace mqseal::scenario
