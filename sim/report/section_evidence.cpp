// SPDX-License-Identifier: MIT
// Decision and security: what the scenario's rule says, what attacks did.
#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/sections.h"

namespace mqseal::report {

Section decision_section(const Study&) {
  Section section{"decision", "Which cipher, and why", {}};
  section.blocks.push_back(
      not_measured("A decision: this scenario states no limits. Add `decision:` with "
                   "your limits to it, then",
                   "mqseal decide DIR --limits limits.yaml"));
  return section;
}

Section security_section(const Study&) {
  Section section{"security", "Security", {}};
  section.blocks.push_back(not_measured("Attacks against the running system",
                                        "mqseal run scenarios/attacks/all.yaml --quick"));
  return section;
}

}  // namespace mqseal::report
