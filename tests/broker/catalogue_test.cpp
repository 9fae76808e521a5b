// SPDX-License-Identifier: MIT
// Every broker of the catalogue that is installed here: started in a network of its own, asked what
// it can do, started again. One that is missing must say how to get it.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/broker/adapter.h"
#include "sim/broker/broker.h"
#include "sim/broker/preparation.h"
#include "sim/sandbox/network.h"
#include "sim/sandbox/support.h"
#include "sim/scenario/keys.h"
#include "tests/broker/processes.h"
#include "tests/pki/openssl.h"

namespace mqseal::broker {
namespace {

using test::TemporaryFolder;
using ::testing::HasSubstr;

/// Lines that start a broker through a shell that stays, for kind command.
std::string command_for_mosquitto(const std::filesystem::path& folder) {
  const auto file = folder / "own.conf";
  std::ofstream(file) << "allow_anonymous true\nset_tcp_nodelay true\nuser " << current_user()
                      << "\n";
  return "printf 'listener %s 127.0.0.1\\nlistener %s 127.0.0.1\\ncafile %s\\ncertfile %s\\n"
         "keyfile %s\\nrequire_certificate true\\n' $MQSEAL_PLAIN_PORT $MQSEAL_TLS_PORT "
         "$MQSEAL_CA $MQSEAL_CERT $MQSEAL_KEY | cat " +
         file.string() + " - >$MQSEAL_DIR/all.conf\n" +
         find_program("mosquitto", "").value_or("mosquitto").string() +
         " -c $MQSEAL_DIR/all.conf\nexit $?";
}

struct Entry {
  std::string kind;
  const Adapter* adapter;
};

void PrintTo(const Entry& entry, std::ostream* out) {
  *out << entry.kind;
}

std::vector<Entry> entries() {
  return {
#define MQSEAL_BROKER(id, seconds) Entry{#id, &id##_adapter()},
#include "sim/scenario/broker_kinds.def"
#undef MQSEAL_BROKER
  };
}

class CatalogueTest : public ::testing::TestWithParam<Entry> {
 protected:
  void SetUp() override {
    const sandbox::Support support = sandbox::prepare();
    ASSERT_TRUE(support.possible) << support.reason;
  }

  [[nodiscard]] scenario::BrokerSettings settings() const {
    scenario::BrokerSettings settings;
    settings.kind = GetParam().kind;
    settings.plain_port = 1883;
    settings.tls_port = 8883;
    if (settings.kind == "command") {
      settings.command = command_for_mosquitto(folder_.path());
    }
    return settings;
  }

  void expect_the_remedy(const pki::Tree& tree) const {
    try {
      const auto broker = start(settings(), tree, folder_.path() / "broker");
      FAIL() << "started what is not installed";
    } catch (const base::Error& error) {
      EXPECT_EQ(error.code(), base::ExitCode::environment);
      EXPECT_THAT(error.what(), HasSubstr(std::string(GetParam().adapter->install)));
    }
  }

  void expect_a_broker(const pki::Tree& tree) const {
    const Adapter& adapter = *GetParam().adapter;
    const auto broker = start(settings(), tree, folder_.path() / "broker");
    EXPECT_EQ(broker->kind(), GetParam().kind);
    EXPECT_FALSE(broker->version().empty());
    EXPECT_EQ(broker->endpoint().plain_port, 1883);
    EXPECT_EQ(broker->endpoint().tls_port, 8883);
    EXPECT_TRUE(listens_on(broker->pid(), 1883));
    for (const Finding& finding : probe_capabilities(broker->endpoint(), std::chrono::seconds(5))) {
      const bool claimed =
          GetParam().kind == "command" ||  // here: a mosquitto, which can do all
          std::ranges::find(adapter.capabilities, finding.capability) != adapter.capabilities.end();
      EXPECT_EQ(finding.works, claimed)
          << to_string(finding.capability) << ": " << finding.evidence;
      EXPECT_FALSE(finding.evidence.empty());
    }
    if (!adapter.configuration.empty()) {
      EXPECT_TRUE(std::filesystem::exists(folder_.path() / "broker" / adapter.configuration));
    }
    const pid_t first = broker->pid();
    broker->kill();
    EXPECT_FALSE(broker->alive());
    broker->restart();
    EXPECT_NE(broker->pid(), first);
    EXPECT_TRUE(listens_on(broker->pid(), 8883));
    broker->stop();
    EXPECT_EQ(test::descendants_of(::getpid()), std::vector<pid_t>{});
  }

  TemporaryFolder folder_;
};

TEST_P(CatalogueTest, does_what_its_entry_says) {
  const pki::Tree tree = pki::make_tree(folder_.path() / "certs", {});
  if (!GetParam().adapter->find()) {
    expect_the_remedy(tree);
    return;
  }
  const sandbox::Network network;
  network.run([&] { expect_a_broker(tree); });
}

INSTANTIATE_TEST_SUITE_P(all,
                         CatalogueTest,
                         ::testing::ValuesIn(entries()),
                         [](const auto& parameter) { return parameter.param.kind; });

TEST(Catalogue, is_what_scenarios_may_name) {
  std::vector<std::string> kinds;
  for (const BrokerInfo& info : catalogue()) {
    kinds.emplace_back(info.kind);
    EXPECT_FALSE(info.title.empty());
  }
  const auto* key = scenario::find_key(scenario::broker_keys(), "kind");
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->info.allowed, kinds);
  EXPECT_EQ(kinds.front(), "mosquitto");
}

TEST(Catalogue, has_mosquitto_always) {
  EXPECT_TRUE(catalogue().front().installed);
}

}  // namespace
}  // namespace mqseal::broker
