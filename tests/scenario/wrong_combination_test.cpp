// SPDX-License-Identifier: MIT
// Values that are good alone and impossible together.
#include <vector>

#include <gtest/gtest.h>

#include "tests/scenario/refusal.h"

namespace mqseal::scenario {
namespace {

using testing_support::Refusal;
using testing_support::RefusalName;

class WrongCombination : public testing::TestWithParam<Refusal> {};

TEST_P(WrongCombination, is_refused_with_exactly_these_words) {
  testing_support::expect_refused(GetParam());
}

const std::vector<Refusal> wrong_combinations{
    {"replay_window_off_grid",
     "    topic: a/+",
     "    topic: a/+\n    replay_window: 100",
     "11:20: \"replay_window\" must be a whole number from 0 to 1048576, a multiple of 64, not "
     "\"100\""},
    {"keep_alive_too_short",
     "    cipher: aes-128-eax",
     "    keep_alive: 3s",
     "7:17: a keep alive of 3s does not go with libmosquitto; allowed: 0s (off), or 5s and more"},
    {"keep_alive_in_fractions",
     "    cipher: aes-128-eax",
     "    keep_alive: 5500ms",
     "7:17: \"keep_alive\" must be a duration of whole seconds from 0s to 65535s, not \"5500ms\""},
    {"publisher_key_at_subscriber",
     "    topic: a/+",
     "    topic: a/+\n    rate: 1/s",
     "11:5: \"rate\" is a key of publishers, and group \"sub\" is a subscriber; remove it"},
    {"envelope_key_at_subscriber",
     "    topic: a/+",
     "    topic: a/+\n    cipher: none",
     "11:5: \"cipher\" is a key of publishers, and group \"sub\" is a subscriber, which opens with "
     "the settings of the publishers that it hears; remove it"},
    {"subscriber_key_at_publisher",
     "    cipher: aes-128-eax",
     "    replay_window: 64",
     "7:5: \"replay_window\" is a key of subscribers, and group \"pub\" is a publisher; remove it"},
    {"tag_that_the_cipher_lacks",
     "    cipher: aes-128-eax",
     "    cipher: speck-64-128-eax\n    tag_bytes: 16B",
     "8:16: a tag of 16B does not go with speck-64-128-eax; allowed: 4B, 5B, 6B, 7B, 8B, or "
     "default (8B)"},
    {"tag_without_cipher",
     "    cipher: aes-128-eax",
     "    tag_bytes: 8B",
     "7:16: cipher none has no tag; allowed: default"},
    {"odd_ccm_tag",
     "    cipher: aes-128-eax",
     "    cipher: aes-128-ccm\n    tag_bytes: 7B",
     "8:16: a tag of 7B does not go with aes-128-ccm; allowed: 4B, 6B, 8B, 10B, 12B, 14B, 16B, or "
     "default (16B)"},
    {"tag_impossible_in_matrix",
     "",
     "matrix:\n  cipher: [none, aes-128-eax, present-80-eax]\n  tag_bytes: [8B, 12B]\n",
     "14:19: a tag of 12B does not go with present-80-eax; allowed: 4B, 5B, 6B, 7B, 8B, or default "
     "(8B)"},
    {"fixed_nonce",
     "    cipher: aes-128-eax",
     "    cipher: aes-128-eax\n    nonce: fixed",
     "8:12: nonce fixed repeats keystream; allowed only with lab_mistakes: true"},
    {"raw_with_cipher",
     "    cipher: aes-128-eax",
     "    cipher: aes-128-eax\n    format: raw",
     "8:13: format raw carries the payload alone, so it does not go with cipher aes-128-eax; "
     "allowed: cipher none, or format compact"},
    {"lab_without_cipher",
     "    cipher: aes-128-eax",
     "    format: lab",
     "7:13: format: lab and cose carry ciphertext, so they need a cipher other than none"},
    {"cose_without_a_registered_number",
     "    cipher: aes-128-eax",
     "    cipher: aes-128-eax\n    format: cose",
     "4:5: cose_private: COSE has no registered algorithm for aes-128-eax; set it to use a private "
     "number, which no other program knows"},
    {"raw_without_room",
     "    cipher: aes-128-eax",
     "    format: raw\n    payload_bytes: 11B",
     "8:20: in format raw the payload itself says who sent what, which takes 12B; allowed: 12B and "
     "more"},
    {"reserved_setting_of_a_listener",
     "",
     "broker: {settings: {tls.keyfile: x}}\n",
     "12:21: \"tls.keyfile\" is set by mqseal itself and cannot be changed here"},
    {"ramp_without_an_end",
     "    cipher: aes-128-eax",
     "    schedule: ramp",
     "7:15: schedule ramp goes from `rate` to `rate_to`; name rate_to"},
    {"an_end_without_a_ramp",
     "    cipher: aes-128-eax",
     "    rate_to: 5/s",
     "7:14: goes with schedule ramp or staircase only"},
    {"closed_loop_over_threads",
     "groups:\n  - name: pub\n    role: publisher\n",
     "fleet: {threads: 2}\ngroups:\n  - name: pub\n    role: publisher\n    schedule: closed\n",
     "7:15: a closed loop passes each receipt on to its publisher, so both need the same thread; "
     "set fleet.threads: 1"},
    {"will_of_each_client",
     "    cipher: aes-128-eax",
     "    will: gone/{client}",
     "7:11: \"gone/{client}\" is not a topic for a will: one will for the whole group, so no "
     "{client}"},
    {"fault_after_the_window",
     "",
     "faults: [{action: kill, at: 500ms}]\n",
     "12:29: the fault is over only after the measured window of 1s"},
    {"faults_that_overlap",
     "",
     "faults: [{action: pause, at: 0s, for: 300ms}, {action: kill, at: 200ms, for: 1ms}]\n",
     "12:66: begins before the fault above it is over"},
    {"raw_with_cipher_in_matrix",
     "",
     "matrix: {cipher: [none, aes-128-eax], format: [raw]}\n",
     "12:48: format raw carries the payload alone, so it does not go with cipher aes-128-eax; "
     "allowed: cipher none, or format compact"},
    {"filter_without_publisher",
     "topic: a/+",
     "topic: b/+",
     "10:12: the filter \"b/+\" of group \"sub\" matches no publisher's topic; {group} stands for "
     "the subscriber's own name here"},
    {"filter_with_own_group_name",
     "topic: a/+",
     "topic: \"{group}/+\"",
     "10:12: the filter \"{group}/+\" of group \"sub\" matches no publisher's topic; {group} "
     "stands for the subscriber's own name here"},
    {"two_groups_of_one_name",
     "name: sub",
     "name: pub",
     "8:11: two groups have the name \"pub\"; names must differ"},
    {"no_publisher",
     "role: publisher\n    topic: a/{client}\n    cipher: aes-128-eax",
     "role: subscriber\n    topic: a/{client}",
     "4:3: no group publishes; at least one needs role: publisher"},
    {"publishers_sealed_differently",
     "  - name: sub",
     "  - name: other\n    role: publisher\n    topic: a/other\n  - name: sub",
     "13:12: group \"sub\" hears \"pub\" and \"other\", which seal differently; give each its own "
     "topic and its own subscribers"},
    {"wildcard_in_topic",
     "topic: a/{client}",
     "topic: a/+",
     "6:12: \"a/+\" is not a topic to publish to: + and # are for subscribers"},
    {"bad_filter",
     "topic: a/+",
     "topic: a/b+",
     "10:12: \"a/b+\" is not a topic filter: + and # must fill a whole level"},
    {"hash_in_the_middle",
     "topic: a/+",
     "topic: \"a/#/b\"",
     "10:12: \"a/#/b\" is not a topic filter: # must be the last level"},
    {"shared_subscription",
     "topic: a/+",
     "topic: $share/g/a/+",
     "10:12: \"$share/g/a/+\" is not a topic filter: shared subscriptions are not in this version "
     "of mqseal"},
    {"dollar_topic",
     "topic: a/{client}",
     "topic: $SYS/a",
     "6:12: \"$SYS/a\" is not a topic to publish to: topics that begin with $ belong to the "
     "broker"},
    {"unknown_placeholder",
     "topic: a/{client}",
     "topic: \"a/{id}\"",
     "6:12: \"a/{id}\" is not a topic to publish to: the only placeholders are {group} and "
     "{client}"},
    {"one_port_for_both",
     "",
     "broker: {plain_port: 1883, tls_port: 1883}\n",
     "12:38: both listeners on port 1883; the two ports must differ, or be free"},
    {"port_zero",
     "",
     "broker: {plain_port: 0}\n",
     "12:22: \"plain_port\" must be a whole number from 1 to 65535, or free, not \"0\""},
    {"unknown_broker",
     "",
     "broker: {kind: mosquito}\n",
     "12:16: \"kind\" must be mosquitto, not \"mosquito\"; did you mean \"mosquitto\"?"},
    {"reserved_setting",
     "",
     "broker: {settings: {listener: 1}}\n",
     "12:21: \"listener\" is set by mqseal itself and cannot be changed here"},
    {"setting_with_a_line_break",
     "",
     "broker: {settings: {max_queued_messages: \"1\\n2\"}}\n",
     "12:42: \"max_queued_messages\" must be one line of text, not \"1\\x0a2\""},
    {"setting_name",
     "",
     "broker: {settings: {\"a b\": 1}}\n",
     "12:21: \"a b\" is not the name of a setting; allowed: a-z, 0-9, _ and ."},
    {"threshold_without_limit",
     "",
     "thresholds:\n  - {metric: counts.lost}\n",
     "13:5: a threshold needs max, min or both"},
    {"threshold_that_nothing_passes",
     "",
     "thresholds:\n  - {metric: counts.lost, max: 1, min: 2}\n",
     "13:40: min is above max: nothing can pass"},
    {"threshold_for_no_run",
     "",
     "thresholds:\n  - {metric: counts.lost, max: 1, where: none}\n",
     "13:42: no run has cipher \"none\"; allowed: * (all runs), aes-128-eax"},
    {"threshold_not_a_number",
     "",
     "thresholds:\n  - {metric: counts.lost, max: inf}\n",
     "13:32: \"max\" must be a number, 0 or more, or none, not \"inf\""},
    {"threshold_below_zero",
     "",
     "thresholds:\n  - {metric: counts.lost, max: -1}\n",
     "13:32: \"max\" must be a number, 0 or more, or none, not \"-1\""},
    {"threshold_with_unit",
     "",
     "thresholds:\n  - {metric: latency_us.response.p99, max: 10ms}\n",
     "13:44: \"max\" must be a number, 0 or more, or none, not \"10ms\""},
    {"too_many_runs",
     "",
     "rounds: 1000\nmatrix: {clients: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], cipher: [none, aes-128-eax, "
     "ascon-aead128, aes-128-gcm, aes-128-ccm, present-80-eax, present-128-eax, chacha20-poly1305, "
     "speck-64-128-eax, simon-64-128-eax]}\n",
     " the matrix makes too many runs (100 combinations or more, 1000 rounds, 2 groups); at most "
     "200000 groups over all runs"},
};

INSTANTIATE_TEST_SUITE_P(Scenario,
                         WrongCombination,
                         testing::ValuesIn(wrong_combinations),
                         RefusalName());

}  // namespace
}  // namespace mqseal::scenario
