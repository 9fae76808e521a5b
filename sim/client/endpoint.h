// SPDX-License-Identifier: MIT
// Where and how to reach a running broker: all that a client needs to know.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace mqseal::client {

struct Endpoint {
  std::string address = "127.0.0.1";  ///< numeric
  /// What the broker's certificate must name; empty: the address.
  std::string name;
  std::uint16_t plain_port = 0;                          ///< 0: it has no such listener
  std::uint16_t tls_port = 0;                            ///< 0: it has no such listener
  std::filesystem::path ca_crt, client_crt, client_key;  ///< PEM
  std::string user, password;  ///< for the plain port; empty: it asks for none
  /// It lets in whoever gives a name, as this one with itself as password; empty: none is needed.
  std::string any_user;
};

}  // namespace mqseal::client
