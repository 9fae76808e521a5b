// SPDX-License-Identifier: MIT
// The program `mqseal`: flags to commands, errors to exit codes. The only user of CLI11.
#include <csignal>
#include <cstdio>
#include <exception>
#include <functional>

#include <CLI/CLI.hpp>

#include "sim/app/commands.h"

namespace mqseal::app {

namespace {

/// Set by the subcommand that the command line names; run after parsing.
using Action = std::function<base::ExitCode()>;

constexpr const char* about =
    "Compares lightweight ciphers over MQTT on a real broker: latency, throughput, CPU, bytes.";

constexpr const char* examples = R"(Examples:
  mqseal run scenarios/quickstart.yaml                  measure, and write the report
  mqseal run scenarios/quickstart.yaml --dry-run        print the plan, start nothing
  mqseal run S.yaml --set phases.measure=2s --rounds 6  change the scenario from here
  mqseal run S.yaml --resume results/local/DIR          go on after Ctrl-C or a crash
  mqseal list ciphers                                   what there is to compare
  mqseal schema scenario > scenario.schema.json         for an editor's completion

Exit codes:
  0 done, within thresholds    2 scenario or flags wrong, nothing started
  3 environment unusable      10 a threshold failed    11 data not to be trusted
  70 a fault of mqseal       130 interrupted; what was measured is kept and marked)";

void add_run(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("run", "Make every run of a scenario, then the report");
  auto flags = std::make_shared<RunFlags>();
  command->add_option("scenario", flags->scenario, "The scenario file (YAML)")->required();
  auto* out = command->add_option(
      "--out", flags->out, "Output directory; default results/local/<scenario>-<UTC time>");
  command->add_option("--resume", flags->resume, "Go on in the directory of an unfinished result")
      ->excludes(out);
  command
      ->add_option("--set",
                   flags->overrides.set,
                   "PATH=VALUE: change a value of the scenario (phases.measure=2s); repeatable")
      ->allow_extra_args(false);
  command->add_option("--rounds", flags->overrides.rounds, "Number of rounds");
  command->add_option("--seed", flags->overrides.seed, "Seed of order, schedules and payloads");
  command->add_flag("--quick", flags->overrides.quick, "A short look; not for claims");
  command->add_flag("--dry-run", flags->dry_run, "Print the plan and start nothing");
  command
      ->add_option("--progress",
                   flags->progress,
                   "auto, tty, plain (a line for each run), json (an object a line), none")
      ->check(CLI::IsMember({"auto", "tty", "plain", "json", "none"}));
  command->callback([&action, flags] { action = [flags] { return run(*flags); }; });
}

void add_validate(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("validate", "Check scenario files; starts nothing");
  auto files = std::make_shared<std::vector<std::filesystem::path>>();
  command->add_option("scenario", *files, "Scenario files")->required();
  command->callback([&action, files] { action = [files] { return validate(*files); }; });
}

void add_list(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("list", "List ciphers, brokers or scenarios");
  auto what = std::make_shared<std::string>();
  auto as_json = std::make_shared<bool>(false);
  command->add_option("what", *what, "ciphers, brokers or scenarios")
      ->required()
      ->check(CLI::IsMember({"ciphers", "brokers", "scenarios"}));
  command->add_flag("--json", *as_json, "For programs");
  command->callback(
      [&action, what, as_json] { action = [what, as_json] { return list(*what, *as_json); }; });
}

void add_report(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("report", "Write the reports of results again");
  auto dirs = std::make_shared<std::vector<std::filesystem::path>>();
  auto formats = std::make_shared<std::vector<std::string>>(std::vector<std::string>{"html", "md"});
  command->add_option("dir", *dirs, "Directories that hold a result.json")->required();
  command->add_option("--formats", *formats, "html, md")
      ->delimiter(',')
      ->check(CLI::IsMember({"html", "md"}));
  command->callback(
      [&action, dirs, formats] { action = [dirs, formats] { return report(*dirs, *formats); }; });
}

void add_schema(CLI::App& app, Action& action) {
  auto* command = app.add_subcommand("schema", "Print a JSON Schema");
  auto what = std::make_shared<std::string>();
  command->add_option("what", *what, "scenario or result")
      ->required()
      ->check(CLI::IsMember({"scenario", "result"}));
  command->callback([&action, what] { action = [what] { return schema(*what); }; });
}

void add_env(CLI::App& app, Action& action) {
  app.add_subcommand("env", "Print what a result says of this build and this machine")
      ->callback([&action] { action = env; });
}

base::ExitCode command_line(int argc, char** argv) {
  CLI::App app(about, "mqseal");
  app.footer(examples);
  app.require_subcommand(1);
  Action action;
  add_run(app, action);
  add_validate(app, action);
  add_list(app, action);
  add_report(app, action);
  add_schema(app, action);
  add_env(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? base::ExitCode::done : base::ExitCode::usage;
  }
  return action();
}

}  // namespace

}  // namespace mqseal::app

int main(int argc, char** argv) {
  using mqseal::base::ExitCode;
  std::signal(SIGPIPE, SIG_IGN);  // a broker that closes a TLS stream is no reason to die
  try {
    return static_cast<int>(mqseal::app::command_line(argc, argv));
  } catch (const mqseal::base::Error& error) {
    std::fprintf(stderr, "mqseal: %s\n", error.what());
    return static_cast<int>(error.code());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mqseal: a fault of mqseal itself: %s\n", error.what());
    return static_cast<int>(ExitCode::bug);
  }
}
