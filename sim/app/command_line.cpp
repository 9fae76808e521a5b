// SPDX-License-Identifier: MIT
// Flags to structs; what the commands do is elsewhere. The only user of CLI11.
#include "sim/app/command_line.h"

#include <functional>
#include <iostream>
#include <map>
#include <memory>

#include <CLI/CLI.hpp>

#include "sim/app/broker_command.h"
#include "sim/app/commands.h"
#include "sim/app/pki_command.h"
#include "sim/app/seal_open.h"

namespace mqseal::app {

namespace {

/// Set by the subcommand that the command line names; run after parsing.
using Action = std::function<int()>;
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

template <class Flags>
struct Command {
  CLI::App* app;
  std::shared_ptr<Flags> flags;
};

/// A subcommand that fills a `Flags` and then runs `run` on it.
template <class Flags, class Run>
Command<Flags> add(
    CLI::App& app, Action& action, const char* name, const char* help, const Run& run) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = app.add_subcommand(name, help);
  command->callback(
      [&action, flags, run] { action = [flags, run] { return static_cast<int>(run(*flags)); }; });
  return {command, flags};
}

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

  const auto [command, flags] = add<Flags>(
      app, action, "list", "List ciphers, brokers, devices or scenarios", [](const Flags& f) {
        return list(f.what, f.json);
      });
  command->add_option("what", flags->what, "ciphers, brokers, devices or scenarios")
      ->required()
      ->check(CLI::IsMember({"ciphers", "brokers", "devices", "scenarios"}));
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

void add_pki(CLI::App& app, Action& action) {
  const auto [command, flags] = add<PkiFlags>(
      app, action, "pki", "Make the lab's certificates: ca/, broker/, client/", make_pki);
  command->add_option("dir", flags->dir, "Directory, made where missing")->required();
  command->add_option("--key-type", flags->key_type, "rsa-2048 (default) or ecdsa-p256");
  command->add_option("--name", flags->names, "DNS name of the broker; default localhost");
  command->add_option("--address", flags->addresses, "IPv4 address; default 127.0.0.1");
  command->add_option("--days", flags->days, "Validity; default 100");
}

void add_broker(CLI::App& app, Action& action) {
  const auto [command, flags] = add<BrokerFlags>(
      app, action, "broker", "Start the lab's two-port broker for work by hand", run_broker);
  command->add_option("--plain-port", flags->plain_port, "Default 1883; 0: any free one");
  command->add_option("--tls-port", flags->tls_port, "Default 8883; 0: any free one");
  command->add_option("--dir", flags->dir, "Certificates, configuration, log; default mqseal-lab");
  command->add_option("--key-type", flags->key_type, "rsa-2048 (default) or ecdsa-p256");
  command->footer("Prints the command lines that use it; Ctrl-C ends it.");
}

/// Flags that sealing and opening share.
template <class Flags>
void add_envelope_flags(CLI::App& command, Flags& flags) {
  using envelope::Format;
  using envelope::KeyMode;
  using envelope::NoncePolicy;
  envelope::Config& config = flags.config;
  command.add_option("--cipher", config.cipher, "An id of `mqseal list ciphers`")->required();
  command.add_option("--topic", flags.topic, "The MQTT topic; the envelope is bound to it");
  command.add_option("--key", flags.key, "File with the master key: 32 bytes or 64 hex digits");
  command.add_option("--implementation", config.implementation, "Default: best for this CPU");
  command.add_option("--tag-bytes", config.tag_bytes, "Default: the cipher's");
  command.add_option("--format", config.format, "compact or raw")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, Format>{{"compact", Format::compact}, {"raw", Format::raw}}));
  command.add_option("--nonce", config.nonce, "random, counter or fixed")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, NoncePolicy>{{"random", NoncePolicy::random},
                                             {"counter", NoncePolicy::counter},
                                             {"fixed", NoncePolicy::fixed}}));
  command.add_option("--keys", config.keys, "shared or per-device")
      ->transform(CLI::CheckedTransformer(std::map<std::string, KeyMode>{
          {"shared", KeyMode::shared}, {"per-device", KeyMode::per_device}}));
}

void add_seal(CLI::App& app, Action& action) {
  const auto [command, flags] =
      add<SealOptions>(app,
                       action,
                       "seal",
                       "Seal standard input into one envelope on standard output",
                       [](const SealOptions& options) {
                         return seal_command(options, std::cin, std::cout, std::cerr);
                       });
  add_envelope_flags(*command, *flags);
  command->add_option("--sender", flags->sender, "Sender id, from 1");
  command->add_option("--epoch", flags->epoch, "Default: the next one of <key>.epochs");
  command->add_flag("--retained", flags->retained, "For a retained message");
  command->add_flag("--lab-mistakes", flags->lab_mistakes, "Allow --nonce fixed");
  command->footer(
      "Example:\n"
      "  (umask 077; head -c 32 /dev/urandom > master.key)\n"
      "  echo 21.5 | mqseal seal --cipher ascon-aead128 --key master.key --topic t > sealed\n"
      "  mqseal open --cipher ascon-aead128 --key master.key --topic t < sealed");
}

void add_open(CLI::App& app, Action& action) {
  const auto [command, flags] =
      add<OpenOptions>(app,
                       action,
                       "open",
                       "Open one envelope from standard input to standard output",
                       [](const OpenOptions& options) {
                         return open_command(options, std::cin, std::cout, std::cerr);
                       });
  add_envelope_flags(*command, *flags);
  command->add_option("--first-sender", flags->first_sender, "Lowest sender id that is accepted");
  command->add_option("--last-sender", flags->last_sender, "Highest sender id that is accepted");
  command->footer("Exit code 11 where it does not open; nothing is written then.");
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
  add_pki(app, action);
  add_broker(app, action);
  add_seal(app, action);
  add_open(app, action);
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
