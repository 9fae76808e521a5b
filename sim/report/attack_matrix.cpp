// SPDX-License-Identifier: MIT
#include "sim/report/attack_matrix.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/stats/binomial.h"

namespace mqseal::report {
namespace {

using nlohmann::json;

struct Tally {
  double attempts = 0, successes = 0;
  int succeeded = 0, blocked = 0, inconclusive = 0;
  std::string evidence;
};

struct Configuration {
  std::string title, cipher;
  int order = 0;
};

struct Matrix {
  std::vector<std::string> attacks;  ///< keys in the order of appearance
  std::map<std::string, std::pair<std::string, std::string>> titles;  ///< title, and who attacks
  std::vector<Configuration> columns;
  std::map<std::pair<std::string, std::string>, Tally> cells;  ///< by attack, column title
};

bool harms_others(const json& attack) {
  return find(attack, "metrics.delivered_ratio") != nullptr;
}

std::string title_of(const json& attack) {
  std::string title = text(attack, "title", text(attack, "id"));
  if (find(attack, "title") == nullptr && !title.empty()) {
    std::replace(title.begin(), title.end(), '-', ' ');
    title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
  }
  return title;
}

std::string evidence_of(const json& attack) {
  std::string words = text(attack, "evidence");
  for (const json& item : rows(attack, "evidence")) {
    words +=
        (words.empty() ? "" : "; ") + (item.is_string() ? item.get<std::string>() : item.dump());
  }
  return words;
}

/// Factors that say nothing about the configuration, or stand in the rows.
bool is_no_configuration(const std::string& key) {
  return key == "attack" || key == "attacker" || key == "implementation" || key == "tag_bytes";
}

/// Factors that tell the runs with attacks apart. What a defence sets goes without saying beside
/// its name, so of the others those stay that vary under one and the same defence.
std::vector<std::string> told_apart(const json& runs) {
  std::map<std::string, std::map<std::string, std::set<std::string>>> levels;  // by key, by defence
  std::set<std::string> defences;
  for (const json& run : runs) {
    const json* factors = find(run, "factors");
    if (rows(run, "attacks").empty() || factors == nullptr) {
      continue;
    }
    const std::string defence = text(run, "factors.defence", "none");
    defences.insert(defence);
    for (const auto& [key, level] : factors->items()) {
      levels[key][defence].insert(level_text(level));
    }
  }
  std::vector<std::string> keys;
  for (const auto& [key, under] : levels) {
    const bool varies = key == "defence"
                            ? defences.size() > 1
                            : std::any_of(under.begin(), under.end(), [](const auto& one) {
                                return one.second.size() > 1;
                              });
    if (varies && !is_no_configuration(key)) {
      keys.push_back(key);
    }
  }
  return keys;
}

/// Place of a level in the scenario's own list; 0 where it has none.
int place_of(const json& scenario, const std::string& factor, const std::string& level) {
  const json& levels = rows(scenario, "matrix." + factor);
  const auto found = std::find(levels.begin(), levels.end(), level);
  return found == levels.end() ? 0 : static_cast<int>(found - levels.begin());
}

Configuration configuration_of(const json& run,
                               const json& scenario,
                               const std::vector<std::string>& keys) {
  constexpr int more_than_ciphers = 1000;
  Configuration out;
  out.cipher = text(run, "factors.cipher");
  out.order = more_than_ciphers * place_of(scenario, "defence", text(run, "factors.defence")) +
              cipher_order(out.cipher);
  std::string rest;
  for (const std::string& key : keys) {
    const std::string level = text(run, "factors." + key);
    if (key != "cipher" && !level.empty()) {
      rest += (rest.empty() ? "" : ", ") + (key == "defence" ? level : factor_text(key, level));
    }
  }
  const bool by_cipher = std::find(keys.begin(), keys.end(), "cipher") != keys.end();
  out.title = by_cipher || rest.empty() ? cipher_name(out.cipher) : "";
  out.title += (out.title.empty() || rest.empty() ? "" : ", ") + rest;
  return out;
}

void count(Tally& tally, const json& attack) {
  const std::string verdict = text(attack, "verdict");
  tally.succeeded += verdict == "succeeded" ? 1 : 0;
  tally.blocked += verdict == "blocked" ? 1 : 0;
  tally.inconclusive += verdict == "inconclusive" ? 1 : 0;
  if (verdict != "not_measured") {
    tally.attempts += number(attack, "attempts").value_or(0);
    tally.successes += number(attack, "successes").value_or(0);
  }
  if (tally.evidence.empty()) {
    const std::string control = text(attack, "control");
    tally.evidence = evidence_of(attack) + (control.empty() ? "" : " (control: " + control + ")");
  }
}

/// One row's entry of one column; the row is made where it is new.
void enter(Matrix& matrix,
           const Configuration& column,
           const std::string& title,
           const std::string& about,
           const json& entry) {
  const std::string key = title + "|" + about;
  if (!matrix.titles.contains(key)) {
    matrix.attacks.push_back(key);
    matrix.titles[key] = {title, about};
  }
  if (std::none_of(matrix.columns.begin(), matrix.columns.end(), [&](auto& c) {
        return c.title == column.title;
      })) {
    matrix.columns.push_back(column);
  }
  count(matrix.cells[{key, column.title}], entry);
}

enum class Part { claimed, cases, faults };

/// Outsider and insider of one attack beside each other, attacks in the order of appearance.
void order_rows(Matrix& matrix) {
  std::map<std::string, std::size_t> first;
  for (const std::string& key : matrix.attacks) {
    first.emplace(matrix.titles.at(key).first, first.size());
  }
  std::stable_sort(matrix.attacks.begin(), matrix.attacks.end(), [&](auto& a, auto& b) {
    const auto rank = [&](const std::string& key) {
      const auto& [title, about] = matrix.titles.at(key);
      return std::pair(first.at(title), about == "by an insider");
    };
    return rank(a) < rank(b);
  });
}

Matrix matrix_of(const json& runs, const json& scenario, Part part) {
  const std::vector<std::string> keys = told_apart(runs);
  const std::string scope = part == Part::faults ? "fault" : "claimed";
  Matrix matrix;
  for (const json& run : runs) {
    const Configuration column = configuration_of(run, scenario, keys);
    for (const json& attack : rows(run, "attacks")) {
      if (text(attack, "scope", "claimed") != scope || harms_others(attack)) {
        continue;
      }
      const std::string title = title_of(attack), attacker = text(attack, "attacker");
      const std::string about = text(attack, "about", attacker.empty() ? "" : "by an " + attacker);
      if (part != Part::cases) {
        enter(matrix, column, title, about, attack);
        continue;
      }
      for (const json& one : rows(attack, "cases")) {
        enter(matrix, column, title + ": " + text(one, "name"), about, one);
      }
    }
  }
  std::stable_sort(matrix.columns.begin(), matrix.columns.end(), [](auto& a, auto& b) {
    return a.order < b.order;
  });
  order_rows(matrix);
  return matrix;
}

std::string of_attempts(const Tally& tally) {
  if (tally.attempts <= 0) {
    return {};
  }
  const std::string share = count_text(tally.successes) + "/" + count_text(tally.attempts);
  if (tally.successes > 0) {
    return share;
  }
  const double limit = binomial_upper_limit(0, static_cast<std::uint64_t>(tally.attempts));
  return fmt::format("{}, < {:.2g} %", share, 100 * limit);
}

Cell cell_of(const Matrix& matrix, const std::string& attack, const std::string& column) {
  const auto at = matrix.cells.find({attack, column});
  if (at == matrix.cells.end()) {
    return {.text = "–", .tone = Tone::muted};
  }
  const Tally& tally = at->second;
  Cell cell{.text = "– not measured", .tone = Tone::muted, .pill = true};
  if (tally.succeeded > 0) {
    cell.text = "✗ succeeds";
    cell.tone = Tone::bad;
  } else if (tally.inconclusive > 0) {
    cell.text = "? inconclusive";
    cell.tone = Tone::warn;
  } else if (tally.blocked > 0) {
    cell.text = "✓ blocked";
    cell.tone = Tone::good;
  }
  cell.sub = of_attempts(tally);
  cell.value = tally.attempts > 0 ? std::optional(tally.successes / tally.attempts) : std::nullopt;
  cell.tip = tally.evidence;
  return cell;
}

Table table_of(const Matrix& matrix, std::string id, std::string caption) {
  Table table{.id = std::move(id), .caption = std::move(caption), .columns = {{"Attack"}}};
  for (const Configuration& column : matrix.columns) {
    table.columns.push_back({column.title});
  }
  for (const std::string& attack : matrix.attacks) {
    const auto& [title, about] = matrix.titles.at(attack);
    std::vector<Cell> row = {{.text = title, .sub = about}};
    for (const Configuration& column : matrix.columns) {
      row.push_back(cell_of(matrix, attack, column.title));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

std::vector<Table> attack_tables(const Study& study) {
  const json& runs = rows(study.document(), "runs");
  const json empty = json::object();
  const json* found = find(study.document(), "scenario");
  const json& scenario = found == nullptr ? empty : *found;
  std::vector<Table> tables;
  if (const Matrix claimed = matrix_of(runs, scenario, Part::claimed); !claimed.attacks.empty()) {
    tables.push_back(table_of(
        claimed, "attacks", "Attacks against the running system: successes out of attempts"));
    tables.back().note =
        "✗ the attack reached its goal, ✓ it did not, ? its own control failed, – not measured. "
        "0/n, < x %: with 95 % confidence the true rate of success is below x %; it does not mean "
        "zero. Point at a cell for its evidence.";
  }
  if (const Matrix cases = matrix_of(runs, scenario, Part::cases); !cases.attacks.empty()) {
    tables.push_back(table_of(cases, "attack-cases", "The same attacks, case by case"));
    tables.back().folded = true;
  }
  if (const Matrix faults = matrix_of(runs, scenario, Part::faults); !faults.attacks.empty()) {
    tables.push_back(table_of(
        faults, "faults", "Faults outside what the schemes claim to resist; no limit counts them"));
  }
  return tables;
}

}  // namespace mqseal::report
