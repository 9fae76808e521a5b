// SPDX-License-Identifier: MIT
// summary_text: the result on a terminal of 100 columns, readable without colour (none is used, so
// NO_COLOR holds by itself) and, where the locale is not UTF-8, in ASCII.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/report/analyse_resilience.h"
#include "sim/report/fields.h"
#include "sim/report/model.h"
#include "sim/report/model_comparisons.h"
#include "sim/report/names.h"
#include "sim/report/report.h"
#include "sim/report/signs.h"
#include "sim/report/stats/inversion.h"
#include "sim/report/stats_summary_lines.h"
#include "sim/report/summary_attacks.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

constexpr std::size_t columns = 4;
constexpr std::size_t name_width = 19, implementation_width = 17, cell_width = 15;
constexpr std::size_t most_tables = 4;

std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::string left(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, width_of(text)), ' ');
}

std::string right(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, width_of(text)), ' ') + text;
}

/// The primary metrics, then the usual ones, as many as fit.
std::vector<std::string> shown_metrics(const json& result) {
  std::vector<std::string> metrics = design_of(result).primary;
  for (const char* usual : {"cpu.seal_ns",
                            "latency_us.response.p50",
                            "latency_us.response.p99",
                            "cpu.fleet_us_per_msg",
                            "cpu.broker_us_per_msg"}) {
    if (std::find(metrics.begin(), metrics.end(), usual) == metrics.end()) {
      metrics.emplace_back(usual);
    }
  }
  metrics.resize(std::min(metrics.size(), columns));
  return metrics;
}

/// All runs of one row of a table.
struct Row {
  std::string factor, level;
  bool control = false;
  std::vector<const Observation*> runs;
};

/// One table: the levels of the compared factor at one combination of the others.
struct Block {
  Levels at;
  std::vector<Row> rows;
};

std::vector<Block> blocks_of(const std::vector<Observation>& runs, const Design& design) {
  const std::vector<std::string> varied = varied_factors(runs, design);
  const bool by_cipher = std::find(varied.begin(), varied.end(), "cipher") != varied.end();
  const std::string factor = by_cipher || varied.empty() ? "cipher" : varied.front();
  std::vector<Block> blocks;
  for (const Observation& run : runs) {
    Levels at;
    for (const std::string& other : varied) {
      if (other != factor) {
        at[other] = run.level(other);
      }
    }
    auto block = std::find_if(blocks.begin(), blocks.end(), [&](auto& b) { return b.at == at; });
    if (block == blocks.end()) {
      block = blocks.insert(blocks.end(), {at, {}});
    }
    const std::string level = run.level(factor);
    auto row = std::find_if(block->rows.begin(), block->rows.end(), [&](const Row& r) {
      return r.level == level && r.control == run.control;
    });
    if (row == block->rows.end()) {
      row = block->rows.insert(block->rows.end(), {factor, level, run.control, {}});
    }
    row->runs.push_back(&run);
  }
  for (Block& block : blocks) {
    std::stable_sort(block.rows.begin(), block.rows.end(), [](const Row& a, const Row& b) {
      const auto place = [](const Row& row) {
        return std::pair(row.control, row.factor == "cipher" ? cipher_order(row.level) : 0);
      };
      return place(a) < place(b);
    });
  }
  return blocks;
}

const json* effect_for(const json& result,
                       const Block& block,
                       const Row& row,
                       const std::string& metric) {
  for (const json& effect : rows(result, "effects")) {
    if (text(effect, "metric") == metric && text(effect, "factor") == row.factor &&
        text(effect, "level") == row.level && flag(effect, "control") == row.control &&
        effect.at("at") == json(block.at)) {
      return &effect;
    }
  }
  return nullptr;
}

