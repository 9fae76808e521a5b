// SPDX-License-Identifier: MIT
// What stands in mosquitto.conf, and where.
#include <algorithm>
#include <map>
#include <sstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/broker/mosquitto_config.h"

namespace mqseal::broker {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

using Sections = std::map<std::string, std::vector<std::string>>;

/// Lines before the first listener under "", then each listener's under its line.
Sections sections_of(const std::string& text) {
  Sections sections;
  std::istringstream in(text);
  std::string line, name;
  while (std::getline(in, line)) {
    if (line.starts_with("listener ")) {
      name = line;
      sections[name];
    } else if (!line.empty() && line.front() != '#') {
      sections[name].push_back(line);
    }
  }
  return sections;
}

Sections render(const std::map<std::string, std::string>& settings) {
  ConfigInputs inputs;
  inputs.plain_port = 1883;
  inputs.tls_port = 8883;
  inputs.tree = pki::tree_in("/certs");
  inputs.dir = "/run dir";
  inputs.user = "alice";
  inputs.settings = settings;
  return sections_of(render_config(inputs));
}

constexpr const char* plain = "listener 1883 127.0.0.1";
constexpr const char* tls = "listener 8883 127.0.0.1";

TEST(MosquittoConfig, has_two_loopback_listeners_of_which_one_asks_for_certificates) {
  const Sections sections = render({});
  ASSERT_EQ(sections.size(), 3U);
  EXPECT_TRUE(sections.at(plain).empty());
  EXPECT_THAT(sections.at(tls),
              ::testing::UnorderedElementsAre("cafile /certs/ca/ca.crt",
                                              "certfile /certs/broker/broker.crt",
                                              "keyfile /certs/broker/broker.key",
                                              "require_certificate true"));
  for (const char* line : {"set_tcp_nodelay true",
                           "allow_anonymous true",
                           "persistence false",
                           "persistence_location /run dir/",
                           "sys_interval 1",
                           "user alice"}) {
    EXPECT_THAT(sections.at(""), Contains(line));
  }
}

TEST(MosquittoConfig, puts_each_setting_where_mosquitto_reads_it) {
  const Sections sections = render({{"max_queued_messages", "0"},
                                    {"tls_version", "tlsv1.2"},
                                    {"max_connections", "100"},
                                    {"tls.max_connections", "50"},
                                    {"require_certificate", "false"},
                                    {"log_type", "error subscribe"}});
  EXPECT_THAT(sections.at(""), Contains("max_queued_messages 0"));
  EXPECT_THAT(sections.at(""), Not(Contains("max_queued_messages 1000")));
  EXPECT_THAT(sections.at(plain), ::testing::ElementsAre("max_connections 100"));
  EXPECT_THAT(sections.at(tls), Contains("max_connections 50"));
  EXPECT_THAT(sections.at(tls), Contains("tls_version tlsv1.2"));
  EXPECT_THAT(sections.at(tls), Contains("require_certificate false"));
  EXPECT_THAT(sections.at(tls), Not(Contains("require_certificate true")));
  EXPECT_THAT(sections.at(""), Contains("log_type error"));
  EXPECT_THAT(sections.at(""), Contains("log_type subscribe"));
  EXPECT_THAT(sections.at(""), Not(Contains("log_type notice")));
}

TEST(MosquittoConfig, lets_a_prefix_win_over_the_same_key_without_one) {
  const Sections sections =
      render({{"require_certificate", "false"}, {"tls.require_certificate", "true"}});
  EXPECT_THAT(sections.at(tls), Contains("require_certificate true"));
}

// mosquitto.conf(5): per_listener_settings must stand first, and then the broker-wide security
// lines no longer count.
TEST(MosquittoConfig, hands_security_down_where_listeners_differ) {
  const Sections together = render({{"acl_file", "/acl"}});
  EXPECT_EQ(together.at("").front(), "per_listener_settings false");
  const Sections apart = render({{"plain.allow_anonymous", "false"}, {"acl_file", "/acl"}});
  EXPECT_EQ(apart.at("").front(), "per_listener_settings true");
  EXPECT_THAT(apart.at(""), Not(Contains(HasSubstr("allow_anonymous"))));
  EXPECT_THAT(apart.at(""), Not(Contains("acl_file /acl")));
  EXPECT_THAT(apart.at(plain), Contains("allow_anonymous false"));
  EXPECT_THAT(apart.at(plain), Contains("acl_file /acl"));
  EXPECT_THAT(apart.at(tls), Contains("allow_anonymous true"));
  EXPECT_THAT(apart.at(tls), Contains("acl_file /acl"));
}

TEST(MosquittoConfig, refuses_what_would_break_the_set_up) {
  for (const auto& [key, value] : {std::pair{"listener", "1884"},
                                   std::pair{"tls.cafile", "/other"},
                                   std::pair{"user", "root"},
                                   std::pair{"include_dir", "/etc"},
                                   std::pair{"max_qos", "1\nlistener 1884 0.0.0.0"},
                                   std::pair{"max_qos 1\nlistener", "1884"},
                                   std::pair{"", "1"},
                                   std::pair{"plain.sys_interval", "5"}}) {
    try {
      render({{key, value}});
      ADD_FAILURE() << "accepted " << key << ": " << value;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.code(), base::ExitCode::usage) << key;
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
    }
  }
}

}  // namespace
}  // namespace mqseal::broker
