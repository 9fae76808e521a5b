// SPDX-License-Identifier: MIT
// Stand-alone figures through child processes: Node draws the page's charts as SVG, rsvg-convert
// makes PDF of them. The only part of the report that is not pure.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/report/document.h"

namespace mqseal::report {

struct Figures {
  std::vector<std::filesystem::path> files;
  std::string not_rendered;  ///< why, and what to do; empty: all there
};

/// Writes `dir`/figures/<chart>.svg and, where asked, .pdf; each file whole or not at all. Missing
/// programs are told in not_rendered, never thrown.
[[nodiscard]] Figures write_figures(const Document& document,
                                    const std::filesystem::path& dir,
                                    bool svg,
                                    bool pdf);

}  // namespace mqseal::report
