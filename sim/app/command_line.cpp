// SPDX-License-Identifier: MIT
// Flags to structs; what the commands do is elsewhere. The commands for work by hand are in
// command_line_by_hand.cpp; nothing else uses CLI11.
#include "sim/app/command_line.h"

#include "sim/app/add_command.h"
#include "sim/app/commands.h"
#include "sim/run/attacker_process.h"

namespace mqseal::app {

namespace {

using Paths = std::vector<std::filesystem::path>;

constexpr const char* about =
    "Compares lightweight ciphers over MQTT on a real broker: latency, throughput, CPU, bytes.";

constexpr const char* examples = R"(Examples:
  mqseal run scenarios/quickstart.yaml                  measure, and write the report
  mqseal run scenarios/quickstart.yaml --dry-run        print the plan, start nothing
  mqseal run S.yaml --set phases.measure=2s --rounds 6  change the scenario from here
  mqseal run S.yaml --resume results/local/DIR          go on after Ctrl-C or a crash
  mqseal decide DIR --limits limits.yaml                which cipher, by your own limits
  mqseal list ciphers                                   what there is to compare
  mqseal kat my_vectors.txt                             check your own known answers
  mqseal schema scenario > scenario.schema.json         for an editor's completion
Each command explains itself: mqseal run --help

Exit codes:
   0 done, within thresholds       2 scenario or flags wrong, nothing was started
   3 environment unusable         10 a threshold failed
  11 data not to be trusted       12 compare found a regression
  70 a fault of mqseal
 130 interrupted; what was measured is kept and marked
   1 kat: a wrong answer)";

void add_run(CLI::App& app, Action& action) {
  const auto [command, flags] =
      add<RunFlags>(app, action, "run", "Make every run of a scenario, then the report", run);
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
  command->footer(
      "Standard output gets the summary; progress goes to standard error. Ctrl-C ends at once and\n"
      "keeps what was measured; --resume goes on, also after a crash.");
}

void add_validate(CLI::App& app, Action& action) {
  const auto [command, files] =
      add<Paths>(app, action, "validate", "Check scenario files; starts nothing", validate);
  command->add_option("scenario", *files, "Scenario files")->required();
}

void add_list(CLI::App& app, Action& action) {
  struct Flags {
    std::string what;
    bool json = false;
  };

  const auto [command, flags] = add<Flags>(app,
                                           action,
                                           "list",
                                           "List ciphers, brokers, attacks, devices or scenarios",
                                           [](const Flags& f) { return list(f.what, f.json); });
  command->add_option("what", flags->what, "ciphers, brokers, attacks, devices or scenarios")
      ->required()
      ->check(CLI::IsMember({"ciphers", "brokers", "attacks", "devices", "scenarios"}));
  command->add_flag("--json", flags->json, "For programs");
}

void add_report(CLI::App& app, Action& action) {
  const auto [command, flags] = add<ReportFlags>(
      app, action, "report", "Write the report of a result again, or one of several", report);
  command->add_option("dir", flags->dirs, "Directories that hold a result.json")->required();
  command
      ->add_option("--formats", flags->formats, "Of html, md, csv, tex, svg, pdf; default html,md")
      ->delimiter(',');
  command->add_option(
      "--out", flags->out, "Where the report of several goes; default results/local/report-<time>");
  command->footer(
      "csv and tex go into tables/, svg and pdf into figures/.\n"
      "Example, for coursework:\n"
      "  mqseal report results/local/load results/local/lab --formats html,md,csv,tex,svg,pdf");
}

void add_compare(CLI::App& app, Action& action) {
  const auto [command, flags] = add<CompareFlags>(
      app, action, "compare", "Has a newer result become worse than a base?", compare);
  command->add_option("base", flags->base, "Directory of the base result")->required();
  command->add_option("new", flags->other, "Directory of the newer result")->required();
  command->add_option("--margin", flags->margin, "As 5%; default: the base's");
  command
      ->add_option("--metric", flags->metrics, "Metric to judge; default: the base's primary ones")
      ->allow_extra_args(false);
  command->add_option("--out", flags->out, "Writes compare.html, .md and .json there");
  command->add_flag("--json", flags->json, "Prints the comparison as JSON");
  command->add_flag("--anyway", flags->anyway, "Compare although host, broker or plan differ");
  command->footer("Exit code 12 where a metric that is judged became worse beyond the margin.");
}

void add_decide(CLI::App& app, Action& action) {
  const auto [command, flags] = add<DecideFlags>(
      app, action, "decide", "Which cipher, by limits and objectives; measures nothing", decide);
  command->add_option("dir", flags->dir, "Directory that holds a result.json")->required();
  command->add_option(
      "--limits", flags->limits, "File with `limits:` and `objectives:`; default: the scenario's");
  command->add_flag("--no-save", flags->no_save, "Print only: leave result.json and reports alone");
  command->footer(
      "Example of a limits file:\n"
      "  limits:\n"
      "    block_bits: {min: 128}\n"
      "    security_margin: {min: 25%}\n"
      "    standard: {any_of: [NIST, ISO]}\n"
      "    latency_us.response.p99: {max: 5000}\n"
      "  objectives: [overhead_bytes, cpu.seal_ns]\n"
      "`mqseal schema scenario` lists every criterion.");
}

void add_schema(CLI::App& app, Action& action) {
  const auto [command, what] =
      add<std::string>(app, action, "schema", "Print a JSON Schema", schema);
  command->add_option("what", *what, "scenario or result")
      ->required()
      ->check(CLI::IsMember({"scenario", "result"}));
}

void add_env(CLI::App& app, Action& action) {
  struct None {};

  add<None>(app,
            action,
            "env",
            "Print what a result says of this build and this machine",
            [](const None&) { return env(); });
}

/// Hidden: mqseal starts them itself.
void add_flood(CLI::App& app, Action& action) {
  struct Attacker {
    std::filesystem::path folder;
    pid_t target = 0;
  };

  const auto [attacker, job] =
      add<Attacker>(app, action, run::attacker_command, "", [](const Attacker& flags) {
        return flood_attacker(flags.folder, flags.target);
      });
  attacker->group("")->add_option("folder", job->folder)->required();
  attacker->add_option("target", job->target)->required();

  struct Sink {
    std::filesystem::path certificate, key;
  };

  const auto [sink, files] = add<Sink>(app, action, run::sink_command, "", [](const Sink& flags) {
    return flood_sink(flags.certificate, flags.key);
  });
  sink->group("")->add_option("certificate", files->certificate);
  sink->add_option("key", files->key);
}

void add_kat(CLI::App& app, Action& action) {
  const auto [command, files] =
      add<Paths>(app,
                 action,
                 "kat",
                 "Run known-answer files against every implementation that this CPU has",
                 kat);
  command->add_option("file", *files, "Files in the format of tests/vectors/README.md")->required();
  command->footer("Exit code 1 on the first wrong answer, which is named.");
}

}  // namespace

int command_line(int argc, char** argv) {
  CLI::App app(about, "mqseal");
  app.footer(examples);
  app.require_subcommand(1);
  Action action;
  add_run(app, action);
  add_validate(app, action);
  add_list(app, action);
  add_report(app, action);
  add_compare(app, action);
  add_decide(app, action);
  add_kat(app, action);
  add_flood(app, action);
  add_commands_by_hand(app, action);
  add_schema(app, action);
  add_env(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return static_cast<int>(app.exit(error) == 0 ? base::ExitCode::done : base::ExitCode::usage);
  }
  return action();
}

}  // namespace mqseal::app
