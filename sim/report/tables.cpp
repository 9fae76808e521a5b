// SPDX-License-Identifier: MIT
// One table, four ways to write it. See documents.h.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/report/documents.h"
#include "sim/report/markup.h"

namespace mqseal::report {
namespace {

std::string cell_text(const Cell& cell, std::string_view between) {
  return cell.sub.empty() ? cell.text : cell.text + std::string(between) + cell.sub;
}

std::string head_text(const Column& column) {
  return column.unit.empty() ? column.title : column.title + " (" + column.unit + ")";
}

std::string csv_field(const std::string& field) {
  if (field.find_first_of(",\"\n\r") == std::string::npos) {
    return field;
  }
  std::string quoted = "\"";
  for (const char c : field) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + "\"";
}

std::string markdown_field(const std::string& field) {
  std::string out;
  for (const char c : field) {
    out += c == '|' ? "\\|" : std::string(1, c);
  }
  return out;
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string space(width - std::min(width, width_of(text)), ' ');
  return right ? space + text : text + space;
}

/// The columns that stand in one block of table_text.
std::vector<std::size_t> block_of(const std::vector<std::size_t>& widths,
                                  std::size_t from,
                                  std::size_t width) {
  std::vector<std::size_t> columns = {0};
  std::size_t used = widths[0];
  for (std::size_t i = from; i < widths.size(); ++i) {
    used += 2 + widths[i];
    if (used > width && columns.size() > 1) {
      break;
    }
    columns.push_back(i);
  }
  return columns;
}

std::string trimmed(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

}  // namespace

std::string table_markdown(const Table& table) {
  std::string out = "|", rule = "|";
  for (const Column& column : table.columns) {
    out += " " + markdown_field(head_text(column)) + " |";
    rule += column.numeric ? "--:|" : "---|";
  }
  out += "\n" + rule + "\n";
  for (const auto& row : table.rows) {
    out += "|";
    for (const Cell& cell : row) {
      out += " " + markdown_field(cell_text(cell, ", ")) + " |";
    }
    out += "\n";
  }
  return out;
}

std::string table_csv(const Table& table) {
  std::string out;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    out += (i == 0 ? "" : ",") + csv_field(head_text(table.columns[i]));
  }
  out += "\r\n";
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool number = table.columns[i].numeric && row[i].value && std::isfinite(*row[i].value);
      const std::string field = number ? fmt::format("{}", *row[i].value)
                                : table.columns[i].numeric && row[i].text == "–" ? ""
                                                                                 : row[i].text;
      out += (i == 0 ? "" : ",") + csv_field(field);
    }
    out += "\r\n";
  }
  return out;
}

std::string table_tex(const Table& table) {
  std::string out =
      "% " + table.caption + "\n% needs \\usepackage{booktabs} and \\usepackage{amssymb}\n";
  out += "\\begin{tabular}{";
  for (const Column& column : table.columns) {
    out += column.numeric ? 'r' : 'l';
  }
  out += "}\n\\toprule\n";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    out += (i == 0 ? "" : " & ") + escape_tex(head_text(table.columns[i]));
  }
  out += " \\\\\n\\midrule\n";
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += (i == 0 ? "" : " & ") + escape_tex(cell_text(row[i], i == 0 ? ", " : " "));
    }
    out += " \\\\\n";
  }
  return out + "\\bottomrule\n\\end{tabular}\n";
}

std::string table_text(const Table& table, std::size_t width) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    widths.push_back(std::max(width_of(table.columns[i].title), width_of(table.columns[i].unit)));
    for (const auto& row : table.rows) {
      widths[i] = std::max(widths[i], width_of(i == 0 ? row[i].text : cell_text(row[i], " ")));
    }
  }
  std::string out;
  for (std::size_t from = 1; from < widths.size();) {
    const std::vector<std::size_t> columns = block_of(widths, from, width);
    const auto line_of = [&](const auto& field) {
      std::string line;
      for (const std::size_t i : columns) {
        line += (line.empty() ? "" : "  ") + padded(field(i), widths[i], table.columns[i].numeric);
      }
      return trimmed(line);
    };
    out += line_of([&](std::size_t i) { return table.columns[i].title; });
    out += line_of([&](std::size_t i) { return i == 0 ? "" : table.columns[i].unit; });
    for (const auto& row : table.rows) {
      out += line_of([&](std::size_t i) { return i == 0 ? row[i].text : cell_text(row[i], " "); });
    }
    from = columns.back() + 1;
    out += from < widths.size() ? "\n" : "";
  }
  return out;
}

}  // namespace mqseal::report