/// "0.84 +8.1 % ▲"; of the control, the end of its interval that lies farther from zero.
std::string cell(const json& result,
                 const Block& block,
                 const Row& row,
                 const std::string& metric) {
  const json* effect = effect_for(result, block, row, metric);
  if (row.control) {
    const json& ci = effect == nullptr ? json::array() : rows(*effect, "ci95");
    if (ci.size() != 2 || !ci[0].is_number() || !ci[1].is_number()) {
      return "-";
    }
    const double widest = std::max(std::abs(ci[0].get<double>()), std::abs(ci[1].get<double>()));
    return fmt::format("{:.1f} %  ", 100 * widest);
  }
  const MetricName name = metric_name(metric);
  std::vector<double> values;
  for (const Observation* run : row.runs) {
    if (const auto value = run->value(metric_rule(metric))) {
      values.push_back(*value * name.scale);
    }
  }
  if (values.empty()) {
    return "not measured";
  }
  std::string out = number_text(sample_median(values));
  if (effect == nullptr) {
    return out + "  ";
  }
  if (const auto estimate = number(*effect, "estimate")) {
    return out + " " + change_text(*estimate) + " " + verdict_sign(*effect);
  }
  return out + (text(*effect, "kind") == "reference" ? " ref  " : "  ");
}

std::string row_name(const Row& row) {
  return row.control              ? "A/A noise, up to"
         : row.factor == "cipher" ? cipher_name(row.level)
                                  : row.factor + " " + row.level;
}

std::string row_implementation(const Row& row) {
  const Observation& run = *row.runs.front();
  return row.control || run.level("cipher") == "none"
             ? ""
             : run.implementation() + (run.uses_aes_instructions() ? ", AES" : ", no AES");
}

std::string table(const json& result, const Block& block) {
  const std::vector<std::string> metrics = shown_metrics(result);
  std::string out;
  for (const auto& [factor, level] : block.at) {
    out += fmt::format("{}{} {}", out.empty() ? "at " : ", ", factor, level);
  }
  out += out.empty() ? "" : "\n";
  out += left("", name_width) + left("implementation", implementation_width);
  for (const std::string& metric : metrics) {
    const MetricName name = metric_name(metric);
    out += " " + right(name.brief, cell_width);
  }
  out += "\n" + left("", name_width + implementation_width);
  for (const std::string& metric : metrics) {
    out += " " + right(metric_name(metric).unit, cell_width);
  }
  out += "\n";
  for (const Row& row : block.rows) {
    out += left(row_name(row), name_width) + left(row_implementation(row), implementation_width);
    for (const std::string& metric : metrics) {
      out += " " + right(cell(result, block, row, metric), cell_width);
    }
    out += "\n";
  }
  return out + "\n";
}

}  // namespace

std::string summary_text(const json& result, bool ascii) {
  const Design design = design_of(result);
  const std::vector<Observation> runs = run_observations(result);
  std::string out = summary_title(result, design);
  out += summary_security(result);
  const std::vector<Block> blocks =
      is_attacks_only(result) ? std::vector<Block>{} : blocks_of(runs, design);
  for (std::size_t i = 0; i < std::min(blocks.size(), most_tables); ++i) {
    out += table(result, blocks[i]);
  }
  if (blocks.size() > most_tables) {
    out += fmt::format("({} more combinations in the report)\n\n", blocks.size() - most_tables);
  }
  if (!blocks.empty()) {
    out += fmt::format(
        "▲ worse  ▼ better  △ real, below ±{} %  ≈ equivalent  ? cannot tell\n"
        "ref: the cipher that CPU to seal and open is compared with\n",
        percent_text(design.margin));
  }
  const json& effects = rows(result, "effects");
  if (std::any_of(effects.begin(), effects.end(), [](auto& e) { return flag(e, "aes_mixed"); })) {
    out += "! some rows used AES instructions and others did not: do not rank across that line\n";
  }
  out += resilience_summary(result);
  out += summary_checks(result);
  return ascii ? to_ascii(std::move(out)) : out;
}

std::string summary_text(const json& result) {
  return summary_text(result, !locale_is_utf8());
}

}  // namespace mqseal::report
