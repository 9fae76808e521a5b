// SPDX-License-Identifier: MIT
#include "sim/run/study.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include <fmt/format.h>

#include "sim/base/clock.h"
#include "sim/base/file.h"
#include "sim/base/log.h"
#include "sim/base/utc.h"
#include "sim/run/document.h"
#include "sim/run/output_dir.h"

namespace mqseal::run {

namespace {

namespace fs = std::filesystem;
using base::ExitCode;
using nlohmann::json;

/// From harmless to worst.
constexpr std::array severity{ExitCode::done,
                              ExitCode::threshold,
                              ExitCode::untrusted,
                              ExitCode::usage,
                              ExitCode::environment,
                              ExitCode::interrupted};

ExitCode worse(ExitCode a, ExitCode b) {
  const auto rank = [](ExitCode code) { return std::ranges::find(severity, code); };
  return rank(a) < rank(b) ? b : a;
}

std::string now_text() {
  return base::utc_text(base::wall_now());
}

json index_of(const scenario::Study& study,
              const std::vector<scenario::Plan>& plans,
              const std::string& command) {
  json index{{"schema", study_schema},
             {"name", study.name},
             {"about", study.about},
             {"scenario", study.file.string()},
             {"command", command},
             {"status", "running"},
             {"started_utc", now_text()},
             {"finished_utc", nullptr},
             {"parts", json::array()}};
  for (const scenario::Plan& plan : plans) {
    index["parts"].push_back({{"name", plan.scenario.name},
                              {"dir", "parts/" + plan.scenario.name},
                              {"status", "waiting"},
                              {"exit_code", nullptr},
                              {"seconds", nullptr},
                              {"message", ""}});
  }
  return index;
}

json read_index(const fs::path& file) {
  json index = json::parse(base::read_file(file), nullptr, false);
  return index.is_object() && index.value("schema", "") == study_schema ? index : json();
}

/// Throws base::Error (usage) where `file` is the index of another study.
json resumed_index(const fs::path& file, const json& planned) {
  json index = read_index(file);
  std::vector<std::string> there;
  std::vector<std::string> wanted;
  if (index.is_object()) {
    std::ranges::for_each(index["parts"], [&](const json& part) { there.push_back(part["name"]); });
  }
  std::ranges::for_each(planned["parts"], [&](const json& p) { wanted.push_back(p["name"]); });
  if (there != wanted) {
    throw base::Error(ExitCode::usage,
                      fmt::format("--resume {}: was not made from these scenarios ({})",
                                  file.parent_path().string(),
                                  fmt::join(wanted, ", ")));
  }
  index["status"] = "running";
  return index;
}

bool is_complete(const fs::path& dir) {
  return fs::exists(dir / "result.json") &&
         read_document(dir / "result.json").at("status") == "complete";
}

class StudyRun {
 public:
  StudyRun(const scenario::Study& study,
           const std::vector<scenario::Plan>& plans,
           const CampaignOptions& options,
           const StudyParts& parts)
      : study_(study),
        plans_(plans),
        options_(options),
        parts_(parts),
        out_(options.out, options.resume),
        index_(index_of(study, plans, options.command)) {
    if (options.resume) {
      index_ = resumed_index(out_.result(), index_);
    }
  }

  ExitCode run_all();

 private:
  ExitCode run_part(std::size_t i);
  void finish(ExitCode code);

  void save() const { save_document(index_, out_.result()); }

  [[nodiscard]] fs::path dir_of(std::size_t i) const {
    return out_.path() / index_["parts"][i]["dir"].get<std::string>();
  }

