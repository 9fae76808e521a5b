// SPDX-License-Identifier: MIT
// Topics against the examples of MQTT 3.1.1, section 4.7, and flows against counting by hand.
#include "sim/scenario/topic.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sim/base/error.h"

namespace mqseal::scenario {
namespace {

TEST(Topic, placeholders) {
  EXPECT_EQ(expand_topic("a/{group}/{client}/{client}", "g", 12), "a/g/12/12");
  EXPECT_EQ(expand_topic("plain", "g", 0), "plain");
  EXPECT_EQ(expand_topic("{group}", "{client}", 3), "3");
}

TEST(Topic, matches_as_the_standard_says) {
  const std::vector<std::pair<std::string, std::string>> matching{
      // 4.7.1.2
      {"sport/tennis/player1/#", "sport/tennis/player1"},
      {"sport/tennis/player1/#", "sport/tennis/player1/ranking"},
      {"sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon"},
      {"sport/#", "sport"},
      {"#", "a/b/c"},
      {"#", "/"},
      // 4.7.1.3
      {"sport/tennis/+", "sport/tennis/player1"},
      {"sport/+", "sport/"},
      {"+/+", "/finance"},
      {"/+", "/finance"},
      {"+/tennis/#", "sport/tennis/player1"},
      {"sport/+/player1", "sport/tennis/player1"},
      // 4.7.2
      {"$SYS/#", "$SYS/broker"},
      {"$SYS/monitor/+", "$SYS/monitor/Clients"},
      {"a", "a"}};
  for (const auto& [filter, topic] : matching) {
    EXPECT_TRUE(topic_matches(filter, topic)) << filter << " " << topic;
  }
  const std::vector<std::pair<std::string, std::string>> different{
      {"sport/tennis/+", "sport/tennis/player1/ranking"},
      {"sport/+", "sport"},
      {"+", "/finance"},
      {"#", "$SYS/broker"},
      {"+/monitor/Clients", "$SYS/monitor/Clients"},
      {"sport/tennis/player1/#", "sport/tennis"},
      {"a", "A"},
      {"a", "a/"},
      {"a/", "a"},
      {"ab/+", "abc/d"},
      {"a/b", "a"}};
  for (const auto& [filter, topic] : different) {
    EXPECT_FALSE(topic_matches(filter, topic)) << filter << " " << topic;
  }
}

TEST(Topic, names_and_filters_that_are_good) {
  for (const char* name : {"a", "/", "a/b c/\u00e4", "a//b"}) {
    EXPECT_EQ(topic_name_fault(name), "");
  }
  for (const char* filter : {"#", "+", "a/+/b", "+/+/#", "/+", "$SYS/#", "sport+x/y"}) {
    const bool good = std::string(filter) != "sport+x/y";
    EXPECT_EQ(topic_filter_fault(filter).empty(), good) << filter;
  }
}

TEST(Topic, faults) {
  EXPECT_EQ(topic_name_fault(""), "it is empty");
  EXPECT_EQ(topic_name_fault(std::string(65536, 'a')), "it is longer than 65535 bytes");
  EXPECT_EQ(topic_name_fault(std::string_view("a\0b", 3)), "it is not printable UTF-8");
  EXPECT_EQ(topic_name_fault("\xff"), "it is not printable UTF-8");
  EXPECT_EQ(topic_name_fault("a/#"), "+ and # are for subscribers");
  EXPECT_EQ(topic_filter_fault("a#"), "+ and # must fill a whole level");
  EXPECT_EQ(topic_filter_fault("#/a"), "# must be the last level");
}

Group group(std::string name, Role role, std::size_t clients, std::string topic) {
  Group made;
  made.name = std::move(name);
  made.role = role;
  made.clients = clients;
  made.topic = std::move(topic);
  return made;
}

TEST(Flows, count_pairs_of_clients) {
  struct Case {
    std::size_t publishers, subscribers;
    const char* topic;
    const char* filter;
    std::uint64_t pairs;
  };

  for (const Case& c : {Case{10, 10, "t/{client}", "t/{client}", 10},  // one-to-one
                        Case{10, 4, "t/{client}", "t/{client}", 4},
                        Case{10, 1, "t/{client}", "t/+", 10},  // fan-in
                        Case{1, 10, "t", "t", 10},             // fan-out
                        Case{3, 5, "t/{client}", "#", 15},
                        Case{12, 12, "t/{client}/x", "t/{client}/#", 12},
                        Case{12, 12, "{client}/t", "+/t", 144},
                        Case{12, 2, "t{client}/x", "t{client}/+", 2}}) {
    const auto flows = flows_between({group("p", Role::publisher, c.publishers, c.topic),
                                      group("s", Role::subscriber, c.subscribers, c.filter)});
    ASSERT_EQ(flows.size(), 1U) << c.filter;
    EXPECT_EQ(flows[0].from, 0U);
    EXPECT_EQ(flows[0].to, 1U);
    EXPECT_EQ(flows[0].pairs, c.pairs) << c.topic << " " << c.filter;
  }
}

TEST(Flows, agree_with_matching_every_pair) {
  const std::vector<std::string> topics{
      "a", "a/{client}", "a/b/{client}", "ab/{client}", "{group}"};
  const std::vector<std::string> filters{
      "#", "a/#", "a/+", "a/b/#", "+/{client}", "a/{client}/#", "+", "ab/+", "p", "a/{client}"};
  for (const std::string& topic : topics) {
    for (const std::string& filter : filters) {
      std::uint64_t pairs = 0;
      for (std::size_t p = 0; p < 13; ++p) {
        for (std::size_t s = 0; s < 11; ++s) {
          pairs +=
              topic_matches(expand_topic(filter, "s", s), expand_topic(topic, "p", p)) ? 1U : 0U;
        }
      }
      const auto flows = flows_between(
          {group("s", Role::subscriber, 11, filter), group("p", Role::publisher, 13, topic)});
      EXPECT_EQ(flows.empty() ? 0 : flows[0].pairs, pairs) << topic << " " << filter;
    }
  }
}

TEST(Flows, too_many_pairs_to_look_at_are_refused) {
  const std::vector<Group> groups{group("p", Role::publisher, 50'000, "{client}/t"),
                                  group("s", Role::subscriber, 50'000, "+/t{client}")};
  EXPECT_THROW(static_cast<void>(flows_between(groups)), base::Error);
}

}  // namespace
}  // namespace mqseal::scenario
