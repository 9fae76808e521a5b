// SPDX-License-Identifier: MIT
// What a run asks of its broker, against what the broker was found to do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/broker/broker.h"
#include "sim/scenario/plan.h"

namespace mqseal::run {

/// Why the run cannot be made with this broker: "not supported by rabbitmq 3.10.8: QoS 2 (probe:
/// SUBACK grants QoS 1 for 2)"; nothing where it can. A client certificate that is not enforced is
/// no such reason: the traffic is the same, and the finding is a warning.
[[nodiscard]] std::optional<std::string> unsupported(const scenario::Run& run,
                                                     const std::string& broker_name,
                                                     const std::vector<broker::Finding>& findings);

/// "rabbitmq is not installed here (rabbitmq-server); ./dev brokers"; nothing where it is.
[[nodiscard]] std::optional<std::string> not_installed(const std::string& kind);

/// "ejabberd 23.01 lets in TLS clients without a certificate (probe: ...)" where a group of the run
/// relies on mutual TLS.
[[nodiscard]] std::optional<std::string> certificate_warning(
    const scenario::Run& run,
    const std::string& broker_name,
    const std::vector<broker::Finding>& findings);

}  // namespace mqseal::run
