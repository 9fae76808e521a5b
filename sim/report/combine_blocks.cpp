// SPDX-License-Identifier: MIT
#include "sim/report/combine_blocks.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "sim/report/sources.h"

namespace mqseal::report {
namespace {

using Kind = Block::Kind;

constexpr std::array<std::string_view, 5> once{"rounds", "facts", "cycles", "energy", "meanings"};
constexpr std::array<std::string_view, 2> joint{"resilience", "harm"};

const Table& table_of(const Block& block) {
  return block.kind == Kind::chart ? block.chart.table : block.table;
}

/// Calls `look` with the number of the part and each of its blocks.
template <class Look>
void each_block(const std::vector<Document>& parts, Look look) {
  for (std::size_t part = 0; part < parts.size(); ++part) {
    for (const Section& section : parts[part].sections) {
      for (const Block& block : section.blocks) {
        look(part, block);
      }
    }
  }
}

void append(Table& to, Table table, const std::string& part) {
  for (auto& row : table.rows) {
    row.front().sub += (row.front().sub.empty() ? "" : ", ") + part;
    to.rows.push_back(std::move(row));
  }
}

}  // namespace

std::string id_of(const Block& block) {
  return block.kind == Kind::chart   ? block.chart.id
         : block.kind == Kind::table ? block.table.id
                                     : "";
}

bool stands_once(const Block& block) {
  const std::string id = id_of(block);
  return !id.empty() && std::ranges::find(once, id) != once.end();
}

std::map<std::string, std::size_t> fullest(const std::vector<Document>& parts) {
  std::map<std::string, std::size_t> best, most;
  each_block(parts, [&](std::size_t part, const Block& block) {
    const std::size_t size = stands_once(block) ? table_of(block).rows.size() : 0;
    if (size > most[id_of(block)]) {
      most[id_of(block)] = size;
      best[id_of(block)] = part;
    }
  });
  return best;
}

std::vector<Table> joined_tables(const std::vector<Document>& parts) {
  std::vector<Table> tables;
  for (const std::string_view id : joint) {
    Table all;
    int found = 0;
    each_block(parts, [&](std::size_t part, const Block& block) {
      if (block.kind != Kind::table || block.table.id != id) {
        return;
      }
      if (found++ == 0) {
        all = block.table;
        all.rows.clear();
      }
      append(all, block.table, parts[part].name);
    });
    if (found > 1) {
      tables.push_back(std::move(all));
    }
  }
  return tables;
}

bool measures_harm(const Document& part) {
  return std::ranges::any_of(part.sections, [](const Section& section) {
    return std::ranges::any_of(section.blocks, [](const Block& block) {
      return block.kind == Kind::table && block.table.id == joint.front();
    });
  });
}

std::map<std::string, std::size_t> missing_in(const std::vector<Document>& parts) {
  std::map<std::string, std::size_t> count;
  each_block(parts, [&](std::size_t /*part*/, const Block& block) {
    count[block.text] += block.kind == Kind::not_measured ? 1 : 0;
  });
  return count;
}

std::vector<std::string> all_sources(const std::vector<Document>& parts) {
  std::vector<std::string> sources;
  each_block(parts, [&](std::size_t /*part*/, const Block& block) {
    if (block.kind != Kind::sources) {
      return;
    }
    for (const std::string& item : block.items) {
      if (std::ranges::find(sources, item) == sources.end()) {
        sources.push_back(item);
      }
    }
  });
  return sources;
}

void renumber(Table& table, const std::vector<std::string>& sources) {
  for (auto& row : table.rows) {
    for (Cell& cell : row) {
      if (cell.href.rfind("#source-", 0) == 0) {
        cell = source_cell(sources, cell.tip, cell.sub.empty());
      }
    }
  }
}

}  // namespace mqseal::report
