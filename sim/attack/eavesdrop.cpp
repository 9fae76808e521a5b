// SPDX-License-Identifier: MIT
// Confidentiality: random texts as payloads, looked for in everything that went over the wire. An
// insider needs no wire: it subscribes and opens.
#include <algorithm>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/intruder.h"
#include "sim/attack/verdict.h"
#include "sim/attack/wiretap.h"

namespace mqseal::attack {
namespace {

constexpr int messages = 20;

std::vector<std::string> exchange_secrets(const Setting& setting, Victims& victims) {
  base::Rng random(setting.run.seed, "eavesdrop");
  std::vector<std::string> secrets;
  for (int i = 0; i < messages; ++i) {
    const std::string secret = wire::make_canary("payload", random).text;
    if (victims.exchange(secret)) {
      secrets.push_back(secret);
    }
  }
  return secrets;
}

record::Attack from_inside(Stage& stage, Victims& victims) {
  Intruder intruder(stage, "insider");
  Tally tally;
  if (!intruder.listen()) {
    return result_of({true, 1, 0}, victims.control(), intruder.evidence());
  }
  const auto secrets = exchange_secrets(stage.setting(), victims);
  Reader reader(stage.setting());
  static_cast<void>(stage.wait([&] { return intruder.actor().inbox().size() >= secrets.size(); }));
  for (const Arrival& arrival : intruder.actor().inbox()) {
    const auto text = reader.read(arrival);
    tally.successes += text && std::ranges::find(secrets, *text) != secrets.end() ? 1U : 0U;
  }
  tally.attempts = secrets.size();
  tally.control = !secrets.empty();
  return result_of(tally,
                   victims.control(),
                   fmt::format("{} and read {} of {} payloads, as any subscriber may",
                               intruder.evidence(),
                               tally.successes,
                               tally.attempts));
}

}  // namespace

record::Attack eavesdrop(const Setting& setting) {
  Stage stage(setting);
  Victims victims(stage);
  const bool inside = setting.run.attack.security.attacker == scenario::Attacker::insider;
  std::string why;
  const auto tap = inside ? nullptr : Wiretap::start(setting, why);
  if (!inside && tap == nullptr) {
    return not_measured(why);
  }
  if (!victims.start()) {
    return result_of({}, victims.control(), "the victims do not work, so nothing was tried");
  }
  if (inside) {
    return from_inside(stage, victims);
  }
  const auto secrets = exchange_secrets(setting, victims);
  const bool complete = tap->finish();
  Tally tally{complete && secrets.size() == messages, secrets.size(), 0};
  wire::Finding last;
  for (const std::string& secret : secrets) {
    const wire::Finding finding = tap->look_for("payload", secret);
    tally.successes += finding.visibility == wire::Visibility::visible ? 1U : 0U;
    tally.control = tally.control && finding.visibility != wire::Visibility::inconclusive;
    last = finding;
  }
  return result_of(tally,
                   victims.control() + "; a text in clear was captured",
                   fmt::format("{} of {} random payloads stand readable in the captured streams; "
                               "the last: {}",
                               tally.successes,
                               tally.attempts,
                               last.why));
}

}  // namespace mqseal::attack
