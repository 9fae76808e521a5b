// SPDX-License-Identifier: MIT
// The loop over rounds: each run once, then the repeats of those that did not keep their schedule.
#include "sim/run/campaign.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "sim/base/clock.h"
#include "sim/base/log.h"
#include "sim/base/utc.h"
#include "sim/record/lateness.h"
#include "sim/run/document.h"
#include "sim/run/measure.h"
#include "sim/run/output_dir.h"
#include "sim/run/probe.h"
#include "sim/run/search.h"
#include "sim/run/unsupported.h"

namespace mqseal::run {

namespace {

using nlohmann::json;

constexpr const char* repeat_suffix = "-repeat";

/// A planned run, or the repeat of one.
struct Job {
  const scenario::Run* run = nullptr;
  std::string id, repeat_of;
  int slot = 0;
};

class Campaign {
 public:
  Campaign(const scenario::Plan& plan, const OutputDir& out, json document, CampaignParts parts)
      : plan_(plan), out_(out), document_(std::move(document)), parts_(parts) {}

  base::ExitCode make_all();

 private:
  void make_rounds();
  void make_round(int round);
  void make(const Job& job);
  void make_search(const Job& job);
  [[nodiscard]] Outcome execute(const Job& job, const scenario::Run& run, const std::string& dir);
  void keep(const Job& job, record::RunResult result);
  void finish(const std::string& status);
  void finish_after_failure();
  [[nodiscard]] const json* find(const std::string& id) const;
  [[nodiscard]] std::vector<Job> repeats_due(int round) const;
  [[nodiscard]] Place place_of(const Job& job) const;
  [[nodiscard]] double seconds_left() const;

  [[nodiscard]] bool stopped() const { return parts_.stop.load(std::memory_order_relaxed); }

