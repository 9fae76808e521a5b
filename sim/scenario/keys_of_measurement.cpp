// SPDX-License-Identifier: MIT
// The keys of a file that runs a measuring program of ours, with no broker and no fleet.
#include "sim/scenario/key_builders.h"
#include "sim/scenario/keys.h"

namespace mqseal::scenario {

const Keys<Scenario>& measurement_keys() {
  static const Keys<Scenario> keys{
      make::section<Scenario>("schema", "Version of this file's format: mqseal-scenario/1.", true),
      make::word<Scenario>({.name = "name",
                            .kind = Kind::identifier,
                            .help = "Short name; part of the output folder's name.",
                            .required = true},
                           &Scenario::name),
      make::text<Scenario>({.name = "about", .help = "What it shows."}, &Scenario::about),
      make::choices<Scenario>(
          {.name = "measure",
           .help = "host-speed: every cipher of this CPU against Crypto++, Botan and OpenSSL, as "
                   "./dev bench does.",
           .allowed = {"host-speed"},
           .required = true},
          &Scenario::measure),
      make::flag<Scenario>(
          {.name = "quick_look",
           .help = "Fewer and shorter measurements; the result is not for claims."},
          &Scenario::quick_look)};
  return keys;
}

}  // namespace mqseal::scenario
