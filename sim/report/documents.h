// SPDX-License-Identifier: MIT
// A Document as text files: Markdown, terminal summary, and each table as .csv, LaTeX or Markdown.
#pragma once

#include <string>

#include "sim/report/document.h"

namespace mqseal::report {

[[nodiscard]] std::string markdown(const Document& document);

[[nodiscard]] std::string table_markdown(const Table& table);
/// RFC 4180, UTF-8, numbers as the cell's value with a point and no thousands sign.
[[nodiscard]] std::string table_csv(const Table& table);
/// A `tabular` in booktabs style, to be \input into a `table`.
[[nodiscard]] std::string table_tex(const Table& table);
/// Columns aligned with spaces, at most `width` code points a line: what does not fit moves to a
/// further block of columns that repeats the first one.
[[nodiscard]] std::string table_text(const Table& table, std::size_t width);

}  // namespace mqseal::report
