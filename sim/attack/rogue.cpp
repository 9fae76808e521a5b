// SPDX-License-Identifier: MIT
#include "sim/attack/rogue.h"

namespace mqseal::attack {

Rogue::Rogue(const Setting& setting, const pki::Tree& tree, const std::string& name)
    : setting_(setting) {
  scenario::BrokerSettings settings;
  settings.kind = setting.run.broker.kind;
  settings.listeners = setting.run.broker.listeners;
  settings.settings = {{"tls.require_certificate", "false"}};
  broker_ = broker::start(settings, tree, setting.dir / name);
  setting.guard.allow(*broker_);
  endpoint_ = broker_->endpoint();
  endpoint_.ca_crt = setting.tree.ca_crt;
  endpoint_.user = setting.broker.endpoint().user;
  endpoint_.password = setting.broker.endpoint().password;
}

Rogue::~Rogue() {
  setting_.guard.forbid(*broker_);
}

}  // namespace mqseal::attack
