// SPDX-License-Identifier: MIT
#include "sim/attack/attack.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/verdict.h"
#include "sim/base/error.h"

namespace mqseal::attack {
namespace {

constexpr std::array table = {
#define MQSEAL_SECURITY_ATTACK(function, id, title, needs, answers) \
  AttackInfo{id, title, scenario::AttackKind::security, &function, needs, answers},
#include "sim/attack/catalogue.def"
#undef MQSEAL_SECURITY_ATTACK
};

std::optional<record::Verdict> prediction(const scenario::Security& security,
                                          const std::string& id) {
  const auto& expect =
      security.attacker == scenario::Attacker::insider ? security.expect_insider : security.expect;
  const auto found = expect.find(id);
  if (found == expect.end()) {
    return std::nullopt;
  }
  for (const auto verdict : {record::Verdict::succeeded,
                             record::Verdict::blocked,
                             record::Verdict::inconclusive,
                             record::Verdict::not_measured}) {
    if (found->second == record::to_string(verdict)) {
      return verdict;
    }
  }
  return std::nullopt;
}

record::Attack perform_one(const AttackInfo& info, const Setting& setting) {
  try {
    return info.perform(setting);
  } catch (const base::Error& error) {
    if (error.code() == base::ExitCode::interrupted || !setting.broker.alive()) {
      throw;
    }
    record::Attack attack;
    attack.verdict = record::Verdict::inconclusive;
    attack.evidence = error.what();
    return attack;
  }
}

}  // namespace

std::span<const AttackInfo> catalogue() noexcept {
  return table;
}

const AttackInfo* find_attack(std::string_view id) noexcept {
  const auto* const found = std::ranges::find(table, id, &AttackInfo::id);
  return found == table.end() ? nullptr : found;
}

std::vector<record::Attack> perform(const scenario::Run& run,
                                    broker::Broker& broker,
                                    const pki::Tree& tree,
                                    const Options& options) {
  TargetGuard guard;
  guard.allow(broker);
  client::KeyLog own_log;
  std::vector<record::Attack> attacks;
  for (const std::string& id : run.attack.attacks) {
    const AttackInfo* const info = find_attack(id);
    if (info == nullptr || info->perform == nullptr) {
      throw base::Error(base::ExitCode::usage,
                        fmt::format("there is no attack '{}' on security", id));
    }
    const auto dir = options.dir / id;
    std::filesystem::create_directories(dir);
    const auto master = host::MasterKey::random();  // senders begin at epoch 1 in each attack
    const Setting setting{run,
                          broker,
                          tree,
                          master,
                          dir,
                          guard,
                          options.key_log != nullptr ? *options.key_log : own_log,
                          options.stop};
    record::Attack attack = perform_one(*info, setting);
    attack.id = id;
    attack.title = info->title;
    attack.attacker = scenario::to_string(run.attack.security.attacker);
    attack.predicted = prediction(run.attack.security, id);
    if (attack.verdict == record::Verdict::blocked && attack.successes == 0) {
      attack.limit_95 = record::limit_of_failures(attack.attempts);
    }
    attacks.push_back(std::move(attack));
  }
  return attacks;
}

}  // namespace mqseal::attack
