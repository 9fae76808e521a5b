// SPDX-License-Identifier: MIT
#include "sim/report/combine.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "sim/report/combine_banners.h"
#include "sim/report/combine_blocks.h"
#include "sim/report/names.h"
#include "sim/report/other_answers.h"
#include "sim/report/reproduce.h"
#include "sim/report/sources.h"

namespace mqseal::report {
namespace {

using Kind = Block::Kind;

/// Where some part compares load, an exercise or an attack beside it has nothing to say in these,
/// nor has a report of nothing but attacks.
bool is_about_load(const std::string& section) {
  return section == "decision" || section == "performance" || section == "cost" ||
         section == "coursework";
}

/// And in these, no table or chart.
bool has_figures_of_load(const std::string& section) {
  return section == "answer" || section == "trust";
}

/// What a search found is a result of its own, wherever it stands.
bool is_search(const Block& block) {
  return block.kind == Kind::chart && block.chart.id == "capacity";
}

class Combiner {
 public:
  explicit Combiner(const std::vector<Document>& parts)
      : parts_(parts),
        compares_(std::ranges::any_of(parts, &Document::compares_load)),
        only_attacks_(std::ranges::all_of(parts, measures_harm)),
        fullest_(fullest(parts)),
        missing_(missing_in(parts)),
        sources_(all_sources(parts)),
        joined_(joined_tables(parts)),
        count_(parts.size()) {
    for (const Document& part : parts) {
      names_.push_back(part.name);
    }
  }

  /// Tables of several parts as one, to stand first in Security.
  [[nodiscard]] const std::vector<Table>& joined() const noexcept { return joined_; }

