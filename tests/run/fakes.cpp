// SPDX-License-Identifier: MIT
#include "tests/run/fakes.h"

#include <cstdlib>

#include <fmt/format.h>

#include "sim/base/file.h"

namespace mqseal::run::test {

namespace fs = std::filesystem;

Scratch::Scratch() {
  std::string name = (fs::temp_directory_path() / "mqseal-run-XXXXXX").string();
  path_ = ::mkdtemp(name.data());
}

Scratch::~Scratch() {
  fs::remove_all(path_);
}

scenario::Plan plan_of(int rounds, const std::vector<std::string>& ciphers) {
  scenario::Plan plan;
  plan.scenario.name = "invented";
  plan.scenario.file = "invented.yaml";
  plan.scenario.rounds = rounds;
  plan.scenario.resolved_yaml = fmt::format("invented: {}\n", fmt::join(ciphers, " "));
  plan.needs.seconds_per_run = 2;
  for (int round = 1; round <= rounds; ++round) {
    int slot = 0;
    for (std::size_t i = 0; i <= ciphers.size(); ++i) {
      scenario::Run run;
      run.round = round;
      run.slot = ++slot;
      run.control = i == ciphers.size();
      const std::string& cipher = run.control ? ciphers.front() : ciphers[i];
      run.id = fmt::format("r{:02}-{:02}-{}", round, slot, cipher);
      run.factors = {{"cipher", cipher}};
      plan.runs.push_back(run);
    }
  }
  return plan;
}

Outcome FakeExecutor::execute(const scenario::Run& run, const RunContext& context) {
  const std::string id = context.dir.filename().string();
  made.push_back(id);
  Outcome outcome;
  record::RunResult& result = outcome.result;
  result.started_utc = "2026-11-22T10:00:00Z";
  result.measured_seconds = 1;
  result.counts.scheduled = result.counts.sent = result.counts.delivered = 1000;
  for (int i = 0; i < 1000; ++i) {
    result.response.record(400'000 + i);
    result.service.record(390'000 + i);
    result.lateness.record(2000);
  }
  result.implementation = run.factors.at("cipher") == "none" ? "none" : "portable";
  context.on_progress(fleet::Progress{});
  if (measure) {
    measure(run, outcome);
  }
  if (before) {
    before(id, outcome);
  }
  return outcome;
}

Bench::Bench() {
  reports.analyse = [this](nlohmann::json& document) {
    ++analysed;
    if (analyse) {
      analyse(document);
    }
  };
  reports.exit_code = [this](const nlohmann::json&) { return judged; };
  reports.summary = [](const nlohmann::json&) { return std::string(); };
  reports.write = [this](const fs::path&) { ++written; };
}

base::ExitCode Bench::run(const scenario::Plan& plan, bool resume) {
  CampaignOptions options;
  options.out = out();
  options.resume = resume;
  return run_campaign(plan, options, {executor, progress, reports, stop});
}

nlohmann::json Bench::result() const {
  return nlohmann::json::parse(base::read_file(out() / "result.json"));
}

std::vector<std::string> Bench::ids() const {
  std::vector<std::string> ids;
  const nlohmann::json document = result();
  for (const auto& run : document.at("runs")) {
    ids.push_back(run.at("id"));
  }
  return ids;
}

}  // namespace mqseal::run::test
