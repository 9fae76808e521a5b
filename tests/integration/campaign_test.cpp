// SPDX-License-Identifier: MIT
// A whole campaign on a real broker over both ports, and what it leaves behind.
#include <fstream>
#include <set>
#include <sstream>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ciphers/host/aead.h"
#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/record/histogram.h"
#include "tests/integration/program.h"
#include "tests/integration/scenario_text.h"

namespace mqseal::integration {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Made once for all tests below.
class Campaign : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    scratch_ = new Scratch;
    const fs::path scenario = scratch_->file("tiny.yaml", both_ports(all_ciphers, 1, "300ms"));
    Program program(*scratch_, mqseal({"run", scenario, "--out", out(), "--progress", "plain"}));
    code_ = program.wait();
    stdout_ = program.out();
    stderr_ = program.err();
  }

  static void TearDownTestSuite() {
    delete scratch_;
    scratch_ = nullptr;
  }

  void SetUp() override { ASSERT_EQ(code_, 0) << stderr_; }

  static fs::path out() { return scratch_->path() / "out"; }

  static Scratch* scratch_;
  static int code_;
  static std::string stdout_, stderr_;
};

Scratch* Campaign::scratch_ = nullptr;
int Campaign::code_ = -1;
std::string Campaign::stdout_, Campaign::stderr_;

TEST_F(Campaign, every_cipher_delivers_every_message_on_both_ports) {
  const json result = result_in(out());
  EXPECT_EQ(result["status"], "complete");
  std::set<std::string> seen;
  for (const json& run : result["runs"]) {
    const std::string id = run["id"];
    seen.insert(run["factors"]["cipher"].get<std::string>());
    std::set<std::string> transports;
    for (const json& flow : run["flows"]) {
      const json& counts = flow["counts"];
      transports.insert(flow["transport_in"].get<std::string>());
      EXPECT_GT(counts["delivered"], 0) << id;
      EXPECT_EQ(counts["delivered"], counts["sent"]) << id;
      EXPECT_EQ(counts["lost"], 0) << id;
      EXPECT_EQ(counts["rejected"], 0) << id;
      EXPECT_EQ(flow["latency_us"]["response"]["count"], counts["delivered"]) << id;
    }
    EXPECT_EQ(transports, (std::set<std::string>{"plain", "mtls"})) << id;
  }
  EXPECT_EQ(result["runs"].size(), 13U);
  std::set<std::string> catalogue;
  for (const auto& cipher : host::catalogue()) {
    catalogue.emplace(cipher.id);
  }
  EXPECT_EQ(seen, catalogue);
}

TEST_F(Campaign, the_brokers_cost_is_measured) {
  const json result = result_in(out());
  for (const json& run : result["runs"]) {
    EXPECT_GT(run["cpu"]["broker_us_per_msg"].get<double>(), 0) << run["id"];
    EXPECT_GT(run["memory"]["broker_rss_peak_bytes"].get<double>(), 1e6) << run["id"];
    EXPECT_EQ(run["broker"]["kind"], "mosquitto");
  }
}

TEST_F(Campaign, run_level_latency_is_the_exact_merge_of_the_flows) {
  const json result = result_in(out());
  const json& run = result["runs"][0];
  std::istringstream lines(base::read_file(out() / run["hlog"].get<std::string>()));
  std::map<std::string, record::Histogram> logged;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("Tag=", 0) == 0) {
      logged[line.substr(4, line.find(',') - 4)] =
          record::Histogram::decode(line.substr(line.rfind(',') + 1));
    }
  }
  record::Histogram merged;
  for (const json& flow : run["flows"]) {
    const std::string hlog = flow["hlog"];
    merged.merge(logged.at(hlog.substr(hlog.find('#') + 1)));
  }
  EXPECT_EQ(merged.encode(), logged.at("response").encode());
}

