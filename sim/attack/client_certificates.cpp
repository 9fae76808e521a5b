// SPDX-License-Identifier: MIT
// Which certificates open the TLS port, with TLS 1.2 and 1.3. In 1.3 a client has finished its
// handshake before the broker has judged it, so acceptance means a CONNACK.
#include <array>
#include <chrono>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/certificates.h"
#include "sim/attack/verdict.h"
#include "sim/attack/victims.h"
#include "sim/base/text.h"
#include "sim/broker/extras.h"

namespace mqseal::attack {
namespace {

using client::TlsVersion;
using std::chrono::hours;

struct Certificate {
  std::string name;
  LeafFiles files;  ///< empty: none is shown
};

pki::LeafOptions client_options(const std::string& name) {
  pki::LeafOptions options;
  options.common_name = name;
  options.client_auth = true;
  return options;
}

/// Signed by the tree's authority, and wrong in one thing each.
std::vector<Certificate> certificates(const Setting& setting) {
  const auto authority = pki::Authority::load(setting.tree);
  const pki::Authority stranger(pki::KeyType::ecdsa_p256, "a foreign CA", {});
  std::vector<Certificate> all = {{"none", {}}};
  const auto add =
      [&](const std::string& name, const pki::Authority& signer, const pki::LeafOptions& options) {
        all.push_back({name, make_leaf_files(setting, signer, options.common_name, options)});
      };
  add("of a foreign CA", stranger, client_options("foreign"));
  pki::LeafOptions expired = client_options("expired");
  expired.validity = {hours(-48), hours(-24)};
  add("expired", authority, expired);
  pki::LeafOptions early = client_options("early");
  early.validity = {hours(24), hours(48)};
  add("not yet valid", authority, early);
  pki::LeafOptions server = client_options("server");
  server.client_auth = false;
  server.server_auth = true;
  add("for servers", authority, server);
  const auto revoked = setting.dir.parent_path() / broker::revoked_name;
  if (setting.run.broker.revocation) {
    all.push_back({"revoked", {revoked.string() + ".crt", revoked.string() + ".key"}});
  }
  return all;
}

/// Connects with the certificate; what came of it.
struct Answer {
  bool accepted = false;
  std::string why;
};

Answer connect(const Setting& setting, const LeafFiles& files, TlsVersion version) {
  Stage stage(setting);
  client::Profile profile;
  profile.endpoint = setting.broker.endpoint();
  profile.endpoint.client_crt = files.crt;
  profile.endpoint.client_key = files.key;
  setting.guard.require(profile.endpoint.address, profile.endpoint.tls_port);
  const client::TlsContext context(profile.endpoint,
                                   {.with_certificate = !files.crt.empty(),
                                    .check_name = true,
                                    .check_authority = true,
                                    .version = version,
                                    .key_log = &setting.key_log});
  profile.tls = &context;
  Actor actor(stage, profile, "certificate");
  const bool accepted = actor.connect();
  return {accepted, accepted ? "CONNACK" : actor.why()};
}

record::AttackCase try_both(const Setting& setting, const Certificate& certificate) {
  Tally tally{true, 0, 0};
  std::string evidence;
  for (const auto& [name, version] :
       {std::pair("TLS 1.2", TlsVersion::only_1_2), std::pair("TLS 1.3", TlsVersion::only_1_3)}) {
    const Answer answer = connect(setting, certificate.files, version);
    ++tally.attempts;
    tally.successes += answer.accepted ? 1U : 0U;
    evidence += fmt::format("{}{}: {}", evidence.empty() ? "" : "; ", name, answer.why);
  }
  const std::string log = setting.broker.log_tail(1);
  return case_of(certificate.name,
                 tally,
                 fmt::format("{}; the broker's log: {}", evidence, base::printable(log, 200)));
}

}  // namespace

record::Attack client_certificates(const Setting& setting) {
  if (setting.broker.endpoint().tls_port == 0) {
    return not_measured("the broker has no TLS port");
  }
  const LeafFiles valid = client_leaf(setting, "valid");
  record::Attack attack;
  bool control = true;
  for (const TlsVersion version : {TlsVersion::only_1_2, TlsVersion::only_1_3}) {
    control = control && connect(setting, valid, version).accepted;
  }
  attack.control = control ? "a valid certificate was accepted with TLS 1.2 and 1.3"
                           : "a valid certificate was not accepted";
  for (const Certificate& certificate : certificates(setting)) {
    record::AttackCase each = try_both(setting, certificate);
    if (!control && each.verdict == record::Verdict::blocked) {
      each.verdict = record::Verdict::inconclusive;
    }
    attack.cases.push_back(std::move(each));
  }
  sum_up(attack);
  attack.evidence = fmt::format(
      "{} of {} wrong certificates got a CONNACK{}",
      attack.successes,
      attack.attempts,
      setting.run.broker.revocation ? "" : "; without a revocation list none can be revoked");
  return attack;
}

}  // namespace mqseal::attack
