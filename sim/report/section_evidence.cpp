// SPDX-License-Identifier: MIT
// Security: what attacks did.
#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/sections.h"

namespace mqseal::report {

Section security_section(const Study&) {
  Section section{"security", "Security", {}};
  section.blocks.push_back(not_measured("Attacks against the running system",
                                        "mqseal run scenarios/attacks/all.yaml --quick"));
  return section;
}

}  // namespace mqseal::report
