// SPDX-License-Identifier: MIT
#include "sim/run/broker_needs.h"

#include <algorithm>

#include <fmt/format.h>

namespace mqseal::run {

namespace {

using broker::Capability;
using broker::Finding;
using scenario::Group;

bool needs(const Group& group, Capability capability) {
  switch (capability) {
    case Capability::qos_2:
      return group.qos == 2;
    case Capability::mqtt_5:
      return group.mqtt_version == 5;
    case Capability::persistent_session:
      return group.session == scenario::Session::persistent;
    case Capability::retained:
      return group.retain;
    case Capability::mutual_tls:
      break;
  }
  return group.transport == scenario::Transport::mtls;
}

bool any_needs(const scenario::Run& run, Capability capability) {
  return std::ranges::any_of(run.groups,
                             [&](const Group& group) { return needs(group, capability); });
}

/// Its line of the catalogue; nothing for a kind that is not there, which start() refuses.
std::optional<broker::BrokerInfo> info_of(const std::string& kind) {
  const auto brokers = broker::catalogue();
  const auto found = std::ranges::find(brokers, kind, &broker::BrokerInfo::kind);
  return found == brokers.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

std::optional<std::string> unsupported(const scenario::Run& run,
                                       const std::string& broker_name,
                                       const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    if (!finding.works && finding.capability != Capability::mutual_tls &&
        any_needs(run, finding.capability)) {
      return fmt::format("not supported by {}: {} (probe: {})",
                         broker_name,
                         to_string(finding.capability),
                         finding.evidence);
    }
  }
  const auto info = info_of(run.broker.kind);
  if (info && !info->takes_passwords &&
      std::ranges::find(run.groups, scenario::Identity::password, &Group::identity) !=
          run.groups.end()) {
    return fmt::format(
        "not supported by {}: identity: password (mqseal sets passwords up for "
        "mosquitto only)",
        broker_name);
  }
  return std::nullopt;
}

std::optional<std::string> not_installed(const std::string& kind) {
  const auto info = info_of(kind);
  if (!info || info->installed) {
    return std::nullopt;
  }
  return fmt::format("{} is not installed here ({}); ./dev brokers", kind, info->package);
}

std::optional<std::string> certificate_warning(const scenario::Run& run,
                                               const std::string& broker_name,
                                               const std::vector<Finding>& findings) {
  const auto found = std::ranges::find(findings, Capability::mutual_tls, &Finding::capability);
  if (found == findings.end() || found->works || !any_needs(run, Capability::mutual_tls)) {
    return std::nullopt;
  }
  return fmt::format(
      "finding: {} does not enforce client certificates (probe: {}); its mutual TLS "
      "authenticates nobody",
      broker_name,
      found->evidence);
}

}  // namespace mqseal::run
