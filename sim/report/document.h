// SPDX-License-Identifier: MIT
// What a report says, before anyone decides how it looks: sections of blocks. The HTML page, the
// Markdown text, the .csv and .tex tables and the figures are all written from one Document, so
// they cannot disagree. Text fields use a small markup: `code`, **strong**, [words](#anchor or
// address).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace mqseal::report {

/// How a value is to be taken; drawn as a colour, always beside a sign or a word.
enum class Tone { plain, good, bad, warn, info, muted };

/// "✓" good, "✗" bad, "▲" warn, "–" without a judgement.
[[nodiscard]] std::string_view tone_sign(Tone tone) noexcept;

struct Column {
  std::string title;
  std::string unit = {};  ///< small, under the title; empty: none
  bool numeric = false;
};

struct Cell {
  std::string text;      ///< no markup
  std::string sub = {};  ///< second, smaller line
  Tone tone = Tone::plain;
  bool pill = false;                 ///< drawn as a filled field
  std::optional<double> value = {};  ///< what the page sorts by, and what .csv holds
  std::string cipher = {};           ///< id: a swatch stands before the text
  std::string href = {};
  std::string tip = {};
};

struct Table {
  std::string id;  ///< file name of .csv and .tex
  std::string caption;
  std::vector<Column> columns = {};
  std::vector<std::vector<Cell>> rows = {};
  std::string note = {};
  bool folded = false;  ///< evidence line by line: shown only when opened, and in print
};

/// A picture: a chart file of charts/ with the rows that it binds by name.
struct Chart {
  std::string id;  ///< unique on the page
  std::string title, subtitle = {};
  std::string alternative = {};  ///< the picture in words, with its main numbers
  nlohmann::json data = nlohmann::json::object();
  /// Values that the chart file names "$...": ends and ticks of axes.
  nlohmann::json tokens = nlohmann::json::object();
  Table table = {};       ///< the same numbers
  std::string spec = {};  ///< the chart file's name; empty: the id

  [[nodiscard]] std::string file() const { return spec.empty() ? id : spec; }
};

struct Check {
  Tone tone = Tone::good;
  std::string text;  ///< markup
};

/// One piece of a section.
struct Block {
  enum class Kind {
    heading,
    paragraph,
    note,
    list,
    sources,  ///< numbered, each item an anchor source-1, source-2 ...
    notice,
    answer,
    table,
    chart,
    code,
    quote,
    not_measured
  };
  Kind kind;
  std::string text = {};   ///< heading, paragraph, note, notice, quote; code: its caption
  std::string title = {};  ///< answer: the headline
  std::vector<std::string> items = {};
  std::vector<Check> checks = {};
  Tone tone = Tone::plain;
  std::string code = {};  ///< code; not_measured: the command
  bool folded = false;    ///< code: shown only when opened
  Table table = {};
  Chart chart = {};
};

[[nodiscard]] Block heading(std::string text);
[[nodiscard]] Block paragraph(std::string text);
[[nodiscard]] Block note(std::string text);
[[nodiscard]] Block list(std::vector<std::string> items);
[[nodiscard]] Block sources(std::vector<std::string> items);
[[nodiscard]] Block notice(Tone tone, std::string text);
[[nodiscard]] Block code(std::string caption, std::string text);
/// A sentence to copy into coursework.
[[nodiscard]] Block quote(std::string text);
/// "Not measured: `what`", and the command that would measure it.
[[nodiscard]] Block not_measured(std::string what, std::string command);
[[nodiscard]] Block block(Table table);
[[nodiscard]] Block block(Chart chart);

struct Section {
  std::string id, title;
  std::vector<Block> blocks;
};

struct Document {
  std::string title;
  std::string name;                ///< of the scenario
  std::string made;                ///< UTC date of the first run; empty: unknown
  std::vector<std::string> facts;  ///< markup: "**40** clients"
  std::vector<Block> banners;      ///< notices above everything
  std::vector<Section> sections;
  /// Enough rounds for an interval, and neither attacks nor captures beside the fleet: this result
  /// is about speed and cost.
  bool compares_load = false;
};

/// The whole report of one analysed result.
[[nodiscard]] Document make_document(const nlohmann::json& result);

/// Every table and chart in `document`, in reading order.
[[nodiscard]] std::vector<const Table*> tables_of(const Document& document);
[[nodiscard]] std::vector<const Chart*> charts_of(const Document& document);

}  // namespace mqseal::report
