// SPDX-License-Identifier: MIT
// Lines of mosquitto.conf that mqseal writes: what a started broker stands on (ports, certificates,
// where the log goes, who runs it). To change them would break the two ports, the log or the
// guarantee that the broker ends with mqseal. The same behind "plain." and "tls.".
#pragma once

#include <array>
#include <string_view>

namespace mqseal::scenario {

inline constexpr std::array<std::string_view, 16> settings_of_mqseal{"listener",
                                                                     "port",
                                                                     "bind_address",
                                                                     "cafile",
                                                                     "capath",
                                                                     "certfile",
                                                                     "keyfile",
                                                                     "log_dest",
                                                                     "log_facility",
                                                                     "user",
                                                                     "pid_file",
                                                                     "include_dir",
                                                                     "persistence_location",
                                                                     "persistence_file",
                                                                     "bind_interface",
                                                                     "socket_domain"};

}  // namespace mqseal::scenario
