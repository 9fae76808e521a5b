// SPDX-License-Identifier: MIT
// Four ways to say how far a campaign is.
#include "sim/run/progress.h"

#include <cmath>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"

namespace mqseal::run {

namespace {

using nlohmann::json;

/// What a run counts as an error; nothing of it is hidden in a sum.
std::uint64_t errors_of(const json& run) {
  const json& counts = run.at("counts");
  std::uint64_t errors = run.at("connect").at("failed").get<std::uint64_t>();
  for (const char* key : {"lost", "rejected", "duplicated", "unmatched", "key_exhausted"}) {
    errors += counts.at(key).get<std::uint64_t>();
  }
  return errors;
}

std::string milliseconds(const json& microseconds) {
  return microseconds.is_null() ? "-" : fmt::format("{:.3f} ms", microseconds.get<double>() / 1000);
}

/// Columns of the terminal on standard error; a longer line would wrap and spoil the drawing.
std::size_t terminal_columns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 100;
}

void say(const std::string& text) {
  std::fputs(text.c_str(), stderr);
  std::fflush(stderr);
}

class Silent final : public ProgressSink {
 public:
  void run_begins(const Place& /*place*/) override {}

  void tick(const Place& /*place*/, const fleet::Progress& /*progress*/) override {}

  void run_ended(const Place& /*place*/, const json& /*run*/) override {}

  void campaign_ended(const std::string& /*status*/) override {}
};

class Plain final : public ProgressSink {
 public:
  void run_begins(const Place& /*place*/) override {}

  void tick(const Place& /*place*/, const fleet::Progress& /*progress*/) override {}

  void run_ended(const Place& place, const json& run) override { say(run_line(place, run) + "\n"); }

  void campaign_ended(const std::string& status) override { say("campaign " + status + "\n"); }
};

/// Three lines at the bottom of the terminal, drawn again in place; finished runs scroll above.
class Terminal final : public ProgressSink {
 public:
  void run_begins(const Place& place) override { draw(place, fleet::Progress{}); }

  void tick(const Place& place, const fleet::Progress& progress) override { draw(place, progress); }

  void run_ended(const Place& place, const json& run) override {
    say(erase() + run_line(place, run) + "\n");
    lines_ = 0;
  }

  void campaign_ended(const std::string& status) override {
    say(erase() + "campaign " + status + "\n");
    lines_ = 0;
  }

 private:
  /// Cursor to the first line of the table, and clear from there (ECMA-48: CUU, ED).
  [[nodiscard]] std::string erase() const {
    return lines_ == 0 ? "\r\x1b[J" : fmt::format("\r\x1b[{}A\x1b[J", lines_);
  }

  void draw(const Place& place, const fleet::Progress& now) {
    const std::size_t columns = terminal_columns();
    std::string text = erase();
    for (const std::string& line : {where(place, now), heading(), values(now)}) {
      text += line.substr(0, columns - 1) + "\n";
    }
    say(text);
    lines_ = 3;
  }

  static std::string where(const Place& place, const fleet::Progress& now) {
    return fmt::format("{}  round {}/{}  run {}/{}  {}  {} {:.0f} s  left {}",
                       place.scenario,
                       place.round,
                       place.rounds,
                       place.run,
                       place.runs,
                       place.cipher,
                       to_string(now.phase),
                       now.phase_seconds_left,
                       duration_text(place.seconds_left));
  }

  static std::string heading() {
    return fmt::format(
        "  {:>12} {:>12} {:>12} {:>12} {:>8}", "clients", "rate", "p50", "p99", "errors");
  }

  static std::string values(const fleet::Progress& now) {
    return fmt::format("  {:>12} {:>12} {:>12} {:>12} {:>8}",
                       fmt::format("{}/{}", now.connected, now.clients),
                       fmt::format("{:.0f}/s", now.rate_msg_s),
                       fmt::format("{:.3f} ms", now.response_p50_us / 1000),
                       fmt::format("{:.3f} ms", now.response_p99_us / 1000),
                       now.errors);
  }

  int lines_ = 0;
};

class JsonLines final : public ProgressSink {
 public:
  void run_begins(const Place& place) override { line("run_begins", place, json::object()); }

