// SPDX-License-Identifier: MIT
// Keys and values that no scenario may have: unknown, duplicate, missing, wrong type or unit.
#include <vector>

#include <gtest/gtest.h>

#include "sim/scenario/factors.h"
#include "tests/scenario/refusal.h"

namespace mqseal::scenario {
namespace {

using testing_support::Refusal;
using testing_support::RefusalName;

const std::string top_keys = testing_support::allowed_names(scenario_keys());
const std::string keys_of_groups = testing_support::allowed_names(group_keys());

std::string factor_names() {
  std::string names;
  for (const FactorInfo& factor : factors()) {
    if (factor.planned.empty()) {
      names += (names.empty() ? "" : ", ") + factor.key;
    }
  }
  return names;
}

const std::string ciphers =
    "none, aes-128-eax, speck-64-128-eax, speck-128-128-eax, simon-64-128-eax, simon-128-128-eax, "
    "present-80-eax, present-128-eax, ascon-aead128, aes-128-gcm, aes-128-ccm, chacha20-poly1305";
const std::string durations = "allowed: a number with ns, us, ms, s, min or h, as in 10s or 500ms";
const std::string sizes = "allowed: a number with B, KiB, MiB or GiB, as in 64B or 4KiB";

class WrongKey : public testing::TestWithParam<Refusal> {};

TEST_P(WrongKey, is_refused_with_exactly_these_words) {
  testing_support::expect_refused(GetParam());
}

const std::vector<Refusal> wrong_keys{
    {"unknown_key",
     "name: mini",
     "nmae: mini",
     "2:1: unknown key \"nmae\"; allowed here: " + top_keys + "; did you mean \"name\"?"},
    {"unknown_key_in_group",
     "    cipher: aes",
     "    cihper: aes",
     "7:5: unknown key \"cihper\"; allowed here: " + keys_of_groups + "; did you mean \"cipher\"?"},
    {"unknown_key_in_phases",
     "drain: 500ms",
     "drain: 500ms, warmup: 1s",
     "11:37: unknown key \"warmup\"; allowed here: warm_up, measure, drain; did you mean "
     "\"warm_up\"?"},
    {"unknown_key_without_a_guess",
     "name: mini",
     "name: mini\nzzzzzzzz: 1",
     "3:1: unknown key \"zzzzzzzz\"; allowed here: " + top_keys},
    {"unknown_factor",
     "",
     "matrix: {ciphers: [none]}\n",
     "12:10: unknown factor \"ciphers\"; allowed here: " + factor_names() +
         "; did you mean \"cipher\"?"},
    {"duplicate_key",
     "name: mini",
     "name: mini\nname: other",
     "3:1: duplicate key \"name\"; it stands at line 2 already, keep one of the two"},
    {"duplicate_key_in_group",
     "    cipher: aes-128-eax",
     "    topic: b",
     "7:5: duplicate key \"topic\"; it stands at line 6 already, keep one of the two"},
    {"missing_key",
     "name: mini\n",
     "",
     "1:1: \"scenario\" needs the key \"name\": Short name; part of the output folder's name."},
    {"missing_key_in_group",
     "    topic: a/{client}\n",
     "",
     "4:5: \"groups.0\" needs the key \"topic\": Topic of a publisher or filter of a subscriber (+ "
     "and # allowed). {group} is the group's name, {client} the client's index from 0: "
     "`site/{client}` on both sides makes one-to-one flows."},
    {"missing_section",
     "phases: {measure: 1s, drain: 500ms}\n",
     "",
     "1:1: \"scenario\" needs the key \"phases\": How long each part of a run takes."},
    {"wrong_schema",
     "mqseal-scenario/1",
     "mqseal-scenario/2",
     "1:9: \"schema\" must be mqseal-scenario/1, not \"mqseal-scenario/2\""},
    {"groups_is_a_map",
     "groups:\n  - name: pub\n    role: publisher\n    topic: a/{client}\n    cipher: "
     "aes-128-eax\n  - name: sub\n    role: subscriber\n    topic: a/+\n",
     "groups: {a: b}\n",
     "3:9: \"groups\" must be a list, not a map"},
    {"groups_is_null",
     "groups:\n  - name: pub\n    role: publisher\n    topic: a/{client}\n    cipher: "
     "aes-128-eax\n  - name: sub\n    role: subscriber\n    topic: a/+\n",
     "groups:\n",
     "3:1: \"groups\" must be a list, not nothing"},
    {"groups_is_empty",
     "groups:\n  - name: pub\n    role: publisher\n    topic: a/{client}\n    cipher: "
     "aes-128-eax\n  - name: sub\n    role: subscriber\n    topic: a/+\n",
     "groups: []\n",
     "3:9: no group publishes; at least one needs role: publisher"},
    {"group_is_text",
     "  - name: pub\n    role: publisher\n    topic: a/{client}\n    cipher: aes-128-eax\n",
     "  - pub\n",
     "4:5: \"groups.0\" must be a map, not \"pub\""},
    {"null_value",
     "name: mini",
     "name:",
     "2:1: \"name\" must be a name of letters, digits, _ . - (at most 48), not nothing"},
    {"bad_identifier",
     "name: mini",
     "name: \"a b\"",
     "2:7: \"name\" must be a name of letters, digits, _ . - (at most 48), not \"a b\""},
    {"integer_as_text",
     "name: mini",
     "name: mini\nrounds: ten",
     "3:9: \"rounds\" must be a whole number from 1 to 1000, not \"ten\""},
    {"integer_in_quotes",
     "name: mini",
     "name: mini\nrounds: \"10\"",
     "3:9: \"rounds\" must be a whole number from 1 to 1000, not \"10\""},
    {"integer_out_of_range",
     "name: mini",
     "name: mini\nrounds: 0",
     "3:9: \"rounds\" must be a whole number from 1 to 1000, not \"0\""},
    {"integer_with_fraction",
     "name: mini",
     "name: mini\nrounds: 1.5",
     "3:9: \"rounds\" must be a whole number from 1 to 1000, not \"1.5\""},
    {"integer_negative",
     "name: mini",
     "name: mini\nseed: -1",
     "3:7: \"seed\" must be a whole number from 0 to 9007199254740991, not \"-1\""},
    {"integer_is_a_list",
     "name: mini",
     "name: mini\nrounds: [1]",
     "3:9: \"rounds\" must be a whole number from 1 to 1000, not a list"},
    {"flag_as_yes",
     "name: mini",
     "name: mini\nquick_look: yes",
     "3:13: \"quick_look\" must be true or false, not \"yes\""},
    {"percent_without_unit",
     "name: mini",
     "name: mini\nmargin: 0.05",
     "3:9: \"margin\": \"0.05\" is not a percentage: it has no unit; allowed: a number with %, as "
     "in 5%"},
    {"percent_out_of_range",
     "name: mini",
     "name: mini\nmargin: 200%",
     "3:9: \"margin\" must be a percentage from 0.01% to 100%, not \"200%\""},
    {"duration_without_unit",
     "measure: 1s",
     "measure: 10",
     "11:19: \"measure\": \"10\" is not a duration: it has no unit; " + durations},
    {"duration_wrong_unit",
     "measure: 1s",
     "measure: 1sec",
     "11:19: \"measure\": \"1sec\" is not a duration: unknown unit \"sec\"; " + durations},
    {"duration_zero",
     "measure: 1s",
     "measure: 0s",
     "11:19: \"measure\" must be a duration from 1ms to 24h, not \"0s\""},
    {"size_without_unit",
     "    cipher: aes-128-eax",
     "    payload_bytes: 64",
     "7:20: \"payload_bytes\": \"64\" is not a size in bytes: it has no unit; " + sizes},
    {"size_wrong_unit",
     "    cipher: aes-128-eax",
     "    payload_bytes: 64s",
     "7:20: \"payload_bytes\": \"64s\" is not a size in bytes: unknown unit \"s\"; " + sizes},
    {"size_too_large",
     "    cipher: aes-128-eax",
     "    payload_bytes: 16MiB",
     "7:20: \"payload_bytes\" must be a size from 1B to 16777215B, not \"16MiB\""},
    {"rate_without_unit",
     "    cipher: aes-128-eax",
     "    rate: 10",
     "7:11: \"rate\": \"10\" is not a rate: it has no unit; allowed: a number with /s, /min or /h, "
     "as in 500/s or 1/min"},
    {"rate_zero",
     "    cipher: aes-128-eax",
     "    rate: 0/s",
     "7:11: \"rate\" must be a rate from 1/h to 1000000/s, not \"0/s\""},
    {"tag_wrong_unit",
     "    cipher: aes-128-eax",
     "    tag_bytes: 8",
     "7:16: \"tag_bytes\": \"8\" is not a size in bytes: it has no unit; " + sizes +
         ", or default"},
    {"unknown_cipher",
     "aes-128-eax",
     "aes-128-eaz",
     "7:13: \"cipher\" must be one of: " + ciphers +
         ", not \"aes-128-eaz\"; did you mean \"aes-128-eax\"?"},
    {"unknown_role",
     "role: publisher",
     "role: publsher",
     "5:11: \"role\" must be one of: publisher, subscriber, not \"publsher\"; did you mean "
     "\"publisher\"?"},
    {"unknown_schedule",
     "    cipher: aes-128-eax",
     "    schedule: rampe",
     "7:15: \"schedule\" must be one of: constant, poisson, bursty, ramp, staircase, closed, not "
     "\"rampe\"; did you mean \"ramp\"?"},
    {"sizes_in_the_wrong_order",
     "    cipher: aes-128-eax",
     "    payload_bytes: 256B..16B",
     "7:20: \"payload_bytes\" must be a smaller and a larger size, as 16B..256B, not "
     "\"256B..16B\""},
    {"a_size_without_a_unit_in_a_list",
     "    cipher: aes-128-eax",
     "    payload_bytes: 16B,64",
     "7:20: \"payload_bytes\": \"64\" is not a size in bytes: it has no unit; " + sizes},
    {"fault_without_an_action",
     "",
     "faults: [{at: 100ms}]\n",
     "12:10: \"faults.0\" needs the key \"action\": none: the control. pause: SIGSTOP, then "
     "SIGCONT. terminate, kill: "
     "SIGTERM or SIGKILL, then the broker is started again."},
    {"planned_broker",
     "",
     "broker: {kind: external}\n",
     "12:16: \"kind\": external is not in this version of mqseal; it must be one of: mosquitto, "
     "rabbitmq, ejabberd, aedes, command"},
    {"planned_factor",
     "",
     "matrix: {topology: [fan-in]}\n",
     "12:10: \"topology\" (fan-in and fan-out as levels) is not in this version of mqseal; remove "
     "it"},
    {"metric_twice",
     "",
     "primary: [cpu.seal_ns, cpu.seal_ns]\n",
     "12:24: \"cpu.seal_ns\" stands twice in \"primary\""},
    {"level_twice",
     "",
     "matrix: {payload_bytes: [4KiB, 4096B]}\n",
     "12:32: level 4KiB stands twice in \"payload_bytes\""},
    {"no_levels", "", "matrix: {qos: []}\n", "12:15: a factor has 1 to 100 levels, not 0"},
    {"level_of_wrong_type",
     "",
     "matrix: {qos: [0, 3]}\n",
     "12:19: \"qos\" must be a whole number from 0 to 2, not \"3\""},
    {"levels_not_a_list",
     "",
     "matrix: {cipher: none}\n",
     "12:18: \"matrix.cipher\" must be a list, not \"none\""},
};

INSTANTIATE_TEST_SUITE_P(Scenario, WrongKey, testing::ValuesIn(wrong_keys), RefusalName());

}  // namespace
}  // namespace mqseal::scenario
