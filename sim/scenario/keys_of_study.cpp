// SPDX-License-Identifier: MIT
// The keys of a file that includes other scenario files.
#include "sim/scenario/key_builders.h"
#include "sim/scenario/keys.h"

namespace mqseal::scenario {

const Keys<Study>& study_keys() {
  static const Keys<Study> keys{
      make::section<Study>("schema", "Version of this file's format: mqseal-scenario/1.", true),
      make::word<Study>({.name = "name",
                         .kind = Kind::identifier,
                         .help = "Short name; part of the output folder's name.",
                         .required = true},
                        &Study::name),
      make::text<Study>({.name = "about", .help = "What the parts show together."}, &Study::about),
      make::section<Study>("include",
                           "Scenario files, run one after another, each into a folder of its own "
                           "under parts/; the report holds all of them.",
                           true)};
  return keys;
}

const Keys<Included>& included_keys() {
  static const Keys<Included> keys{
      make::text<Included>(
          {.name = "file", .help = "A scenario file, relative to this one.", .required = true},
          &Included::file),
      make::integer<Included>({.name = "rounds",
                               .help = "Rounds of this part, instead of what its file says.",
                               .min = 1,
                               .max = 1000,
                               .word = "own"},
                              &Included::rounds),
      make::settings<Included>({.name = "set",
                                .help = "Values of this part, instead of what its file says, as "
                                        "`phases.measure: 10s`."},
                               &Included::set)};
  return keys;
}

}  // namespace mqseal::scenario
