// SPDX-License-Identifier: MIT
// RunResult as JSON (nulls with a reason, exact merges), files written whole, and interval logs.
#include "sim/record/result.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace mqseal::record {
namespace {

namespace fs = std::filesystem;

class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "mqseal-record-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }

  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  ~Scratch() { fs::remove_all(path_); }

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string read(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

RunResult example() {
  RunResult run;
  run.id = "r01-02-speck-64-128-eax";
  run.round = 1;
  run.slot = 2;
  run.factors = {{"cipher", "speck-64-128-eax"}, {"qos", "0"}};
  run.implementation = "portable";
  run.started_utc = "2026-11-22T10:00:00Z";
  run.measured_seconds = 2;
  for (const char* from : {"plain, one", "mtls"}) {
    Flow flow{from, "watch", "speck-64-128-eax", "plain", "mtls", {}, {}, {}};
    flow.counts.sent = flow.counts.delivered = 1000;
    for (int i = 0; i < 1000; ++i) {
      flow.response.record(100'000 + 977 * i);
      flow.service.record(90'000 + 977 * i);
    }
    run.counts.add(flow.counts);
    run.response.merge(flow.response);
    run.service.merge(flow.service);
    run.flows.push_back(flow);
  }
  run.lateness.record(1500);
  return run;
}

TEST(RunResultJson, null_where_not_measured_and_a_warning_that_says_so) {
  const auto json = to_json(example(), "runs/x/latency.hlog");
  EXPECT_TRUE(json["cpu"]["broker_us_per_msg"].is_null());
  EXPECT_TRUE(json["counts"]["broker_dropped"].is_null());
  EXPECT_TRUE(json["throughput_msg_s"].is_null());
  const auto warnings = json["warnings"].get<std::vector<std::string>>();
  EXPECT_THAT(warnings, testing::Contains(testing::StartsWith("cpu.broker_us_per_msg:")));
  EXPECT_THAT(warnings, testing::Contains(testing::StartsWith("counts.broker_dropped:")));
  EXPECT_THAT(warnings, testing::Contains(testing::StartsWith("throughput_msg_s:")));
}

TEST(RunResultJson, keeps_the_reason_that_the_run_gave) {
  RunResult run = example();
  run.warnings = {"cpu.tls_us_per_msg: needs a plain control in the matrix"};
  const auto warnings = to_json(run, "h")["warnings"].get<std::vector<std::string>>();
  EXPECT_EQ(std::count_if(warnings.begin(),
                          warnings.end(),
                          [](const auto& w) { return w.find("tls_us_per_msg") != w.npos; }),
            1);
}

TEST(RunResultJson, an_empty_histogram_is_null_and_not_zero) {
  RunResult run = example();
  run.response.clear();
  const auto json = to_json(run, "h");
  EXPECT_TRUE(json["latency_us"]["response"]["p99"].is_null());
  EXPECT_EQ(json["latency_us"]["response"]["count"], 0);
  EXPECT_FALSE(json["latency_us"]["service"]["p99"].is_null());
}

TEST(RunResultJson, percentiles_rise_up_to_the_maximum) {
  const auto latency = to_json(example(), "h")["latency_us"]["response"];
  double last = 0;
  for (const char* key : {"p50", "p90", "p99", "p99_9", "max"}) {
    EXPECT_GE(latency[key].get<double>(), last) << key;
    last = latency[key];
  }
  EXPECT_DOUBLE_EQ(last, (100'000 + 977 * 999) / 1000.0);
}

TEST(IntervalLog, has_one_tagged_line_for_each_histogram) {
  const Scratch scratch;
  const fs::path file = scratch.path() / "latency.hlog";
  const RunResult run = example();
  write_hlog(run, file.string());
  std::istringstream lines(read(file));
  std::map<std::string, Histogram> logged;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("Tag=", 0) == 0) {
      const auto comma = line.find(',');
      logged[line.substr(4, comma - 4)] = Histogram::decode(line.substr(line.rfind(',') + 1));
    }
  }
  EXPECT_EQ(logged.size(), 7U);
  EXPECT_EQ(logged["response"].count(), 2000U);
  EXPECT_EQ(logged["response:mtls->watch"].count(), 1000U);
  ASSERT_EQ(logged.count("response:plain__one->watch"), 1U);
  Histogram merged = logged["response:mtls->watch"];
  merged.merge(logged["response:plain__one->watch"]);
  EXPECT_EQ(merged.encode(), logged["response"].encode());
}

/// Percentile lines "Value Percentile TotalCount ..." of the Java reader's report.
std::map<std::string, double> java_percentiles(const std::string& report) {
  std::map<std::string, double> found;
  std::istringstream lines(report);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    double value = 0;
    std::string percentile;
    if (fields >> value >> percentile) {
      found[percentile] = value;
    }
  }
  return found;
}

// The reader of HdrHistogram's own author, Debian's libhdrhistogram-java.
TEST(IntervalLog, the_java_reader_sees_the_same_counts_and_percentiles) {
  const fs::path jar = "/usr/share/java/hdrhistogram.jar";
  if (!fs::exists(jar) || std::system("java -version >/dev/null 2>&1") != 0) {
    GTEST_SKIP() << "needs a Java run-time and the package libhdrhistogram-java";
  }
  const Scratch scratch;
  const RunResult run = example();
  write_hlog(run, (scratch.path() / "latency.hlog").string());
  const std::string command = "java -cp " + jar.string() +
                              " org.HdrHistogram.HistogramLogProcessor -i " +
                              (scratch.path() / "latency.hlog").string() +
                              " -outputValueUnitRatio 1 -tag 'response:mtls->watch' -o " +
                              (scratch.path() / "out").string() + " >/dev/null 2>&1";
  ASSERT_EQ(std::system(command.c_str()), 0);
  const std::string report = read(scratch.path() / "out.hgrm");
  const Histogram& mine = run.flows[1].response;
  const Histogram decoded = Histogram::decode(mine.encode());
  const auto java = java_percentiles(report);
  for (const char* percentile : {"0.500000000000", "0.900000000000", "1.000000000000"}) {
    ASSERT_EQ(java.count(percentile), 1U) << report;
    EXPECT_DOUBLE_EQ(java.at(percentile),
                     static_cast<double>(decoded.percentile(100 * std::atof(percentile))));
  }
  EXPECT_THAT(report, testing::ContainsRegex("Total count *= *1000\\]"));
}

}  // namespace
}  // namespace mqseal::record
