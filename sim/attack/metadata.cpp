// SPDX-License-Identifier: MIT
// What the wire says without any payload: the topic, the client's name, and from lengths alone
// which of two messages was sent.
#include <algorithm>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/verdict.h"
#include "sim/attack/victims.h"
#include "sim/attack/wiretap.h"

namespace mqseal::attack {
namespace {

constexpr std::size_t messages = 24;
constexpr std::string_view shorter = "shut", longer = "open, by hand";

record::AttackCase look(const Wiretap& tap, const std::string& what, const std::string& text) {
  const wire::Finding finding = tap.look_for(what, text);
  return case_of(what,
                 {finding.visibility != wire::Visibility::inconclusive,
                  1,
                  finding.visibility == wire::Visibility::visible ? 1U : 0U},
                 finding.why);
}

/// Bytes of each piece that the device sent, in order. Its stream is the one towards the broker
/// that has a piece for each message and, among those, the most bytes: the application only
/// acknowledges.
std::vector<std::size_t> sizes_sent(const Wiretap& tap, const Setting& setting) {
  const auto ports = ports_of(setting.broker.endpoint());
  std::vector<std::size_t> sizes;
  std::size_t most = 0;
  for (const wire::Stream& stream : tap.streams()) {
    const bool up = std::ranges::find(ports, stream.to.port) != ports.end();
    if (up && stream.pieces.size() >= messages && stream.bytes.size() > most) {
      most = stream.bytes.size();
      sizes.clear();
      for (const wire::Piece& piece : stream.pieces) {
        sizes.push_back(piece.bytes);
      }
    }
  }
  return sizes;
}

/// How many of the last messages an observer tells apart by their lengths.
std::size_t guessed(const std::vector<bool>& sent, std::vector<std::size_t> sizes) {
  if (sizes.size() < sent.size()) {
    return 0;
  }
  sizes.erase(sizes.begin(), sizes.end() - static_cast<std::ptrdiff_t>(sent.size()));
  const auto [low, high] = std::ranges::minmax_element(sizes);
  const std::size_t middle = (*low + *high) / 2;
  std::size_t right = 0;
  for (std::size_t i = 0; i < sent.size() && *low != *high; ++i) {
    right += sent[i] == (sizes[i] > middle) ? 1U : 0U;
  }
  return right;
}

}  // namespace

record::Attack metadata(const Setting& setting) {
  if (setting.run.attack.security.attacker == scenario::Attacker::insider) {
    return not_measured(same_for_insiders);
  }
  Stage stage(setting);
  std::string why;
  const auto tap = Wiretap::start(setting, why);
  if (tap == nullptr) {
    return not_measured(why);
  }
  Victims victims(stage);
  if (!victims.start()) {
    return result_of({}, victims.control(), "the victims do not work, so nothing was tried");
  }
  base::Rng random(setting.run.seed, "metadata");
  std::vector<bool> sent;
  for (std::size_t i = 0; i < messages; ++i) {
    sent.push_back(i % 2 == 0 || random.below(2) == 0);
    static_cast<void>(victims.exchange(sent.back() ? longer : shorter));
  }
  const bool complete = tap->finish();
  record::Attack attack;
  attack.cases.push_back(look(*tap, "topic", victims.device().topic()));
  attack.cases.push_back(look(*tap, "client id", victims.device().actor().id()));
  const std::size_t right = guessed(sent, sizes_sent(*tap, setting));
  attack.cases.push_back(case_of(
      "which of two messages",
      {complete, 1, right == messages ? 1U : 0U},
      fmt::format(
          "{} of {} messages told apart by the lengths of packets alone", right, messages)));
  sum_up(attack);
  attack.control = victims.control() + "; a text in clear was captured";
  attack.evidence = fmt::format("topic {}, client id {}, {} of {} messages told apart by length",
                                attack.cases[0].successes > 0 ? "visible" : "not visible",
                                attack.cases[1].successes > 0 ? "visible" : "not visible",
                                right,
                                messages);
  return attack;
}

}  // namespace mqseal::attack
