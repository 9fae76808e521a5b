// SPDX-License-Identifier: MIT
// A campaign's surroundings with invented times: plans, an executor, a progress sink, a folder.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/run/campaign.h"

namespace mqseal::run::test {

class Scratch {
 public:
  Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// `rounds` rounds of these ciphers in this order, and the A/A control last.
[[nodiscard]] scenario::Plan plan_of(int rounds, const std::vector<std::string>& ciphers);

/// Answers with invented runs; `before` may change what the next run gives, or throw.
class FakeExecutor final : public RunExecutor {
 public:
  Outcome execute(const scenario::Run& run, const RunContext& context) override;

  std::vector<std::string> made;  ///< ids as given by the folder's name, in order
  std::function<void(const std::string& id, Outcome&)> before;
  std::function<void(const scenario::Run& run, Outcome&)> measure;
};

class FakeProgress final : public ProgressSink {
 public:
  void run_begins(const Place& place) override { places.push_back(place); }

  void tick(const Place& /*place*/, const fleet::Progress& /*now*/) override { ++ticks; }

  void run_ended(const Place& /*place*/, const nlohmann::json& run) override {
    ended.push_back(run.at("id"));
  }

  void campaign_ended(const std::string& text) override { status = text; }

  std::vector<Place> places;
  std::vector<std::string> ended;
  std::string status;
  int ticks = 0;
};

/// One campaign in a folder of its own.
struct Bench {
  Scratch scratch;
  FakeExecutor executor;
  FakeProgress progress;
  std::atomic<bool> stop{false};
  Reports reports;
  int analysed = 0, written = 0;
  base::ExitCode judged = base::ExitCode::done;  ///< what reports.exit_code gives
  std::function<void(nlohmann::json&)> analyse;

  Bench();
  base::ExitCode run(const scenario::Plan& plan, bool resume = false);

  [[nodiscard]] std::filesystem::path out() const { return scratch.path() / "out"; }

  [[nodiscard]] nlohmann::json result() const;
  [[nodiscard]] std::vector<std::string> ids() const;
};

}  // namespace mqseal::run::test
