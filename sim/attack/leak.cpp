// SPDX-License-Identifier: MIT
// A stranger subscribes to everything. With both ports open and one of them without a lock, what is
// published over TLS is delivered in clear (lab report, exercise 3.2).
#include <algorithm>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/intruder.h"
#include "sim/attack/verdict.h"
#include "sim/wire/canary.h"

namespace mqseal::attack {
namespace {

constexpr std::uint64_t messages = 20;

bool holds(const Arrival& arrival, const std::string& text) {
  return std::ranges::search(arrival.payload, text).begin() != arrival.payload.end();
}

}  // namespace

record::Attack leak(const Setting& setting) {
  Stage stage(setting);
  Victims victims(stage);
  if (!victims.start()) {
    return result_of({}, victims.control(), "the victims do not work, so nothing was tried");
  }
  Intruder intruder(stage, "stranger");
  if (!intruder.listen()) {
    return result_of({true, 1, 0}, victims.control(), intruder.evidence());
  }
  const bool inside = setting.run.attack.security.attacker == scenario::Attacker::insider;
  Reader reader(setting);
  base::Rng random(setting.run.seed, "leak");
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < messages; ++i) {
    texts.push_back(wire::make_canary("payload", random).text);
    static_cast<void>(victims.exchange(texts.back()));
  }
  // The broker answers in order: what it sent to the stranger before is here by then.
  static_cast<void>(intruder.actor().subscribe("mqseal/fence"));
  std::uint64_t envelopes = 0, readable = 0;
  for (const Arrival& arrival : intruder.actor().inbox()) {
    envelopes += arrival.topic == victims.device().topic() ? 1U : 0U;
    const auto opened = inside ? reader.read(arrival) : std::nullopt;
    const bool reads = std::ranges::any_of(
        texts, [&](const std::string& text) { return holds(arrival, text) || opened == text; });
    readable += reads ? 1U : 0U;
  }
  auto attack = result_of({victims.application().accepted() > messages, messages, readable},
                          victims.control(),
                          fmt::format("{}; {} of {} messages were delivered to it, {} readable",
                                      intruder.evidence(),
                                      envelopes,
                                      messages,
                                      readable));
  attack.metrics["delivered"] = static_cast<double>(envelopes);
  return attack;
}

}  // namespace mqseal::attack