  void tick(const Place& place, const fleet::Progress& now) override {
    line("progress",
         place,
         {{"phase", to_string(now.phase)},
          {"phase_seconds_left", now.phase_seconds_left},
          {"rate_msg_s", now.rate_msg_s},
          {"response_p50_us", now.response_p50_us},
          {"response_p99_us", now.response_p99_us},
          {"errors", now.errors},
          {"connected", now.connected},
          {"clients", now.clients}});
  }

  void run_ended(const Place& place, const json& run) override {
    line("run_ended",
         place,
         {{"counts", run.at("counts")},
          {"response_us", run.at("latency_us").at("response")},
          {"interrupted", run.at("interrupted")},
          {"errors", errors_of(run)}});
  }

  void campaign_ended(const std::string& status) override {
    say(json{{"event", "campaign_ended"}, {"status", status}}.dump() + "\n");
  }

 private:
  static void line(const char* event, const Place& place, json fields) {
    fields["event"] = event;
    fields["id"] = place.id;
    fields["run"] = place.run;
    fields["runs"] = place.runs;
    fields["round"] = place.round;
    fields["rounds"] = place.rounds;
    fields["seconds_left"] = place.seconds_left;
    say(fields.dump() + "\n");
  }
};

}  // namespace

const char* to_string(fleet::Progress::Phase phase) noexcept {
  switch (phase) {
    case fleet::Progress::Phase::connect:
      return "connect";
    case fleet::Progress::Phase::warm_up:
      return "warm-up";
    case fleet::Progress::Phase::measure:
      return "measure";
    case fleet::Progress::Phase::drain:
      return "drain";
  }
  return "";
}

std::string duration_text(double seconds) {
  const long whole = std::lround(std::max(0.0, seconds));
  if (whole < 60) {
    return fmt::format("{} s", whole);
  }
  if (whole < 3600) {
    return fmt::format("{} min {} s", whole / 60, whole % 60);
  }
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

namespace {

/// "15 attacks: 3 succeeded, 12 blocked"
std::string attacks_text(const json& attacks) {
  std::string text;
  for (const char* verdict : {"succeeded", "blocked", "inconclusive", "not_measured"}) {
    const auto count = std::count_if(attacks.begin(), attacks.end(), [&](const json& attack) {
      return attack.at("verdict") == verdict;
    });
    if (count > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, verdict);
    }
  }
  return fmt::format("{} attacks: {}", attacks.size(), text);
}

}  // namespace

std::string run_line(const Place& place, const json& run) {
  if (const auto attacks = run.find("attacks");
      attacks != run.end() && !attacks->empty() && run.at("flows").empty()) {
    return fmt::format("[{:>3}/{}] {}  {}{}  left {}",
                       place.run,
                       place.runs,
                       place.id,
                       attacks_text(*attacks),
                       run.at("interrupted").get<bool>() ? "  interrupted" : "",
                       duration_text(place.seconds_left));
  }
  const json& response = run.at("latency_us").at("response");
  return fmt::format("[{:>3}/{}] {}  {} delivered  p50 {}  p99 {}  {} errors{}  left {}",
                     place.run,
                     place.runs,
                     place.id,
                     run.at("counts").at("delivered").get<std::uint64_t>(),
                     milliseconds(response.at("p50")),
                     milliseconds(response.at("p99")),
                     errors_of(run),
                     run.at("interrupted").get<bool>() ? "  interrupted" : "",
                     duration_text(place.seconds_left));
}

std::unique_ptr<ProgressSink> make_progress(const std::string& kind) {
  if (kind == "tty" || (kind == "auto" && ::isatty(STDERR_FILENO) == 1)) {
    return std::make_unique<Terminal>();
  }
  if (kind == "plain" || kind == "auto") {
    return std::make_unique<Plain>();
  }
  if (kind == "json") {
    return std::make_unique<JsonLines>();
  }
  if (kind == "none") {
    return std::make_unique<Silent>();
  }
  throw base::Error(base::ExitCode::usage,
                    "--progress: '" + kind + "' is unknown; auto, tty, plain, json and none are");
}

}  // namespace mqseal::run
