// SPDX-License-Identifier: MIT
#include "sim/broker/broker.h"

#include <sys/resource.h>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/text.h"
#include "sim/broker/child_broker.h"

namespace mqseal::broker {

std::optional<std::uint64_t> Broker::nofile() const noexcept {
  rlimit limit{};
  return ::prlimit(pid(), RLIMIT_NOFILE, nullptr, &limit) == 0 ? std::optional(limit.rlim_cur)
                                                               : std::nullopt;
}

std::unique_ptr<Broker> start(const scenario::BrokerSettings& settings,
                              const pki::Tree& tree,
                              const std::filesystem::path& dir,
                              const std::atomic<bool>* stop) {
#define MQSEAL_BROKER(id, seconds)                                                    \
  if (settings.kind == #id) {                                                         \
    return start_child(#id, id##_adapter(), settings, tree, dir, std::nullopt, stop); \
  }
#include "sim/scenario/broker_kinds.def"
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
  const auto info_of = [](std::string_view kind, const Adapter& adapter) {
    return BrokerInfo{kind,
                      adapter.title,
                      adapter.package,
                      adapter.capabilities,
                      adapter.takes_passwords,
                      adapter.quirks,
                      adapter.find().has_value()};
  };
  return {
#define MQSEAL_BROKER(id, seconds) info_of(#id, id##_adapter()),
#include "sim/scenario/broker_kinds.def"
#undef MQSEAL_BROKER
  };
}

}  // namespace mqseal::broker
