// SPDX-License-Identifier: MIT
// Variants times rounds, in seeded order.
#include "sim/scenario/plan.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "ciphers/envelope/batch.h"
#include "sim/base/error.h"
#include "sim/base/rng.h"
#include "sim/scenario/cipher_rules.h"
#include "sim/scenario/envelope_config.h"
#include "sim/scenario/variant.h"

namespace mqseal::scenario {
namespace {

// What a run takes besides its phases, for estimates only. Connects: the ramp rates of a fleet that
// stays under the broker's listen backlog, 2000/s plain and 300/s TLS.
constexpr double plain_connect_seconds = 1.0 / 2000;
constexpr double tls_connect_seconds = 1.0 / 300;
/// Of a search: a staircase of some steps, five bisections, failures twice.
constexpr double expected_tries = 14;
constexpr double attack_seconds = 0.5;      // a security attack, on average
constexpr std::size_t attack_clients = 20;  // at once, victims and relays included
constexpr std::size_t max_id_levels_bytes = 100;

double seconds(Nanos duration) {
  return static_cast<double>(duration) / static_cast<double>(base::nanos_per_second);
}

/// For start, readiness on both ports and end.
double broker_seconds(const std::string& kind) {
#define MQSEAL_BROKER(known, seconds) \
  if (kind == #known) {               \
    return seconds;                   \
  }
#include "sim/scenario/broker_kinds.def"
#undef MQSEAL_BROKER
  return 0;
}

std::vector<Variant> settled_variants(const Scenario& scenario) {
  std::vector<Variant> variants = expand(scenario);
  std::optional<Issue> issue = check(scenario, variants);
  for (std::size_t i = 0; i < variants.size() && !issue; ++i) {
    issue = settle(scenario, variants[i]);
  }
  if (issue) {
    throw base::Error(base::ExitCode::usage,
                      fmt::format("{}: {}: {}", scenario.file, issue->path, issue->message));
  }
  return variants;
}

/// The levels of the matrix as part of a file name; the cipher where there is no matrix.
std::string levels_text(const Scenario& scenario, const Variant& variant) {
  std::string text;
  for (std::size_t i = 0; i < scenario.matrix.size(); ++i) {
    text += (i == 0 ? "" : "-") + scenario.matrix[i].levels[variant.levels[i]];
  }
  if (scenario.matrix.empty()) {
    const auto cipher = variant.factors.find("cipher");
    text = cipher == variant.factors.end() ? "mixed" : cipher->second;
  }
  std::ranges::replace_if(
      text,
      [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '.');
      },
      '-');
  return text.substr(0, max_id_levels_bytes);
}

/// Which of `runs` a round makes, in order.
std::vector<std::size_t> order_of(std::uint64_t seed, int round, std::size_t runs) {
  std::vector<std::size_t> order(runs);
  std::iota(order.begin(), order.end(), std::size_t{0});
  base::Rng rng(seed, "order", {static_cast<std::uint64_t>(round)});
  for (std::size_t left = order.size(); left > 1; --left) {  // Fisher and Yates
    std::swap(order[left - 1], order[rng.below(left)]);
  }
  return order;
}

Run make_run(const Scenario& scenario, const Variant& variant, std::size_t index, int round) {
  Run run;
  run.round = round;
  run.factors = variant.factors;
  run.groups = variant.groups;
  run.broker = variant.broker;
  run.fleet = scenario.fleet;
  run.phases = scenario.phases;
  run.faults = variant.faults;
  run.attack = variant.attack;
  run.capture = scenario.capture;
  run.flood = variant.flood;
  run.margin = scenario.margin;
  run.seed = base::Rng(scenario.seed, "run", {static_cast<std::uint64_t>(round), index})();
  return run;
}

double connect_seconds(const Variant& variant) {
  double total = 0;
  for (const Group& group : variant.groups) {
    total += static_cast<double>(group.clients) *
             (group.transport == Transport::plain ? plain_connect_seconds : tls_connect_seconds);
  }
  return total;
}

void add_needs(const Scenario& scenario, const Variant& variant, std::size_t runs, Needs& needs) {
  const double start = broker_seconds(variant.broker.kind);
  if (is_security(variant.attack)) {
    const double run_seconds =
        start + attack_seconds * static_cast<double>(variant.attack.attacks.size());
    needs.clients = std::max(needs.clients, attack_clients);
    needs.sockets = std::max(needs.sockets, attack_clients);
    needs.seconds_per_run = std::max(needs.seconds_per_run, run_seconds);
    needs.seconds_total += run_seconds * static_cast<double>(runs);
    return;
  }
  std::size_t clients = 0;
  double published_per_s = 0;
  for (const Group& group : variant.groups) {
    clients += group.clients;
    if (group.role == Role::publisher) {
      published_per_s += group.rate_msg_s * static_cast<double>(group.clients);
    }
  }
  double delivered_per_s = 0;
  for (const FlowShape& flow : variant.flows) {
    delivered_per_s += static_cast<double>(flow.pairs) * variant.groups[flow.from].rate_msg_s;
  }
  const double sending = seconds(scenario.phases.warm_up) + seconds(scenario.phases.measure);
  const double recorded = delivered_per_s * seconds(scenario.phases.measure);
  const double tries = scenario.search ? expected_tries : 1;
  const double run_seconds = tries * (start + connect_seconds(variant) + sending);
  needs.recorded_min = needs.clients == 0 ? recorded : std::min(needs.recorded_min, recorded);
  needs.clients = std::max(needs.clients, clients);
  needs.sockets = needs.clients;
  needs.messages_per_run = std::max(needs.messages_per_run, published_per_s * sending);
  needs.seconds_per_run = std::max(needs.seconds_per_run, run_seconds);
  needs.seconds_total += run_seconds * static_cast<double>(runs);
}

/// What the programs of `measure` take.
void add_programs(const Scenario& scenario, Plan& plan) {
  const double seconds_each = scenario.quick_look ? 45 : 300;
  plan.needs.seconds_total = seconds_each * static_cast<double>(scenario.measure.size());
}

}  // namespace

