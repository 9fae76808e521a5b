// SPDX-License-Identifier: MIT
// The Document as Markdown, for pandoc, a wiki or a merge request.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/documents.h"
#include "sim/report/markup.h"
#include "sim/report/report.h"
#include "sim/report/study.h"
#include "sim/report/summary.h"

namespace mqseal::report {
namespace {

std::string table_with_caption(const Table& table) {
  return fmt::format("{}\n\n{}\n{}",
                     table.caption,
                     table_markdown(table),
                     table.note.empty() ? "" : table.note + "\n\n");
}

std::string block_markdown(const Block& block) {
  using Kind = Block::Kind;
  std::string out;
  switch (block.kind) {
    case Kind::heading:
      return "### " + block.text + "\n\n";
    case Kind::paragraph:
    case Kind::note:
      return block.text + "\n\n";
    case Kind::quote:
      return "> " + block.text + "\n\n";
    case Kind::notice:
      return "> " + block.text + "\n\n";
    case Kind::code:
      return fmt::format("{}:\n\n```\n{}\n```\n\n", block.text, block.code);
    case Kind::not_measured:
      return fmt::format("**Not measured.** {}: `{}`\n\n", block.text, block.code);
    case Kind::table:
      return table_with_caption(block.table);
    case Kind::chart:
      return fmt::format("### {}\n\n{}\n\n![{}](figures/{}.svg)\n\n{}",
                         block.chart.title,
                         block.chart.subtitle,
                         markup_to_text(block.chart.alternative),
                         block.chart.id,
                         table_with_caption(block.chart.table));
    case Kind::answer:
      out = fmt::format("**{}**\n\n{}\n\n", block.title, block.text);
      break;
    case Kind::sources:
      for (std::size_t i = 0; i < block.items.size(); ++i) {
        out += fmt::format("{}. {}\n", i + 1, block.items[i]);
      }
      return out + "\n";
    case Kind::list:
      break;
  }
  for (const std::string& item : block.items) {
    out += "- " + item + "\n";
  }
  for (const Check& check : block.checks) {
    out += fmt::format("- {} {}\n", tone_sign(check.tone), check.text);
  }
  return out + "\n";
}

}  // namespace

std::string markdown(const Document& document) {
  std::string out = "# " + document.title + "\n\n";
  for (const Block& banner : document.banners) {
    out += block_markdown(banner);
  }
  for (std::size_t i = 0; i < document.facts.size(); ++i) {
    out += (i == 0 ? "" : " · ") + document.facts[i];
  }
  out += "\n\n";
  for (const Section& section : document.sections) {
    out += "## " + section.title + "\n\n";
    for (const Block& block : section.blocks) {
      out += block_markdown(block);
    }
  }
  return out;
}

std::string render_markdown(const nlohmann::json& result) {
  return markdown(make_document(result));
}

}  // namespace mqseal::report
