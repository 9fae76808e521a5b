// SPDX-License-Identifier: MIT
// Authenticity: a stranger publishes where the device does. Payloads in clear, envelopes with
// random tags (and how often tags cut to a byte pass, as the control), or, from inside, envelopes
// sealed with the shared key in the device's name.
#include <array>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/intruder.h"
#include "sim/attack/verdict.h"
#include "sim/scenario/envelope_config.h"

namespace mqseal::attack {
namespace {

constexpr std::string_view command = "forged: open the door";
constexpr std::uint64_t published = 200;
constexpr std::size_t in_clear_times = 20;
constexpr std::uint64_t opened_here = 65'536;

/// Publishes, and then one message of the device, which comes after all of them.
struct Try {
  std::uint64_t arrived = 0, accepted = 0;
};

Try publish_all(Victims& victims,
                Actor& attacker,
                const std::vector<std::vector<std::uint8_t>>& payloads) {
  Application& application = victims.application();
  application.forget();
  for (const auto& payload : payloads) {
    static_cast<void>(attacker.publish(victims.device().topic(), payload));
  }
  // A forgery with a later epoch makes the device's own message stale; then all that was sent came.
  const auto is_over = [&] {
    return application.accepted("the device again") > 0 ||
           application.heard().size() > payloads.size();
  };
  static_cast<void>(victims.device().say("the device again") && victims.wait(is_over));
  const std::uint64_t own = application.accepted("the device again");
  return {std::min(application.heard().size() - own, payloads.size()),
          application.accepted() - own};
}

/// The device's envelope with everything random that an attacker cannot know.
std::vector<std::uint8_t> random_envelope(std::vector<std::uint8_t> sealed,
                                          const envelope::Config& config,
                                          std::uint64_t number) {
  const std::size_t tag = host::find_cipher(config.cipher)->tag_default;
  if (config.format == envelope::Format::compact) {
    sealed[9] = static_cast<std::uint8_t>(1 + number % 200);  // a counter that was not used yet
  }
  host::system_random(std::span(sealed).last(std::min(sealed.size(), tag)));
  if (config.format == envelope::Format::lab) {
    // Text: the tag stays a literal. Its last bytes become letters at random.
    for (std::size_t i = sealed.size() - tag; i < sealed.size() - 2; ++i) {
      sealed[i] = static_cast<std::uint8_t>('a' + sealed[i] % 26);
    }
    sealed[sealed.size() - 2] = '\'';
    sealed[sealed.size() - 1] = '}';
  }
  return sealed;
}

/// Random ciphertexts opened under tags of `tag_bytes`: what each forgery's chance is.
std::uint64_t lucky(const std::string& cipher, std::size_t tag_bytes, std::uint64_t tries) {
  const auto& info = *host::find_cipher(cipher);
  const auto aead = host::find_implementation(info, "")->make(tag_bytes);
  std::array<std::uint8_t, 32> key{};
  host::system_random(key);
  aead->set_key(host::Bytes(key).first(info.key_bytes));
  std::vector<std::uint8_t> nonce(info.random_nonce_bytes), sealed(16 + tag_bytes), plain(16);
  std::uint64_t passed = 0;
  for (std::uint64_t i = 0; i < tries; ++i) {
    host::system_random(sealed);
    passed += aead->open(nonce, {}, sealed, plain) ? 1U : 0U;
  }
  return passed;
}

record::AttackCase cut_tag_control(const std::string& cipher) {
  const auto limit = host::find_cipher(cipher)->limit;
  const bool cuttable = limit == host::KeyLimit::eax64 || limit == host::KeyLimit::eax128 ||
                        limit == host::KeyLimit::ascon;
  const std::string with = cuttable ? cipher : "aes-128-eax";
  const std::uint64_t passed = lucky(with, 1, opened_here);
  const std::uint64_t whole = lucky(cipher, host::find_cipher(cipher)->tag_default, opened_here);
  // 65,536 tries at 1 in 256: 256 expected, standard deviation 16; five of them to either side.
  const bool as_predicted = passed > 256 - 80 && passed < 256 + 80;
  return case_of("random tags, opened here",
                 {as_predicted, opened_here, whole},
                 fmt::format("{} of {} random forgeries opened; control: cut to one byte, {} of {} "
                             "did with {} (256 predicted)",
                             whole,
                             opened_here,
                             passed,
                             opened_here,
                             with));
}

/// As an insider: the device's own sender id, a later epoch, the shared key.
std::vector<std::uint8_t> seal_as_device(const Setting& setting, Victims& victims) {
  envelope::KeyRing keys(victims.device().config(), setting.master);
  envelope::Sealer sealer(keys, device_group(setting).first_sender, 2);
  std::vector<std::uint8_t> sealed(keys.sealed_bytes(command.size()));
  static_cast<void>(sealer.seal(victims.device().topic(), bytes_of(command), false, sealed));
  sealed.resize(sealer.last_bytes());
  return sealed;
}

void add_case(record::Attack& attack,
              Victims& victims,
              Actor& attacker,
              const std::string& name,
              const std::vector<std::vector<std::uint8_t>>& payloads) {
  const Try result = publish_all(victims, attacker, payloads);
  attack.cases.push_back(case_of(name,
                                 {true, payloads.size(), result.accepted},
                                 fmt::format("{} of {} reached the application, which accepted {}",
                                             result.arrived,
                                             payloads.size(),
                                             result.accepted)));
}

}  // namespace

record::Attack forge(const Setting& setting) {
  Stage stage(setting);
  Victims victims(stage);
  if (!victims.start()) {
    return result_of({}, victims.control(), "the victims do not work, so nothing was tried");
  }
  const envelope::Config& config = victims.device().config();
  record::Attack attack;
  attack.control = victims.control();
  Intruder intruder(stage, "forger");
  if (!intruder.enter()) {
    attack.cases.push_back(case_of("entry", {true, 1, 0}, intruder.evidence()));
  } else {
    Actor& attacker = intruder.actor();
    const auto in_clear = bytes_of(command);
    add_case(
        attack,
        victims,
        attacker,
        "payload in clear",
        std::vector<std::vector<std::uint8_t>>(in_clear_times, {in_clear.begin(), in_clear.end()}));
    if (config.cipher != "none") {
      std::vector<std::vector<std::uint8_t>> forgeries;
      const auto sealed = victims.device().seal(command);
      for (std::uint64_t i = 0; i < published; ++i) {
        forgeries.push_back(random_envelope(sealed, config, i));
      }
      add_case(attack, victims, attacker, "random tags, published", forgeries);
    }
    if (setting.run.attack.security.attacker == scenario::Attacker::insider) {
      add_case(attack,
               victims,
               attacker,
               "sealed with the shared key",
               {seal_as_device(setting, victims)});
    }
  }
  if (config.cipher != "none") {
    attack.cases.push_back(cut_tag_control(config.cipher));
  }
  sum_up(attack);
  attack.evidence = fmt::format(
      "{}; {} of {} forgeries accepted", intruder.evidence(), attack.successes, attack.attempts);
  return attack;
}

}  // namespace mqseal::attack
