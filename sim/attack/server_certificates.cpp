// SPDX-License-Identifier: MIT
// Which certificates of a rogue broker the clients of this configuration take: a real broker of the
// attacker's, started with each of them.
#include <algorithm>
#include <chrono>
#include <memory>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/certificates.h"
#include "sim/attack/rogue.h"
#include "sim/attack/verdict.h"
#include "sim/attack/victims.h"

namespace mqseal::attack {
namespace {

using std::chrono::hours;

struct Server {
  std::string name;
  bool foreign = false;
  pki::LeafOptions options;
};

pki::LeafOptions server_options() {
  pki::LeafOptions options;
  options.common_name = "broker";
  options.ipv4_addresses = {"127.0.0.1"};
  options.server_auth = true;
  return options;
}

std::vector<Server> servers() {
  std::vector<Server> all = {{"of a foreign CA", true, server_options()}};
  Server other{"for another host", false, server_options()};
  other.options.ipv4_addresses = {"192.0.2.7"};
  all.push_back(other);
  Server expired{"expired", false, server_options()};
  expired.options.validity = {hours(-48), hours(-24)};
  all.push_back(expired);
  Server client{"for clients", false, server_options()};
  client.options.server_auth = false;
  client.options.client_auth = true;
  all.push_back(client);
  return all;
}

/// Whether the device of this setting connects to a broker with this certificate.
record::AttackCase show(const Setting& setting, const Server& server) {
  const pki::Authority authority =
      server.foreign ? pki::Authority(pki::KeyType::ecdsa_p256, "a foreign CA", {})
                     : pki::Authority::load(setting.tree);
  std::string file = server.name;
  std::ranges::replace(file, ' ', '-');
  pki::Tree tree = setting.tree;
  const LeafFiles leaf = make_leaf_files(setting, authority, file, server.options);
  tree.broker_crt = leaf.crt;
  tree.broker_key = leaf.key;
  const Rogue rogue(setting, tree, file);
  Stage stage(setting);
  Access access(setting, rogue.endpoint());
  Actor device(
      stage, access.victim(device_group(setting), device_certificate_name), device_client_id);
  const bool connected = device.connect();
  return case_of(server.name,
                 {true, 1, connected ? 1U : 0U},
                 connected ? "the device connected and got a CONNACK" : device.why());
}

}  // namespace

record::Attack server_certificates(const Setting& setting) {
  if (device_group(setting).transport == scenario::Transport::plain) {
    return not_measured("the device is on the plain port, where a broker shows no certificate");
  }
  record::Attack attack;
  {
    Stage stage(setting);
    Victims victims(stage);
    attack.control = victims.start() ? "the device connects to the right broker" : "";
    if (attack.control.empty()) {
      return result_of({}, victims.control(), "the victims do not work, so nothing was tried");
    }
  }
  for (const Server& server : servers()) {
    attack.cases.push_back(show(setting, server));
  }
  sum_up(attack);
  attack.evidence = fmt::format("clients check {}; {} of {} wrong certificates taken",
                                scenario::to_string(setting.run.attack.security.broker_check),
                                attack.successes,
                                attack.attempts);
  return attack;
}

}  // namespace mqseal::attack