  const scenario::Plan& plan_;
  const OutputDir& out_;
  json document_;
  CampaignParts parts_;
  std::size_t jobs_ = 0;  ///< planned runs and the repeats known so far
  std::size_t made_ = 0;  ///< since this process began
  base::Nanos began_ = base::monotonic_now();
};

const json* Campaign::find(const std::string& id) const {
  const json& runs = document_.at("runs");
  const auto at = std::ranges::find_if(runs, [&](const json& run) { return run.at("id") == id; });
  return at == runs.end() ? nullptr : &*at;
}

double Campaign::seconds_left() const {
  const double seconds = static_cast<double>(base::monotonic_now() - began_) /
                         static_cast<double>(base::nanos_per_second);
  const double each =
      made_ == 0 ? plan_.needs.seconds_per_run : seconds / static_cast<double>(made_);
  return each * static_cast<double>(jobs_ - std::min(jobs_, document_.at("runs").size()));
}

Place Campaign::place_of(const Job& job) const {
  const auto cipher = job.run->factors.find("cipher");
  Place place;
  place.scenario = plan_.scenario.name;
  place.id = job.id;
  place.cipher = cipher == job.run->factors.end() ? job.id : cipher->second;
  place.run = document_.at("runs").size() + (find(job.id) == nullptr ? 1 : 0);
  place.runs = jobs_;
  place.round = job.run->round;
  place.rounds = plan_.scenario.rounds;
  place.seconds_left = seconds_left();
  return place;
}

/// Planned runs of the round that broke the lateness rule and were not repeated yet.
std::vector<Job> Campaign::repeats_due(int round) const {
  std::vector<Job> due;
  if (plan_.scenario.quick_look || plan_.scenario.search) {
    return due;
  }
  int slot = 0;
  for (const json& run : document_.at("runs")) {
    if (run.at("round") == round) {
      slot = std::max(slot, run.at("slot").get<int>());
    }
  }
  for (const scenario::Run& run : plan_.runs) {
    const json* made = run.round == round ? find(run.id) : nullptr;
    if (made != nullptr && !record::lateness_fault(*made).empty() &&
        find(run.id + repeat_suffix) == nullptr) {
      due.push_back({&run, run.id + repeat_suffix, run.id, ++slot});
    }
  }
  return due;
}

void Campaign::make_round(int round) {
  for (const scenario::Run& run : plan_.runs) {
    if (run.round == round && find(run.id) == nullptr) {
      make({&run, run.id, "", run.slot});
      if (stopped()) {
        return;
      }
    }
  }
  const std::vector<Job> repeats = repeats_due(round);
  jobs_ += repeats.size();
  for (const Job& job : repeats) {
    make(job);
    if (stopped()) {
      return;
    }
  }
}

/// `dir`: the name of the run's folder.
Outcome Campaign::execute(const Job& job, const scenario::Run& run, const std::string& dir) {
  Place place = place_of(job);
  place.id = dir;
  RunContext context;
  context.dir = out_.fresh_run_dir(dir);
  context.stop = &parts_.stop;
  context.on_progress = [&](const fleet::Progress& now) {
    Place moving = place;
    moving.seconds_left = seconds_left();
    parts_.progress.tick(moving, now);
  };
  Outcome outcome = parts_.executor.execute(run, context);
  jobs_ -= note_unsupported(document_, plan_.scenario, run, outcome);
  outcome.result.interrupted = outcome.result.interrupted || !outcome.failure.empty();
  if (outcome.echo) {
    document_["host"]["echo"] = to_json(*outcome.echo);
  }
  return outcome;
}

void Campaign::make(const Job& job) {
  parts_.progress.run_begins(place_of(job));
  if (plan_.scenario.search) {
    make_search(job);
    return;
  }
  Outcome outcome = execute(job, *job.run, job.id);
  if (outcome.left_out().empty()) {
    keep(job, std::move(outcome.result));
  }
  if (!outcome.failure.empty()) {
    throw base::Error(base::ExitCode::environment, job.id + ": " + outcome.failure);
  }
}

/// The job's place in the plan is a search; what stands in runs[] is the run at the highest rate
/// that held, or the last one where none did. A search that is stopped is made anew by --resume.
void Campaign::make_search(const Job& job) {
  const scenario::SearchSettings& settings = *plan_.scenario.search;
  Search search(settings);
  json points = json::array();
  record::RunResult best;
  while (const auto rate = search.next()) {
    Outcome outcome = execute(job,
                              at_rate(*job.run, settings.of, *rate),
                              fmt::format("{}-p{:02}", job.id, points.size() + 1));
    if (!outcome.left_out().empty()) {
      return;
    }
    if (!outcome.failure.empty()) {
      throw base::Error(base::ExitCode::environment, job.id + ": " + outcome.failure);
    }
    if (stopped()) {
      document_["warnings"].push_back(job.id + ": stopped before its search was over");
      return;
    }
    const json entry = record::to_json(outcome.result, "");
    const std::string failure = failure_of(entry, settings, *rate);
    points.push_back(point_of(entry, *rate, failure));
    search.judge(failure.empty());
    if (failure.empty() || search.knee() == 0) {
      best = std::move(outcome.result);
    }
  }
  if (search.knee() > 0) {
    best.capacity_msg_s = search.knee();
  } else {
    best.warnings.emplace_back("capacity_msg_s: not one rate held");
  }
  document_["searches"].push_back(search_of(*job.run, settings, search, std::move(points)));
  static_cast<void>(out_.fresh_run_dir(job.id));
  keep(job, std::move(best));
}

/// Adds the run to the document and saves. A run that was stopped before it measured anything
/// leaves a warning instead.
void Campaign::keep(const Job& job, record::RunResult result) {
  result.id = job.id;
  result.repeat_of = job.repeat_of;
  result.round = job.run->round;
  result.slot = job.slot;
  result.control = job.run->control;
  result.factors = job.run->factors;
  if (result.interrupted && result.measured_seconds <= 0) {
    document_["warnings"].push_back(job.id + ": stopped before its measured window began");
    save_document(document_, out_.result());
    return;
  }
  record::write_hlog(result, (out_.run_dir(job.id) / "latency.hlog").string());
  json entry = record::to_json(result, "runs/" + job.id + "/latency.hlog");
  if (const std::string fault = record::lateness_fault(entry); !fault.empty()) {
    entry["warnings"].push_back("lateness_us: " + fault);
  }
  document_["runs"].push_back(entry);
  ++made_;
  save_document(document_, out_.result());
  parts_.progress.run_ended(place_of(job), entry);
}

void Campaign::make_rounds() {
  for (int round = 1; round <= plan_.scenario.rounds && !stopped(); ++round) {
    make_round(round);
  }
}

/// The same end for a campaign that came through, was stopped or failed: what there is, analysed.
void Campaign::finish(const std::string& status) {
  document_["status"] = status;
  document_["finished_utc"] = base::utc_text(base::wall_now());
  save_document(document_, out_.result());
  parts_.progress.campaign_ended(status);
  if (document_["runs"].empty() && document_["bench"].empty()) {
    return;
  }
  parts_.reports.analyse(document_);
  save_document(document_, out_.result());
  parts_.reports.write(out_.path());
  std::fputs(parts_.reports.summary(document_).c_str(), stdout);
  fmt::print(
      "result  {}\nreport  {}\n", out_.result().string(), (out_.path() / "report.html").string());
  std::fflush(stdout);
}

/// What comes after must not hide why the campaign failed.
void Campaign::finish_after_failure() {
  try {
    finish("failed");
  } catch (const std::exception& error) {
    base::log_error(std::string("after the failure below: ") + error.what());
  }
}

base::ExitCode Campaign::make_all() {
  const json& runs = document_["runs"];
  const auto repeats = std::count_if(
      runs.begin(), runs.end(), [](const json& run) { return !run.at("repeat_of").is_null(); });
  jobs_ = plan_.runs.size() + static_cast<std::size_t>(repeats);
  save_document(document_, out_.result());
  try {
    add_measurements(plan_.scenario, parts_, document_);
    make_rounds();
  } catch (const base::Error& error) {
    document_["warnings"].push_back(error.what());
    if (!stopped()) {  // a run that was stopped while it connected fails, and that is no fault
      finish_after_failure();
      throw;
    }
  }
  finish(stopped() ? "interrupted" : "complete");
  return stopped() ? base::ExitCode::interrupted : parts_.reports.exit_code(document_);
}

}  // namespace

base::ExitCode run_campaign(const scenario::Plan& plan,
                            const CampaignOptions& options,
                            const CampaignParts& parts) {
  const OutputDir out(options.out, options.resume);
  json document = options.resume ? resumed_document(out.result(), plan) : new_document(plan);
  return Campaign(plan, out, std::move(document), parts).make_all();
}

}  // namespace mqseal::run
