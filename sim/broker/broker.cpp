// SPDX-License-Identifier: MIT
#include "sim/broker/broker.h"

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/broker/mosquitto.h"

namespace mqseal::broker {

std::unique_ptr<Broker> start(const scenario::BrokerSettings& settings,
                              const pki::Tree& tree,
                              const std::filesystem::path& dir) {
#define MQSEAL_BROKER(id, title, package, start_it, find_it) \
  if (settings.kind == #id) {                                \
    return start_it(settings, tree, dir);                    \
  }
#include "sim/broker/catalogue.def"
#undef MQSEAL_BROKER
  std::vector<std::string_view> kinds;
  for (const BrokerInfo& info : catalogue()) {
    kinds.push_back(info.kind);
  }
  throw base::Error(base::ExitCode::usage,
                    fmt::format("broker: '{}' is not in the catalogue; allowed: {}",
                                base::printable(settings.kind),
                                base::join(kinds)));
}

std::vector<BrokerInfo> catalogue() {
  return {
#define MQSEAL_BROKER(id, title, package, start_it, find_it) \
  BrokerInfo{#id, title, package, find_it().has_value()},
#include "sim/broker/catalogue.def"
#undef MQSEAL_BROKER
  };
}

}  // namespace mqseal::broker
