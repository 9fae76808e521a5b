// SPDX-License-Identifier: MIT
// Payloads that are made to hurt their parser. The lab's subscriber gives what it receives to
// Python's eval(): a harmless payload that writes a file shows what that means. Ours parses.
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/intruder.h"
#include "sim/attack/verdict.h"
#include "sim/base/process.h"

namespace mqseal::attack {
namespace {

struct Hostile {
  const char* name;
  std::string payload;
};

std::array<Hostile, 6> payloads() {
  const std::string literal = "{'nonce': b'', 'ciphertext': b'', 'tag': b''}";
  return {{{"code", "__import__('os').getpid()"},
           {"code in a value",
            "{'nonce': __import__('os').urandom(16), 'ciphertext': b'', 'tag': b''}"},
           {"arithmetic that never ends", "9**9**9"},
           {"100,000 brackets", std::string(100'000, '[')},
           {"a megabyte of one literal", "{'nonce': b'" + std::string(1'000'000, 'A') + "'}"},
           {"trailing code", literal + " or exit()"}}};
}

record::AttackCase publish_all(Victims& victims, Actor& attacker) {
  Application& application = victims.application();
  std::uint64_t tried = 0, accepted = 0;
  for (const Hostile& hostile : payloads()) {
    application.forget();
    static_cast<void>(attacker.publish(victims.device().topic(), bytes_of(hostile.payload)));
    static_cast<void>(victims.exchange("and on"));
    ++tried;
    accepted += application.accepted() - application.accepted("and on");
  }
  return case_of(
      "our parser",
      {victims.exchange("still here"), tried, accepted},
      fmt::format("{} of {} hostile payloads accepted; the application goes on", accepted, tried));
}

/// The lab's line, cipherObject = eval(cipherObject), in a Python of its own.
record::AttackCase lab_eval(const std::filesystem::path& dir) {
  const std::filesystem::path mark = dir / "executed";
  base::ProcessOptions options;
  options.input = "__import__('pathlib').Path(__import__('sys').argv[1]).write_text('executed')";
  const auto result = base::run_process(
      {"python3", "-I", "-c", "import sys; cipherObject = eval(sys.stdin.read())", mark.string()},
      options);
  record::AttackCase answer{"the lab's eval()", record::Verdict::not_measured, 0, 0, {}};
  if (!result.started) {
    answer.evidence = "there is no python3 on this machine";
    return answer;
  }
  const bool executed = std::filesystem::exists(mark);
  return case_of("the lab's eval()",
                 {result.exit_code == 0, 1, executed ? 1U : 0U},
                 executed
                     ? "a payload wrote a file: whoever may publish runs code at the subscriber"
                     : "the payload did not run");
}

}  // namespace

record::Attack hostile_payload(const Setting& setting) {
  Stage stage(setting);
  Victims victims(stage);
  if (victims.device().config().format == envelope::Format::raw) {
    return not_measured("a raw payload is not parsed");
  }
  if (!victims.start()) {
    return result_of({}, victims.control(), "the victims do not work, so nothing was tried");
  }
  record::Attack attack;
  attack.control = victims.control();
  Intruder intruder(stage, "stranger");
  if (intruder.enter()) {
    attack.cases.push_back(publish_all(victims, intruder.actor()));
  } else {
    attack.cases.push_back(case_of("entry", {true, 1, 0}, intruder.evidence()));
  }
  if (victims.device().config().format == envelope::Format::lab) {
    attack.cases.push_back(lab_eval(setting.dir));
  }
  sum_up(attack);
  attack.evidence = attack.cases.front().evidence;
  if (attack.cases.size() > 1) {
    attack.evidence += "; with the lab's eval(): " + attack.cases.back().evidence;
  }
  return attack;
}

}  // namespace mqseal::attack
