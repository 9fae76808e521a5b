// SPDX-License-Identifier: MIT
// The lab's signature as a signature: what its lack of padding gives an attacker against the fixed
// message, and what it does not. What breaks it here is that it is a constant.
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/identity.h"
#include "sim/attack/verdict.h"
#include "sim/base/clock.h"

namespace mqseal::attack {
namespace {

constexpr std::uint64_t replays = 20, guesses = 1000;

record::AttackCase replay(const LabVerifier& verifier, const std::string& signature) {
  std::uint64_t accepted = 0;
  for (std::uint64_t i = 0; i < replays; ++i) {
    accepted += verifier.accepts(signature) ? 1U : 0U;
  }
  return case_of("replay of the constant",
                 {true, replays, accepted},
                 fmt::format("one recorded text of {} digits was accepted {} of {} times: it is a "
                             "password that everybody is told",
                             signature.size(),
                             accepted,
                             replays));
}

/// Existential forgery: s first, then m = s^e. It is a signature of m, and m is not ours to choose.
record::AttackCase choose_signature(const LabVerifier& verifier) {
  std::uint64_t of_something = 0, of_the_message = 0;
  for (std::uint64_t i = 0; i < guesses; ++i) {
    const std::string s = random_number(verifier);
    of_something += verifier.signs_number(s, power_modulo(verifier, s)) ? 1U : 0U;
    of_the_message += verifier.accepts(s) ? 1U : 0U;
  }
  return case_of("choosing the signature first",
                 {of_something == guesses, guesses, of_the_message},
                 fmt::format("{} of {} chosen numbers sign some message, {} of them the fixed one: "
                             "textbook RSA is forgeable, but this does not hit it",
                             of_something,
                             guesses,
                             of_the_message));
}

/// Only where the broker signs what it is asked to: sig(m r^e) / r = sig(m).
record::AttackCase blinding(const LabSigner& signer) {
  const LabVerifier& verifier = signer.verifier();
  const std::string r = random_number(verifier);
  const std::string blinded = multiply_modulo(verifier, lab_hash(), power_modulo(verifier, r));
  const std::string answer = signer.sign_number(blinded);
  const std::string forged = multiply_modulo(verifier, answer, invert_modulo(verifier, r));
  const bool accepted = verifier.accepts(forged);
  return case_of("blinding, if the broker signed any number",
                 {true, 1, accepted ? 1U : 0U},
                 "the lab's broker signs one message only, so this needs a broker that signs what "
                 "it is asked to; such a one is fooled");
}

record::AttackCase out_of_range(const LabVerifier& verifier, const std::string& signature) {
  const std::string larger = plus_modulus(verifier, signature);
  const bool lab = verifier.lab_rule(larger);
  const bool ours = verifier.accepts(larger);
  return case_of("signature plus modulus, under the lab's rule",
                 {!ours, 1, lab ? 1U : 0U},
                 fmt::format("another text for the same signature: the lab's comparison {} it, a "
                             "check of 0 < s < n {} it",
                             lab ? "accepts" : "rejects",
                             ours ? "accepts" : "rejects"));
}

record::AttackCase long_decimal(const LabVerifier& verifier) {
  const std::string digits(1'000'000, '7');
  const base::Nanos begin = base::monotonic_now();
  const bool accepted = verifier.accepts(digits);
  const double ms = static_cast<double>(base::monotonic_now() - begin) / 1e6;
  return case_of("a million digits",
                 {true, 1, accepted ? 1U : 0U},
                 fmt::format("refused by its length in {:.2f} ms, before it is made a number", ms));
}

}  // namespace

record::Attack textbook_rsa(const Setting& setting) {
  const auto& security = setting.run.attack.security;
  if (security.identity != scenario::BrokerIdentity::rsa_signature) {
    return not_measured("no client of this configuration verifies an RSA signature");
  }
  const LabSigner signer(security.identity_bits);
  const LabVerifier& verifier = signer.verifier();
  const std::string signature = signer.signature();
  record::Attack attack;
  attack.cases = {replay(verifier, signature),
                  choose_signature(verifier),
                  blinding(signer),
                  out_of_range(verifier, signature),
                  long_decimal(verifier)};
  if (verifier.bits() < 2048) {
    attack.cases.push_back({"factoring the modulus",
                            record::Verdict::not_measured,
                            0,
                            0,
                            "RSA-1024 is below 112 bits of strength (NIST SP 800-57 part 1 gives "
                            "it 80); the work is stated, not done"});
  }
  sum_up(attack);
  attack.control = "the genuine signature is accepted";
  attack.metrics["modulus_bits"] = verifier.bits();
  attack.metrics["signature_digits"] = static_cast<double>(signature.size());
  attack.evidence = fmt::format(
      "RSA-{}: the constant was accepted {} of {} times; {} of {} chosen numbers passed",
      verifier.bits(),
      attack.cases[0].successes,
      attack.cases[0].attempts,
      attack.cases[1].successes,
      attack.cases[1].attempts);
  return attack;
}

}  // namespace mqseal::attack
