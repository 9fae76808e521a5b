// SPDX-License-Identifier: MIT
// Every attack of the catalogue for a moment, on a real broker: it does what it counts, within its
// bounds, and the broker lives.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/flood/flood.h"
#include "sim/flood/prober.h"
#include "tests/client/test_broker.h"

namespace mqseal::flood {
namespace {

constexpr Nanos moment = 600'000'000;

Job job_for(const FloodInfo& info, const client::TestBroker& broker) {
  Job job;
  job.attack = info.id;
  job.tls = info.id.starts_with("tls-");
  job.port = job.tls ? broker.endpoint().tls_port : broker.endpoint().plain_port;
  job.bounds = info.bounds;
  job.bounds.connections = std::min<std::uint64_t>(job.bounds.connections, 400);
  job.bounds.messages = std::min<std::uint64_t>(job.bounds.messages, 2000);
  job.bounds.volume = std::min<std::uint64_t>(job.bounds.volume, 8'000'000);
  job.topics = {"legit/topic"};
  job.victims = {"victim-0", "victim-1"};
  job.lasting = moment;
  job.seed = 1;
  return job;
}

Report attack(const Job& job) {
  Flood flood(job, {[](const Report&) {}, [] { return std::string(); }});
  return flood.run();
}

/// A broker that knows one user, and lets others in too.
std::string password_lines(const client::TemporaryDirectory& folder) {
  const std::filesystem::path file = folder.path() / "passwords";
  base::write_file_atomically(file, "somebody:secret\n");
  EXPECT_EQ(base::run_process({"mosquitto_passwd", "-U", file.string()}).exit_code, 0);
  return "password_file " + file.string();
}

/// Attacks that need somebody legitimate to speak first.
void speak(const client::TestBroker& broker) {
  Job job;
  job.attack = "publish-flood";
  job.port = broker.endpoint().plain_port;
  job.bounds = {1, 1, 20, 0, 32, 100};
  job.topics = {"legit/topic"};
  job.lasting = moment;
  static_cast<void>(attack(job));
}

TEST(Drivers, each_does_what_it_counts_within_its_bounds_and_the_broker_lives) {
  const client::TemporaryDirectory folder;
  const std::string lines = password_lines(folder);
  for (const FloodInfo& info : catalogue()) {
    SCOPED_TRACE(info.id);
    const client::TestBroker broker(lines);
    const Job job = job_for(info, broker);
    std::thread speaker;
    if (info.id == "replay-flood") {
      speaker = std::thread([&] { speak(broker); });
    }
    const Report report = attack(job);
    if (speaker.joinable()) {
      speaker.join();
    }
    const Tally& tally = report.tally;
    EXPECT_GT(tally.achieved(info.unit), 0U) << to_text(report);
    EXPECT_TRUE(tally.own_errors.empty()) << to_text(report);
    EXPECT_LE(tally.opened, job.bounds.connections);
    EXPECT_TRUE(info.unit != Unit::messages || job.bounds.messages == 0 ||
                tally.messages <= job.bounds.messages)
        << to_text(report);
    EXPECT_GE(report.ended - report.began, moment * 9 / 10);
    EXPECT_LE(report.ended - report.began, moment * 3);
    ASSERT_EQ(::kill(broker.pid(), 0), 0);
  }
}

TEST(Drivers, malformed_packets_meet_what_the_standard_wants) {
  const client::TestBroker broker;
  Job job = job_for(*find_flood("malformed"), broker);
  const Report report = attack(job);
  EXPECT_GE(report.tally.cases.size(), 30U);
  std::size_t surprises = 0;
  for (const auto& [name, each] : report.tally.cases) {
    surprises += each.as_expected < each.tried ? 1U : 0U;
  }
  EXPECT_LE(surprises, 3U) << "mosquitto 2.0.11 is lenient in few cases\n" << to_text(report);
}

TEST(Drivers, poisoning_the_verify_topic_sends_all_who_check_it_away) {
  const client::TestBroker broker;
  const Report report = attack(job_for(*find_flood("verify-poisoning"), broker));
  EXPECT_EQ(report.tally.note, "20 of 20 clients that check the topic left");
}

TEST(Drivers, connect_memory_is_memory_of_the_broker) {
  const client::TestBroker broker;
  const auto resident = [&] {
    const std::string status =
        base::read_file("/proc/" + std::to_string(broker.pid()) + "/status", 1 << 16);
    return std::stoull(status.substr(status.find("VmHWM:") + 6)) * 1024;
  };
  const auto before = resident();
  Job job = job_for(*find_flood("connect-memory"), broker);
  static_cast<void>(attack(job));
  EXPECT_GT(resident() - before, job.bounds.volume / 2);
}

TEST(Drivers, an_attack_is_refused_where_the_target_is) {
  Job job;
  job.attack = "tcp-hold";
  job.bounds = find_flood("tcp-hold")->bounds;
  Flood flood(job, {[](const Report&) {}, [] { return std::string("not ours"); }});
  EXPECT_THROW(static_cast<void>(flood.run()), std::runtime_error);
}

TEST(Drivers, probes_keep_their_schedule_when_nobody_answers) {
  client::TestBroker broker;
  ProberOptions options;
  options.plain_port = broker.endpoint().plain_port;
  options.tls_port = broker.endpoint().tls_port;
  options.certificate = broker.tree().client_crt;
  options.key = broker.tree().client_key;
  options.every = 50'000'000;
  options.patience = 200'000'000;
  options.first = base::monotonic_now();
  options.end = options.first + 500'000'000;
  const auto answered = [&] {
    Prober prober(options);
    std::size_t plain = 0, tls = 0;
    const auto seen = prober.finish(false);
    EXPECT_EQ(seen.size(), 20U);
    for (const Probe& probe : seen) {
      plain += probe.answered && !probe.tls ? 1U : 0U;
      tls += probe.answered && probe.tls ? 1U : 0U;
    }
    return std::pair(plain, tls);
  };
  EXPECT_EQ(answered(), std::pair(std::size_t{10}, std::size_t{10}));
  broker.signal(SIGSTOP);
  options.first = base::monotonic_now();
  options.end = options.first + 500'000'000;
  EXPECT_EQ(answered(), std::pair(std::size_t{0}, std::size_t{0}));
}

}  // namespace
}  // namespace mqseal::flood
