// SPDX-License-Identifier: MIT
// Several documents as one: each section holds what every part has to say in it.
#pragma once

#include <string>
#include <vector>

#include "sim/report/document.h"
#include "sim/report/report.h"

namespace mqseal::report {

/// Parts keep their order and, where more than one speaks in a section, get a heading. What no part
/// measured is told once; what is the same in two parts stands once; of cited facts and device
/// tables the fullest stands. Ids become unique, numbered sources one list. `parts`: one or more.
/// Where some part compares load, those that do not (exercises, attacks) give no figures of speed.
/// Without a title it is made of the names of the parts; the label's command stands in the answer
/// and under Reproduce.
[[nodiscard]] Document combine(std::vector<Document> parts, const StudyLabel& label = {});

}  // namespace mqseal::report