TEST_F(Campaign, leaves_the_files_of_each_run_and_private_keys_private) {
  const json result = result_in(out());
  for (const json& run : result["runs"]) {
    const fs::path dir = out() / "runs" / run["id"].get<std::string>();
    for (const char* name : {"latency.hlog", "broker.log", "mosquitto.conf"}) {
      EXPECT_TRUE(fs::exists(dir / name)) << dir / name;
    }
  }
  EXPECT_TRUE(fs::exists(out() / "report.html"));
  EXPECT_TRUE(fs::exists(out() / "report.md"));
  std::size_t keys = 0;
  for (const auto& entry : fs::recursive_directory_iterator(out())) {
    if (entry.path().extension() == ".key") {
      struct stat status {};

      ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
      EXPECT_EQ(status.st_mode & 0777U, 0600U) << entry.path();
      ++keys;
    }
    EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
  }
  EXPECT_GE(keys, 3U);
}

TEST_F(Campaign, prints_the_summary_and_where_the_report_is) {
  EXPECT_THAT(stdout_, testing::HasSubstr("Ascon-AEAD128"));
  EXPECT_THAT(stdout_, testing::HasSubstr((out() / "report.html").string()));
  EXPECT_THAT(stderr_, testing::HasSubstr("[ 13/13]"));
}

TEST_F(Campaign, no_broker_is_left) {
  EXPECT_TRUE(eventually([] { return brokers_of(out()).empty(); }));
}

TEST_F(Campaign, the_result_holds_to_the_schema_that_the_program_prints) {
  const auto probe = base::run_process({"python3", "-c", "import jsonschema"});
  if (!probe.started || probe.exit_code != 0) {
    GTEST_SKIP() << "needs python3-jsonschema";
  }
  Program schema(*scratch_, mqseal({"schema", "result"}));
  ASSERT_EQ(schema.wait(), 0);
  const fs::path file = scratch_->file("schema.json", schema.out());
  const std::string script =
      "import json, sys, jsonschema\n"
      "schema, result = (json.load(open(name)) for name in sys.argv[1:])\n"
      "for error in jsonschema.Draft7Validator(schema).iter_errors(result):\n"
      "    sys.exit(str(list(error.absolute_path)) + ': ' + error.message[:300])\n";
  const auto verdict = base::run_process({"python3", "-c", script, file, out() / "result.json"});
  EXPECT_EQ(verdict.exit_code, 0) << verdict.err;
}

TEST_F(Campaign, the_same_result_cannot_be_written_over) {
  const std::string before = base::read_file(out() / "result.json");
  Program again(*scratch_, mqseal({"run", scratch_->path() / "tiny.yaml", "--out", out()}));
  EXPECT_EQ(again.wait(), 2);
  EXPECT_EQ(base::read_file(out() / "result.json"), before);
}

// The broker takes the certificate's common name as user name, and logs it.
TEST(Identity, each_client_has_its_own_certificate_or_password) {
  const Scratch scratch;
  const auto scenario = scratch.file("tiny.yaml", both_ports("ascon-aead128", 1, "200ms"));
  Program program(
      scratch,
      mqseal({"run",
              scenario,
              "--out",
              scratch.path() / "out",
              "--set",
              "groups.mtls-publishers.identity=certificate",
              "--set",
              "groups.plain-publishers.identity=password",
              "--set",
              "broker.settings={tls.use_identity_as_username: true, connection_messages: true}"}));
  ASSERT_EQ(program.wait(), 0) << program.err();
  const json result = result_in(scratch.path() / "out");
  for (const json& run : result["runs"]) {
    EXPECT_EQ(run["connect"]["failed"], 0);
    EXPECT_EQ(run["counts"]["lost"], 0);
    const fs::path dir = scratch.path() / "out" / "runs" / run["id"].get<std::string>();
    const std::string log = base::read_file(dir / "broker.log");
    for (const char* user : {"u'r0-0'", "u'r0-1'", "u'r0-4'", "u'r0-5'"}) {
      EXPECT_THAT(log, testing::HasSubstr(user));
    }

    struct stat status {};

    ASSERT_EQ(::stat((dir / "passwords").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_THAT(base::read_file(dir / "passwords"), testing::HasSubstr("r0-0:$"));
  }
}

}  // namespace
}  // namespace mqseal::integration