Plan make_plan(const Scenario& scenario) {
  if (!scenario.measure.empty()) {
    Plan plan;
    plan.scenario = scenario;
    add_programs(scenario, plan);
    return plan;
  }
  const std::vector<Variant> variants = settled_variants(scenario);
  const std::size_t baseline = baseline_of(scenario, variants);
  // One more than there are variants stands for the control.
  // Attacks on availability have controls of their own (arms `none` and `sink`).
  const bool controlled =
      !scenario.flood && std::ranges::any_of(variants, [](const Variant& variant) {
        return !is_security(variant.attack);
      });
  const std::size_t runs_of_a_round = variants.size() + (controlled ? 1 : 0);
  Plan plan;
  plan.scenario = scenario;
  for (int round = 1; round <= scenario.rounds; ++round) {
    const std::vector<std::size_t> order = order_of(scenario.seed, round, runs_of_a_round);
    for (std::size_t slot = 1; slot <= order.size(); ++slot) {
      const bool control = order[slot - 1] == variants.size();
      const std::size_t index = control ? baseline : order[slot - 1];
      Run run = make_run(scenario, variants[index], index, round);
      run.slot = static_cast<int>(slot);
      run.control = control;
      run.id = fmt::format("r{:02}-{:02}-{}{}",
                           round,
                           slot,
                           levels_text(scenario, variants[index]),
                           control ? "-control" : "");
      plan.runs.push_back(std::move(run));
    }
  }
  const auto rounds = static_cast<std::size_t>(scenario.rounds);
  for (std::size_t i = 0; i < variants.size(); ++i) {
    add_needs(scenario, variants[i], controlled && i == baseline ? 2 * rounds : rounds, plan.needs);
  }
  return plan;
}

namespace {

void check_cpu(const Group& group) {
  const CipherRules* rules = find_rules(group.cipher);
  if (rules == nullptr) {
    return;
  }
  const auto& supported = rules->supported;
  if (!group.implementation.empty() &&
      std::ranges::find(supported, group.implementation) == supported.end()) {
    throw base::Error(base::ExitCode::environment,
                      fmt::format("this CPU lacks what implementation {} of {} needs; it has: {}",
                                  group.implementation,
                                  group.cipher,
                                  fmt::join(supported, ", ")));
  }
  if (group.sealing == "batch" &&
      envelope::batch_implementation(envelope_of(group, 1)) == nullptr) {
    throw base::Error(
        base::ExitCode::environment,
        fmt::format("this CPU lacks what batches of {} need: AVX2 at least", group.cipher));
  }
}

}  // namespace

void check_cpu(const Plan& plan) {
  for (const Run& run : plan.runs) {
    for (const Group& group : run.groups) {
      check_cpu(group);
    }
  }
}

}  // namespace mqseal::scenario
