// SPDX-License-Identifier: MIT
// The keys of a scenario file outside its groups, in the order in which they are documented.
#include "sim/scenario/key_builders.h"
#include "sim/scenario/keys.h"
#include "sim/scenario/keys_of_attacks.h"
#include "sim/scenario/metrics.h"

namespace mqseal::scenario {
namespace {

constexpr double hour_ns = 3600e9;

}  // namespace

const Keys<Scenario>& scenario_keys() {
  static const Keys<Scenario> keys = make::joined<Scenario>(
      {make::section<Scenario>("schema", "Version of this file's format: mqseal-scenario/1.", true),
       make::word<Scenario>({.name = "name",
                             .kind = Kind::identifier,
                             .help = "Short name; part of the output folder's name.",
                             .required = true},
                            &Scenario::name),
       make::text<Scenario>({.name = "about", .help = "What the scenario shows, for the report."},
                            &Scenario::about),
       make::integer<Scenario>({.name = "seed",
                                .help = "Start of all random streams: order of runs, schedules, "
                                        "payloads. Keys and nonces never come from it.",
                                .max = 9007199254740991},
                               &Scenario::seed),
       make::integer<Scenario>({.name = "rounds",
                                .help = "How often every combination runs, interleaved in random "
                                        "order. Intervals that hold need at least 6, verdicts over "
                                        "many comparisons 10.",
                                .min = 1,
                                .max = 1000},
                               &Scenario::rounds),
       make::percent<Scenario>({.name = "margin",
                                .help = "Changes smaller than this do not matter to you; fixed "
                                        "before the run, so that `equivalent` means something.",
                                .min = 0.0001,
                                .max = 1},
                               &Scenario::margin),
       make::choices<Scenario>({.name = "primary",
                                .help = "The declared family of metrics: only these get corrected "
                                        "p-values and firm verdicts.",
                                .allowed = metric_names()},
                               &Scenario::primary),
       make::flag<Scenario>({.name = "quick_look",
                             .help = "The result is a quick look, not for claims: quality failures "
                                     "only warn."},
                            &Scenario::quick_look),
       make::flag<Scenario>({.name = "lab_mistakes",
                             .help = "Allows settings that are wrong on purpose (nonce: fixed)."},
                            &Scenario::lab_mistakes),
       make::section<Scenario>("broker", "The broker process and its settings."),
       make::section<Scenario>("fleet", "How the virtual clients are driven."),
       make::section<Scenario>("groups", "Groups of like clients; at least one publishes.", true),
       make::section<Scenario>("phases", "How long each part of a run takes.", true, "attacks"),
       make::section<Scenario>("faults", "What is done to the broker in each run, and when."),
       make::section<Scenario>(
           "search",
           "Search for the highest rate that holds, in each combination and round, "
           "instead of measuring at `rate`."),
       make::section<Scenario>("matrix",
                               "Factors and their levels: every combination runs once a round. A "
                               "level applies to all groups for which the factor makes sense."),
       make::section<Scenario>("thresholds", "Limits; one that fails gives exit code 10."),
       make::section<Scenario>("decision",
                               "Which cipher: limits that rule out, and objectives over which the "
                               "rest is compared. No weights, no score."),
       make::section<Scenario>("attack",
                               "An attack on availability beside the fleet, and what answers it: "
                               "without it, with it, defended, and the attacker alone.")},
      attack_keys_of_scenario());
  return keys;
}

const Keys<FleetSettings>& fleet_keys() {
  static const Keys<FleetSettings> keys{
      make::integer<FleetSettings>(
          {.name = "threads",
           .help = "Threads, each with a share of the clients; more than the CPUs beside the "
                   "broker's only cost.",
           .min = 1,
           .max = 64},
          &FleetSettings::threads),
      make::duration<FleetSettings>(
          {.name = "spin",
           .help = "How long before a deadline the loop stops sleeping and spins; 0s: never, and "
                   "sends are late by a timer's wake-up (33 to 45 us on a virtual machine).",
           .max = 1e6},
          &FleetSettings::spin)};
  return keys;
}

const Keys<Fault>& fault_keys() {
  static const Keys<Fault> keys{
      make::enumeration<Fault>(
          {.name = "action",
           .help = "none: the control. pause: SIGSTOP, then SIGCONT. terminate, kill: SIGTERM or "
                   "SIGKILL, then the broker is started again.",
           .required = true},
          &Fault::action,
          {FaultAction::none, FaultAction::pause, FaultAction::terminate, FaultAction::kill}),
      make::duration<Fault>({.name = "at",
                             .help = "From the start of the measured window.",
                             .max = hour_ns,
                             .required = true},
                            &Fault::at),
      make::duration<Fault>(
          {.name = "for", .help = "Until it goes on, or is started again.", .max = hour_ns},
          &Fault::lasting)};
  return keys;
}

const Keys<SearchSettings>& search_keys() {
  static const Keys<SearchSettings> keys{
      make::enumeration<SearchSettings>(
          {.name = "of",
           .help = "Whose rate is searched: the publishers' together, or that of section `attack`; "
                   "the fleet then keeps its own."},
          &SearchSettings::of,
          {SearchOf::fleet, SearchOf::attack}),
      make::rate<SearchSettings>({.name = "start",
                                  .help = "First rate tried, over all publishers; each keeps its "
                                          "share of it.",
                                  .min = 1,
                                  .max = 1e7},
                                 &SearchSettings::start_msg_s),
      make::number<SearchSettings>({.name = "factor",
                                    .help = "From one rate to the next, until one fails.",
                                    .min = 1.01,
                                    .max = 10},
                                   &SearchSettings::factor),
      make::percent<SearchSettings>(
          {.name = "tolerance",
           .help = "The search ends when the highest rate that held and the lowest that failed are "
                   "this near.",
           .min = 0.005,
           .max = 1},
          &SearchSettings::tolerance),
      make::rate<SearchSettings>(
          {.name = "highest", .help = "Never try more.", .min = 1, .max = 1e7},
          &SearchSettings::highest_msg_s),
      make::percent<SearchSettings>({.name = "delivered",
                                     .help = "Least share of the schedule that must arrive.",
                                     .min = 0.5,
                                     .max = 1},
                                    &SearchSettings::delivered),
      make::duration<SearchSettings>(
          {.name = "p99", .help = "Response time p99 at most.", .min = 1e3, .max = hour_ns},
          &SearchSettings::p99)};
  return keys;
}

const Keys<Phases>& phase_keys() {
  static const Keys<Phases> keys{
      make::duration<Phases>(
          {.name = "warm_up", .help = "Published at the full rate, not recorded.", .max = hour_ns},
          &Phases::warm_up),
      make::duration<Phases>({.name = "measure",
                              .help = "The recorded window.",
                              .min = 1e6,
                              .max = 24 * hour_ns,
                              .required = true},
                             &Phases::measure),
      make::duration<Phases>({.name = "drain",
                              .help = "At most this long for what is still in flight; ends when "
                                      "nothing is.",
                              .max = hour_ns,
                              .required = true},
                             &Phases::drain)};
  return keys;
}

const Keys<Threshold>& threshold_keys() {
  static const Keys<Threshold> keys{
      make::word<Threshold>({.name = "metric",
                             .kind = Kind::choice,
                             .help = "Path of a number in result.json's runs; its name ends with "
                                     "its unit.",
                             .allowed = metric_names(),
                             .required = true},
                            &Threshold::metric),
      make::text<Threshold>(
          {.name = "where", .help = "Cipher id to which it applies, or * for all runs."},
          &Threshold::where),
      make::optional_number<Threshold>({.name = "max",
                                        .kind = Kind::number,
                                        .help = "Highest value that passes, in the metric's unit.",
                                        .word = "none"},
                                       &Threshold::max),
      make::optional_number<Threshold>({.name = "min",
                                        .kind = Kind::number,
                                        .help = "Lowest value that passes, in the metric's unit.",
                                        .word = "none"},
                                       &Threshold::min)};
  return keys;
}

}  // namespace mqseal::scenario