  /// What of a part's section is to stand.
  std::vector<Block> take(const Section& section, std::size_t part) {
    std::vector<Block> blocks;
    const bool beside = stands_beside(part);
    for (const Block& block : section.blocks) {
      const bool figure = block.kind == Kind::table || block.kind == Kind::chart;
      const bool elsewhere = (figure && has_figures_of_load(section.id)) ||
                             block.kind == Kind::answer ||
                             (is_about_load(section.id) && !is_search(block));
      if (!(beside && elsewhere) && stands(block, part)) {
        blocks.push_back(adapted(block, part));
      }
    }
    // A heading whose blocks all went goes too.
    for (std::size_t i = blocks.size(); i-- > 0;) {
      const bool last = i + 1 == blocks.size() || blocks[i + 1].kind == Kind::heading;
      if (blocks[i].kind == Kind::heading && last) {
        blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
    return blocks;
  }

  /// The answers of the parts beside a comparison of load, each with a link to its evidence.
  [[nodiscard]] std::vector<OtherAnswer> others() const {
    std::vector<OtherAnswer> found;
    for (std::size_t part = 0; part < count_; ++part) {
      if (stands_beside(part)) {
        found.push_back({&parts_[part], evidence(part)});
      }
    }
    return found;
  }

 private:
  [[nodiscard]] bool stands_beside(std::size_t part) const {
    return only_attacks_ || (compares_ && !parts_[part].compares_load);
  }

  /// "#table-attacks-9": the first table or chart of the part's own in Security.
  [[nodiscard]] std::string evidence(std::size_t part) const {
    for (const Section& section : parts_[part].sections) {
      for (const Block& block : section.blocks) {
        if (section.id == "security" && !id_of(block).empty() && !stands_once(block)) {
          return fmt::format("#{}-{}{}",
                             block.kind == Kind::chart ? "figure" : "table",
                             id_of(block),
                             suffix(part));
        }
      }
    }
    return {};
  }

  static std::string suffix(std::size_t part) {
    return part == 0 ? "" : fmt::format("-{}", part + 1);
  }

  bool stands(const Block& block, std::size_t part) {
    if (block.kind == Kind::table &&
        std::ranges::find(joined_, block.table.id, &Table::id) != joined_.end()) {
      return false;
    }
    switch (block.kind) {
      case Kind::not_measured:
        return missing_[block.text] == count_ && told_.insert(block.text).second;
      case Kind::paragraph:
      case Kind::note:
      case Kind::quote:
        return told_.insert(block.text).second;
      case Kind::code:
        return told_.insert(block.code).second;
      case Kind::list:
        return told_.insert(fmt::format("{}", fmt::join(block.items, "\n"))).second;
      case Kind::sources:
        return told_.insert("sources").second;
      case Kind::table:
      case Kind::chart:
        return !stands_once(block) || fullest_[id_of(block)] == part;
      default:
        return true;
    }
  }

  Block adapted(Block block, std::size_t part) const {
    renumber(block.table, sources_);
    renumber(block.chart.table, sources_);
    if (block.kind == Kind::sources) {
      block.items = sources_;
    }
    if (!stands_once(block)) {
      // Names of regions must differ too, for those who hear the page.
      for (std::string* name :
           {&block.table.caption, &block.chart.title, &block.chart.table.caption}) {
        *name += name->empty() ? "" : " (" + names_[part] + ")";
      }
      block.table.id += block.table.id.empty() ? "" : suffix(part);
      block.chart.table.id += block.chart.table.id.empty() ? "" : suffix(part);
      if (!block.chart.id.empty()) {
        block.chart.spec = block.chart.file();
        block.chart.id += suffix(part);
      }
    }
    return block;
  }

  const std::vector<Document>& parts_;
  bool compares_, only_attacks_;
  std::map<std::string, std::size_t> fullest_, missing_;
  std::vector<std::string> sources_;
  std::vector<Table> joined_;
  std::size_t count_;
  std::vector<std::string> names_;
  std::set<std::string> told_;
};

/// Headings of a part inside a section that has a heading for the part.
void add_part(Section& to, const std::string& name, std::vector<Block> blocks, bool several) {
  if (blocks.empty()) {
    return;
  }
  if (several) {
    to.blocks.push_back(heading("From " + name));
  }
  for (Block& block : blocks) {
    to.blocks.push_back(std::move(block));
  }
}

/// How to make all of them again, where the first answer says how to make it again; else at the
/// end.
void answer_with(Section& answer, const std::string& command) {
  for (Block& block : answer.blocks) {
    for (Check& check : block.checks) {
      if (check.text.starts_with(again)) {
        check.text = fmt::format("{} `{}`", again, command);
        return;
      }
    }
  }
  answer.blocks.push_back(paragraph(fmt::format("{} `{}`", again, command)));
}

void put_command(Document& document, const std::string& command) {
  for (Section& section : document.sections) {
    if (section.id == "answer") {
      answer_with(section, command);
    } else if (section.id == "reproduce") {
      section.blocks.insert(section.blocks.begin(), code("All of it", command));
    }
  }
}

}  // namespace

Document combine(std::vector<Document> parts, const StudyLabel& label) {
  if (parts.size() == 1) {
    return std::move(parts.front());
  }
  Combiner combiner(parts);
  Document out;
  std::vector<std::string> names;
  for (const Document& part : parts) {
    names.push_back(part.name);
    out.made = std::max(out.made, part.made);
  }
  out.banners = combine_banners(parts);
  constexpr std::size_t most_names = 3;
  out.name = names.size() > most_names ? fmt::format("{}-results", names.size())
                                       : fmt::format("{}", fmt::join(names, "-"));
  out.title = label.title.empty() ? "Report: " + join_words(names) : label.title;
  out.facts.push_back(fmt::format("**{}** results", parts.size()));
  for (std::size_t i = 0; i < parts.front().sections.size(); ++i) {
    const Section& first = parts.front().sections[i];
    Section section{first.id, first.title, {}};
    std::vector<std::vector<Block>> of_parts;
    for (std::size_t part = 0; part < parts.size(); ++part) {
      of_parts.push_back(combiner.take(parts[part].sections.at(i), part));
    }
    const auto speaking = std::count_if(
        of_parts.begin(), of_parts.end(), [](const auto& blocks) { return !blocks.empty(); });
    if (section.id == "security" && !combiner.joined().empty()) {
      section.blocks.push_back(heading("Attacks on availability, side by side"));
      for (const Table& table : combiner.joined()) {
        section.blocks.push_back(block(table));
      }
    }
    for (std::size_t part = 0; part < parts.size(); ++part) {
      add_part(section, names[part], std::move(of_parts[part]), speaking > 1);
    }
    if (Table others = other_answers(combiner.others());
        section.id == "answer" && !others.rows.empty()) {
      if (section.blocks.empty()) {
        others.caption = "What each result found";
      }
      section.blocks.push_back(block(std::move(others)));
    }
    if (section.blocks.empty()) {
      section.blocks.push_back(
          not_measured("Ciphers side by side", "mqseal run scenarios/coursework.yaml"));
    }
    out.sections.push_back(std::move(section));
  }
  if (!label.command.empty()) {
    put_command(out, label.command);
  }
  return out;
}

}  // namespace mqseal::report
