// SPDX-License-Identifier: MIT
// A Document as one offline HTML file. Builds the template's data (every key always set: a missing
// one would take its parent's value); the template holds all markup.
#include "sim/report/page.h"

#include <mustache.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"
#include "sim/report/asset.h"
#include "sim/report/document.h"
#include "sim/report/fields.h"
#include "sim/report/markup.h"
#include "sim/report/names.h"
#include "sim/report/report.h"

namespace mqseal::report {
namespace {

using nlohmann::json;
namespace ms = kainjow::mustache;

ms::data to_mustache(const json& value) {
  if (value.is_object()) {
    ms::data object(ms::data::type::object);
    for (const auto& [key, member] : value.items()) {
      object.set(key, to_mustache(member));
    }
    return object;
  }
  if (value.is_array()) {
    ms::data list(ms::data::type::list);
    for (const json& item : value) {
      list.push_back(to_mustache(item));
    }
    return list;
  }
  if (value.is_boolean()) {
    return ms::data(value.get<bool>());
  }
  return ms::data(value.is_string() ? value.get<std::string>() : value.dump());
}

std::string_view tone_name(Tone tone) {
  switch (tone) {
    case Tone::good:
      return "good";
    case Tone::bad:
      return "bad";
    case Tone::warn:
      return "warn";
    case Tone::info:
      return "info";
    case Tone::muted:
      return "muted";
    case Tone::plain:
      break;
  }
  return "plain";
}

json cell_data(const Cell& cell, const Column& column, bool first) {
  return {{"cell_first", first},
          {"cell_text", cell.text},
          {"cell_sub", cell.sub},
          {"cell_has_sub", !cell.sub.empty()},
          {"cell_tone", tone_name(cell.tone)},
          {"cell_pill", cell.pill},
          {"cell_numeric", column.numeric},
          {"cell_sort", cell.value ? fmt::format("{}", *cell.value) : cell.text},
          {"cell_tip", cell.tip},
          {"cell_has_tip", !cell.tip.empty()},
          {"cell_swatch", cell.cipher.empty() ? "" : cipher_color(cell.cipher)},
          {"cell_has_swatch", !cell.cipher.empty()},
          {"cell_href", cell.href},
          {"cell_has_href", !cell.href.empty()}};
}

json table_data(const Table& table, std::string_view place) {
  json columns = json::array(), body = json::array();
  for (const Column& column : table.columns) {
    columns.push_back({{"column_title", column.title},
                       {"column_unit", column.unit},
                       {"column_has_unit", !column.unit.empty()},
                       {"column_numeric", column.numeric}});
  }
  for (const std::vector<Cell>& row : table.rows) {
    json cells = json::array();
    for (std::size_t i = 0; i < row.size(); ++i) {
      cells.push_back(cell_data(row[i], table.columns.at(i), i == 0));
    }
    body.push_back({{"cells", std::move(cells)}});
  }
  return {{"table_id", fmt::format("{}-{}", place, table.id)},
          {"table_caption", table.caption},
          {"table_folded", table.folded},
          {"columns", std::move(columns)},
          {"table_rows", body.size()},
          {"rows", std::move(body)},
          {"table_note", markup_to_html(table.note)},
          {"table_has_note", !table.note.empty()}};
}

json checks_data(const std::vector<Check>& checks) {
  json list = json::array();
  for (const Check& check : checks) {
    list.push_back({{"check_tone", tone_name(check.tone)},
                    {"check_sign", tone_sign(check.tone)},
                    {"check_text", markup_to_html(check.text)}});
  }
  return list;
}

json block_data(const Block& block) {
  using Kind = Block::Kind;
  json items = json::array();
  for (const std::string& item : block.items) {
    items.push_back({{"item_text", markup_to_html(item)}, {"item_number", items.size() + 1}});
  }
  const bool is_table = block.kind == Kind::table, is_chart = block.kind == Kind::chart;
  return {{"is_heading", block.kind == Kind::heading},
          {"is_paragraph", block.kind == Kind::paragraph},
          {"is_note", block.kind == Kind::note},
          {"is_list", block.kind == Kind::list},
          {"is_sources", block.kind == Kind::sources},
          {"is_notice", block.kind == Kind::notice},
          {"is_answer", block.kind == Kind::answer},
          {"is_code", block.kind == Kind::code && !block.folded},
          {"is_folded", block.kind == Kind::code && block.folded},
          {"is_quote", block.kind == Kind::quote},
          {"is_not_measured", block.kind == Kind::not_measured},
          {"is_table", is_table},
          {"is_chart", is_chart},
          {"block_html", markup_to_html(block.text)},
          {"block_title", block.title},
          {"block_tone", tone_name(block.tone)},
          {"block_code", block.code},
          {"has_items", !items.empty()},
          {"items", std::move(items)},
          {"has_checks", !block.checks.empty()},
          {"checks", checks_data(block.checks)},
          {"table",
           is_table   ? table_data(block.table, "table")
           : is_chart ? table_data(block.chart.table, "data")
                      : json(false)},
          {"chart_id", block.chart.id},
          {"chart_title", block.chart.title},
          {"chart_subtitle", block.chart.subtitle},
          {"chart_alternative", block.chart.alternative}};
}

/// JSON that may stand inside a script element.
std::string script_json(const json& value) {
  std::string text = value.dump();
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

std::string libraries() {
  std::string scripts;
  for (const char* name :
       {"lib/vega.min.js", "lib/vega-lite.min.js", "lib/vega-interpreter.min.js"}) {
    if (has_chart_library()) {
      scripts += std::string(asset(name)) + "\n";
    }
  }
  if (scripts.find("</script") != std::string::npos) {
    throw base::Error(base::ExitCode::bug,
                      "report: a chart library holds '</script'; it cannot stand in the page");
  }
  return scripts;
}

json page_data(const Document& document) {
  json sections = json::array();
  for (const Section& section : document.sections) {
    json blocks = json::array();
    for (const Block& block : section.blocks) {
      blocks.push_back(block_data(block));
    }
    sections.push_back({{"section_id", section.id},
                        {"section_title", section.title},
                        {"blocks", std::move(blocks)}});
  }
  json banners = json::array(), facts = json::array();
  for (const Block& banner : document.banners) {
    banners.push_back(
        {{"banner_tone", tone_name(banner.tone)}, {"banner_html", markup_to_html(banner.text)}});
  }
  for (const std::string& fact : document.facts) {
    facts.push_back({{"fact_html", markup_to_html(fact)}});
  }
  return {{"title", document.title},
          {"name", document.name},
          {"made", document.made},
          {"banners", std::move(banners)},
          {"facts", std::move(facts)},
          {"sections", std::move(sections)},
          {"style", std::string(asset("palette.css")) + std::string(asset("page.css"))},
          {"libraries", libraries()},
          {"script", std::string(asset("chart_spec.js")) + std::string(asset("page.js"))},
          {"chart_data", script_json(chart_bundle(document))}};
}

}  // namespace

json chart_bundle(const Document& document) {
  json charts = json::array();
  for (const Chart* chart : charts_of(document)) {
    charts.push_back({{"id", chart->id},
                      {"title", chart->title},
                      {"spec", json::parse(asset("charts/" + chart->file() + ".vl.json"))},
                      {"data", chart->data},
                      {"tokens", chart->tokens}});
  }
  return {{"name", document.name},
          {"charts", std::move(charts)},
          {"theme", json::parse(asset("theme.json"))},
          {"library", has_chart_library()}};
}

std::string page_html(const Document& document) {
  ms::mustache page{std::string(asset("templates/page.mustache"))};
  if (!page.is_valid()) {
    throw base::Error(base::ExitCode::bug, "templates/page.mustache: " + page.error_message());
  }
  const ms::data data = to_mustache(page_data(document));
  ms::data root = data;
  const auto partial = [](std::string name) {
    return ms::partial([name] { return std::string(asset("templates/" + name + ".mustache")); });
  };
  root.set("block", ms::data(partial("block")));
  root.set("table_html", ms::data(partial("table")));
  return page.render(root);
}

std::string render_html(const json& result) {
  return page_html(make_document(result));
}

}  // namespace mqseal::report
