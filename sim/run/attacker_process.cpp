// SPDX-License-Identifier: MIT
#include "sim/run/attacker_process.h"

#include <algorithm>
#include <chrono>
#include <fstream>

#include <fmt/format.h>

#include "ciphers/envelope/envelope.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/rng.h"
#include "sim/flood/attacker.h"
#include "sim/scenario/envelope_config.h"
#include "sim/scenario/topic.h"

namespace mqseal::run {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_targets = 64;
constexpr int attacker_niceness = 10;
constexpr Nanos patience = 10 * base::nanos_per_second;

[[noreturn]] void fail(const std::string& what) {
  throw base::Error(base::ExitCode::environment, what);
}

std::uint64_t or_usual(std::uint64_t set, std::uint64_t usual) {
  return set == 0 ? usual : set;
}

flood::Bounds bounds_of(const scenario::FloodSettings& settings) {
  const flood::Bounds& usual = flood::find_flood(settings.id)->bounds;
  return {or_usual(settings.connections, usual.connections),
          or_usual(settings.window, usual.window),
          or_usual(settings.messages, usual.messages),
          or_usual(settings.volume, usual.volume),
          or_usual(settings.size, usual.size),
          settings.rate > 0 ? settings.rate : usual.rate};
}

/// What a stranger without the key sends who knows the format: sealed for the first publisher's
/// topic and in its name, under another key. Its counter stands behind version, sender and epoch
/// (envelope.md); formats without a header have none.
void forge(const scenario::Run& run, flood::Job& job) {
  const auto victim =
      std::ranges::find(run.groups, scenario::Role::publisher, &scenario::Group::role);
  const std::size_t size = victim->payload_bytes.largest();
  const envelope::Config config = scenario::envelope_of(*victim, 1);
  const auto strange = host::MasterKey::random();
  envelope::KeyRing keys(config, strange);
  envelope::Sealer sealer(keys, victim->first_sender, 1);
  std::vector<std::uint8_t> plaintext(size, 0x20);
  job.forged.resize(envelope::sealed_bytes(config, size));
  const auto status = sealer.seal(job.topics.front(), plaintext, false, job.forged);
  job.forged.resize(status == envelope::SealStatus::sealed ? sealer.last_bytes() : 0);
  const bool has_header = config.format == envelope::Format::compact;
  job.counter_at = has_header ? static_cast<int>(envelope::header_bytes) - 4 : -1;
}

/// The first line that the process prints.
std::string first_line(broker::GuardedProcess& process, const fs::path& output) {
  const Nanos until = base::monotonic_now() + patience;
  while (true) {
    std::ifstream file(output);
    std::string line;
    if (std::getline(file, line) && !file.eof()) {
      return line;
    }
    if (process.ended_within(std::chrono::milliseconds(5)) || base::monotonic_now() > until) {
      fail(fmt::format(
          "{} did not become ready ({}): {}", output.stem().string(), process.ending(), line));
    }
  }
}

std::unique_ptr<broker::GuardedProcess> launch(const std::vector<std::string>& arguments,
                                               const fs::path& dir,
                                               const fs::path& output,
                                               std::optional<int> cpu) {
  broker::LaunchOptions options;
  options.argv = {fs::read_symlink("/proc/self/exe").string()};
  options.argv.insert(options.argv.end(), arguments.begin(), arguments.end());
  options.directory = dir;
  options.output = output;
  options.cpu = cpu;
  options.own_processes = false;  // it looks for the broker's sockets before it attacks
  return std::make_unique<broker::GuardedProcess>(options);
}

}  // namespace

flood::Job job_of(const scenario::Run& run, const pki::Tree& tree) {
  const scenario::FloodSettings& settings = *run.flood;
  flood::Job job;
  job.attack = settings.id;
  job.tls = settings.port == scenario::AttackPort::tls;
  if (settings.certificate) {
    job.certificate = fs::absolute(tree.client_crt);
    job.key = fs::absolute(tree.client_key);
  }
  job.bounds = bounds_of(settings);
  job.lasting = settings.lasting;
  job.niceness = attacker_niceness;
  job.seed = base::Rng(run.seed, "attacker")();
  std::size_t index = 0;  // over all groups, as in client ids
  for (const scenario::Group& group : run.groups) {
    for (std::size_t client = 0; client < group.clients; ++client, ++index) {
      if (job.victims.size() < most_targets) {
        job.victims.push_back(fmt::format("r0-{}", index));
      }
      if (group.role == scenario::Role::publisher && job.topics.size() < most_targets) {
        job.topics.push_back(scenario::expand_topic(group.topic, group.name, client));
      }
      if (group.identity == scenario::Identity::password && settings.id == "wrong-password") {
        job.user = job.victims.back();  // whose password the broker must look up and hash
      }
    }
  }
  std::ranges::sort(job.topics);
  job.topics.erase(std::unique(job.topics.begin(), job.topics.end()), job.topics.end());
  if (settings.id == "forged-envelopes") {
    forge(run, job);
  }
  return job;
}

AttackerProcess::AttackerProcess(const scenario::Run& run,
                                 const broker::Broker& broker,
                                 const pki::Tree& tree,
                                 const fs::path& dir,
                                 std::optional<int> cpu)
    : dir_(fs::absolute(dir)) {
  flood::Job job = job_of(run, tree);
  const bool tls = run.flood->port == scenario::AttackPort::tls;
  pid_t target = broker.pid();
  job.port = tls ? broker.endpoint().tls_port : broker.endpoint().plain_port;
  if (job.user.empty()) {
    job.user = job.password = broker.endpoint().any_user;
  }
  if (run.flood->arm == scenario::Arm::sink) {
    start_sink(run, tree, cpu);
    target = sink_->pid();
    job.port = sink_port_;
  }
  base::write_file_atomically(dir_ / flood::job_file, to_text(job));
  const fs::path output = dir_ / "attacker.jsonl";
  attacker_ =
      launch({attacker_command, dir_.string(), fmt::format("{}", target)}, dir_, output, cpu);
  if (const std::string line = first_line(*attacker_, output); line != flood::ready_line) {
    fail("the attacker: " + line);
  }
}

void AttackerProcess::start_sink(const scenario::Run& run,
                                 const pki::Tree& tree,
                                 std::optional<int> cpu) {
  std::vector<std::string> arguments{sink_command};
  if (run.flood->port == scenario::AttackPort::tls) {
    arguments.push_back(fs::absolute(tree.broker_crt).string());
    arguments.push_back(fs::absolute(tree.broker_key).string());
  }
  const fs::path output = dir_ / "sink.txt";
  sink_ = launch(arguments, dir_, output, cpu);
  const std::string line = first_line(*sink_, output);
  if (line.find_first_not_of("0123456789") != std::string::npos) {
    fail("the control's sink: " + line);
  }
  sink_port_ = static_cast<std::uint16_t>(std::stoul(line));
}

void AttackerProcess::start_at(Nanos at) {
  base::write_file_atomically(dir_ / flood::start_file, fmt::format("{}", at));
}

std::vector<flood::Report> AttackerProcess::finish() {
  static_cast<void>(attacker_->ended_within(std::chrono::seconds(2)));
  attacker_->stop();
  if (sink_) {
    sink_->stop();
  }
  std::ifstream file(dir_ / "attacker.jsonl");
  std::string line;
  std::vector<flood::Report> reports;
  std::getline(file, line);  // "ready"
  while (std::getline(file, line)) {
    if (!line.starts_with('{')) {
      fail("the attacker: " + line);
    }
    reports.push_back(flood::report_from(line));
  }
  return reports;
}

}  // namespace mqseal::run
