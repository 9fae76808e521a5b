// SPDX-License-Identifier: MIT
// The program as a user meets it, without a broker: exit codes, lists, schemas, kat, seal and open.
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ciphers/host/aead.h"
#include "sim/base/file.h"
#include "sim/base/process.h"

namespace mqseal::app {
namespace {

namespace fs = std::filesystem;
using base::ProcessResult;
using nlohmann::json;
using testing::HasSubstr;

class CommandLine : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "mqseal-app-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    dir_ = name;
  }

  void TearDown() override { fs::remove_all(dir_); }

  static ProcessResult mqseal(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), MQSEAL_BINARY_DIR "/bin/mqseal");
    base::ProcessOptions options;
    options.input = input;
    options.timeout = 50 * base::nanos_per_second;
    return base::run_process(arguments, options);
  }

  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
    base::write_file_atomically(dir_ / name, text, 0600);
    return (dir_ / name).string();
  }

  fs::path dir_;
};

TEST_F(CommandLine, wrong_flags_and_files_are_exit_2_and_start_nothing) {
  const std::string misspelt = file("bad.yaml", "schema: mqseal-scenario/1\nnam: x\n");
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"nonsense"},
      {"run"},
      {"run", (dir_ / "missing.yaml").string()},
      {"run", misspelt, "--out", (dir_ / "out").string()},
      {"run", misspelt, "--progress", "loud"},
      {"run", misspelt, "--out", "a", "--resume", "b"},
      {"validate", misspelt},
      {"list", "planets"},
      {"schema", "nothing"},
      {"report", (dir_ / "out").string(), "--formats", "docx"},
      {"kat", misspelt},
      {"seal", "--cipher", "rot13", "--topic", "t"},
  };
  for (const auto& arguments : wrong) {
    const auto result = mqseal(arguments);
    EXPECT_EQ(result.exit_code, 2) << testing::PrintToString(arguments) << result.err;
    EXPECT_FALSE(result.err.empty()) << testing::PrintToString(arguments);
    EXPECT_EQ(result.out, "") << testing::PrintToString(arguments);
  }
  EXPECT_FALSE(fs::exists(dir_ / "out"));
}

TEST_F(CommandLine, a_wrong_scenario_is_named_with_its_place) {
  const std::string misspelt = file("bad.yaml", "schema: mqseal-scenario/1\nnam: x\n");
  const auto result = mqseal({"run", misspelt});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr(misspelt + ":2:1"));
}

TEST_F(CommandLine, help_teaches_and_every_command_has_its_own) {
  const auto help = mqseal({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.out, HasSubstr("mqseal run scenarios/quickstart.yaml"));
  EXPECT_THAT(help.out, HasSubstr("Exit codes"));
  for (const char* command : {"run",
                              "validate",
                              "list",
                              "report",
                              "kat",
                              "pki",
                              "broker",
                              "seal",
                              "open",
                              "schema",
                              "env"}) {
    EXPECT_THAT(help.out, HasSubstr(std::string("  ") + command + " "));
    EXPECT_EQ(mqseal({command, "--help"}).exit_code, 0) << command;
  }
}

TEST_F(CommandLine, lists_the_devices_with_what_they_pay_for_sixteen_bytes) {
  const auto listed = json::parse(mqseal({"list", "devices", "--json"}).out);
  ASSERT_GE(listed.size(), 7U);
  for (const auto& device : listed) {
    EXPECT_FALSE(device["seal_16_bytes"].empty()) << device["id"];
    EXPECT_EQ(device["basis"], device["seal_16_bytes"][0]["basis"]);
  }
  const std::string table = mqseal({"list", "devices"}).out;
  EXPECT_THAT(table, HasSubstr("nrf52840-ble"));
  EXPECT_THAT(table, HasSubstr("model-0ws"));
}

TEST_F(CommandLine, lists_every_cipher_of_the_catalogue) {
  const auto listed = json::parse(mqseal({"list", "ciphers", "--json"}).out);
  ASSERT_EQ(listed.size(), host::catalogue().size());
  for (std::size_t i = 0; i < listed.size(); ++i) {
    EXPECT_EQ(listed[i]["id"], host::catalogue()[i].id);
    EXPECT_FALSE(listed[i]["implementations"].empty());
  }
  const auto table = mqseal({"list", "ciphers"});
  EXPECT_THAT(table.out, HasSubstr("ascon-aead128"));
  EXPECT_THAT(mqseal({"list", "brokers"}).out, HasSubstr("mosquitto"));
}

TEST_F(CommandLine, schemas_and_environment_are_json) {
  EXPECT_EQ(json::parse(mqseal({"schema", "result"}).out)["type"], "object");
  EXPECT_EQ(json::parse(mqseal({"schema", "scenario"}).out)["type"], "object");
  EXPECT_TRUE(json::parse(mqseal({"env"}).out).contains("host"));
}

TEST_F(CommandLine, dry_run_prints_the_plan_and_makes_nothing) {
  const auto result = mqseal({"run",
                              MQSEAL_SOURCE_DIR "/scenarios/quickstart.yaml",
                              "--dry-run",
                              "--out",
                              (dir_ / "out").string()});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("r01-"));
  EXPECT_FALSE(fs::exists(dir_ / "out"));
}

TEST_F(CommandLine, kat_accepts_a_right_answer_and_names_the_wrong_one) {
  const std::string path = MQSEAL_SOURCE_DIR "/tests/vectors/eax_aes128_paper.txt";
  EXPECT_EQ(mqseal({"kat", path}).exit_code, 0);
  std::string text = base::read_file(path);
  const auto tag = text.find("TAG = ");
  ASSERT_NE(tag, std::string::npos);
  text[tag + 6] = text[tag + 6] == '0' ? '1' : '0';
  const auto result = mqseal({"kat", file("bent.txt", text)});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("bent.txt"));
}

TEST_F(CommandLine, sealed_text_opens_and_only_under_its_topic) {
  const std::string key = file("master.key", std::string(64, 'a') + "\n");
  const std::vector<std::string> common = {"--cipher", "ascon-aead128", "--key", key, "--topic"};
  const auto with = [&](const char* command, const char* topic) {
    std::vector<std::string> arguments = {command};
    arguments.insert(arguments.end(), common.begin(), common.end());
    arguments.emplace_back(topic);
    return arguments;
  };
  const auto sealed = mqseal(with("seal", "house/1"), "21.5 degrees");
  ASSERT_EQ(sealed.exit_code, 0) << sealed.err;
  EXPECT_EQ(sealed.out.find("21.5"), std::string::npos);
  const auto opened = mqseal(with("open", "house/1"), sealed.out);
  EXPECT_EQ(opened.exit_code, 0) << opened.err;
  EXPECT_EQ(opened.out, "21.5 degrees");
  const auto elsewhere = mqseal(with("open", "house/2"), sealed.out);
  EXPECT_EQ(elsewhere.exit_code, 11);
  EXPECT_EQ(elsewhere.out, "");
}

TEST_F(CommandLine, a_missing_key_is_an_environment_error) {
  const auto result = mqseal(
      {"seal", "--cipher", "aes-128-gcm", "--topic", "t", "--key", (dir_ / "none.key").string()});
  EXPECT_EQ(result.exit_code, 3);
}

}  // namespace
}  // namespace mqseal::app