  const scenario::Study& study_;
  const std::vector<scenario::Plan>& plans_;
  const CampaignOptions& options_;
  const StudyParts& parts_;
  OutputDir out_;
  json index_;
};

ExitCode StudyRun::run_part(std::size_t i) {
  json& part = index_["parts"][i];
  const scenario::Plan& plan = plans_[i];
  if (is_complete(dir_of(i)) && part["exit_code"].is_number()) {
    return static_cast<ExitCode>(part["exit_code"].get<int>());
  }
  base::log_info(fmt::format("part {} of {}: {}, about {}",
                             i + 1,
                             plans_.size(),
                             plan.scenario.name,
                             scenario::clock_text(plan.needs.seconds_total)));
  part["status"] = "running";
  save();
  CampaignOptions options = options_;
  options.out = dir_of(i);
  options.resume = fs::exists(options.out / "result.json");
  const base::Nanos began = base::monotonic_now();
  ExitCode code = ExitCode::done;
  try {
    code = parts_.run(plan, options);
    part["status"] = code == ExitCode::interrupted ? "interrupted" : "complete";
    part["message"] = "";
  } catch (const base::Error& error) {
    code = error.code();
    part["status"] = "failed";
    part["message"] = error.what();
    base::log_error(fmt::format("{}: {}", plan.scenario.name, error.what()));
  }
  part["exit_code"] = static_cast<int>(code);
  part["seconds"] = static_cast<double>(base::monotonic_now() - began) /
                    static_cast<double>(base::nanos_per_second);
  save();
  return code;
}

void StudyRun::finish(ExitCode code) {
  const bool failed = std::ranges::any_of(
      index_["parts"], [](const json& part) { return part["status"] == "failed"; });
  index_["status"] = code == ExitCode::interrupted ? "interrupted" : failed ? "failed" : "complete";
  index_["finished_utc"] = now_text();
  save();
  fmt::print("\n{}\n", study_.name);
  for (const json& part : index_["parts"]) {
    fmt::print("  {:<32} {:<12} {}\n",
               part["name"].get<std::string>(),
               part["status"].get<std::string>(),
               part["message"].get<std::string>());
  }
  Results results;
  try {
    results = results_in(out_.path());
  } catch (const base::Error&) {
    fmt::print("no part has a run: no report\n");
    return;
  }
  parts_.write_report(results.dirs, out_.path(), results.study);
  fmt::print("parts   {}\nreport  {}\n",
             (out_.path() / "parts").string(),
             (out_.path() / "report.html").string());
  std::fflush(stdout);
}

ExitCode StudyRun::run_all() {
  std::fputs(scenario::describe(study_, plans_).c_str(), stderr);
  save();
  ExitCode worst = ExitCode::done;
  for (std::size_t i = 0; i < plans_.size() && worst != ExitCode::interrupted; ++i) {
    worst = worse(worst, run_part(i));
  }
  finish(worst);
  return worst;
}

}  // namespace

ExitCode run_study(const scenario::Study& study,
                   const std::vector<scenario::Plan>& plans,
                   const CampaignOptions& options,
                   const StudyParts& parts) {
  return StudyRun(study, plans, options, parts).run_all();
}

Results results_in(const fs::path& dir) {
  const json index = fs::exists(dir / "result.json") ? read_index(dir / "result.json") : json();
  if (index.is_null()) {
    return {{dir}, {}};
  }
  Results results{{}, {index.value("about", ""), index.value("command", "")}};
  std::string& title = results.study.title;
  if (title.ends_with('.')) {
    title.pop_back();
  }
  if (title.empty()) {
    title = index.at("name").get<std::string>();
  }
  for (const json& part : index["parts"]) {
    const fs::path of_part = dir / part["dir"].get<std::string>();
    if (!fs::exists(of_part / "result.json")) {
      continue;
    }
    const json of_it = read_document(of_part / "result.json");
    if (!of_it.at("runs").empty() || !of_it.at("bench").empty()) {
      results.dirs.push_back(of_part);
    }
  }
  if (results.dirs.empty()) {
    throw base::Error(ExitCode::usage, fmt::format("{}: no part has a run yet", dir.string()));
  }
  return results;
}

}  // namespace mqseal::run
