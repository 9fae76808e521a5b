// SPDX-License-Identifier: MIT
#include "ciphers/host/kat.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

#include "ciphers/host/kat_algorithms.h"

namespace mqseal::host {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

void add_field(KatRecord& record, std::string_view line, const std::string& file, int number) {
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) {
    throw std::runtime_error(
        fmt::format("{}:{}: expected 'FIELD = value', a comment or an empty line", file, number));
  }
  const std::string field(trimmed(line.substr(0, equals)));
  if (field.empty()) {
    throw std::runtime_error(fmt::format("{}:{}: no field name before '='", file, number));
  }
  if (record.fields.empty()) {
    record.file = file;
    record.line = number;
  }
  if (!record.fields.emplace(field, trimmed(line.substr(equals + 1))).second) {
    throw std::runtime_error(
        fmt::format("{}:{}: field {} twice in one record", file, number, field));
  }
}

/// A library's complaint about a record (a key of a wrong length, a number that is none) becomes
/// one that names the record; ours do so already.
KatOutcome check(const KatAlgorithm& candidate, const KatRecord& record) {
  try {
    return candidate.check(record);
  } catch (const std::runtime_error&) {
    throw;
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format("{}: {}", record.name(), error.what()));
  }
}

}  // namespace

std::string KatRecord::name() const {
  const auto id = fields.find("ID");
  return fmt::format("{}:{} {}", file, line, id == fields.end() ? "(no ID)" : id->second);
}

const std::string& KatRecord::text(const std::string& field) const {
  const auto found = fields.find(field);
  if (found == fields.end()) {
    throw std::runtime_error(fmt::format("{}:{}: the record has no {}", file, line, field));
  }
  return found->second;
}

std::vector<std::uint8_t> KatRecord::bytes(const std::string& field) const {
  const std::string& hex = text(field);
  std::vector<std::uint8_t> out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    const int high = hex_digit(hex[i]), low = hex_digit(hex[i + 1]);
    if (high < 0 || low < 0) {
      break;
    }
    out.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  if (out.size() * 2 != hex.size()) {
    throw std::runtime_error(
        fmt::format("{}:{}: {} is not pairs of hex digits", file, line, field));
  }
  return out;
}

bool KatRecord::invalid() const {
  const auto found = fields.find("RESULT");
  if (found == fields.end() || found->second == "valid") {
    return false;
  }
  if (found->second != "invalid") {
    throw std::runtime_error(fmt::format("{}:{}: RESULT is 'valid' or 'invalid'", file, line));
  }
  return true;
}

std::vector<KatRecord> parse_records(std::string_view text, const std::string& file) {
  std::vector<KatRecord> records;
  KatRecord record;
  int number = 0;
  const auto finish = [&] {
    if (!record.fields.empty()) {
      records.push_back(std::move(record));
    }
    record = {};
  };
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    ++number;
    if (line.empty()) {
      finish();
    } else if (line[0] != '#') {
      add_field(record, line, file, number);
    }
  }
  finish();
  return records;
}

std::vector<KatRecord> read_records(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw std::runtime_error(file + ": cannot be read");
  }
  std::ostringstream text;
  text << in.rdbuf();
  return parse_records(text.str(), file);
}

KatReport run_records(const std::vector<KatRecord>& records, bool stop_at_first) {
  KatReport report;
  for (const KatRecord& record : records) {
    const std::string& alg = record.text("ALG");
    const auto* const implementations = find_kat_algorithm(alg);
    if (implementations == nullptr) {
      ++report.not_run[alg + ": no such algorithm here"];
      continue;
    }
    std::string not_run;
    bool run = false;
    for (const KatAlgorithm& candidate : *implementations) {
      const KatOutcome outcome = check(candidate, record);
      if (!outcome.not_run.empty()) {
        not_run = outcome.not_run;
        continue;
      }
      run = true;
      ++report.checks;
      ++report.checks_by_implementation[fmt::format("{} {}", alg, candidate.implementation)];
      if (!outcome.differs.empty()) {
        report.mismatches.push_back(fmt::format(
            "{}: {} {}: {}", record.name(), alg, candidate.implementation, outcome.differs));
        if (stop_at_first) {
          ++report.records;
          return report;
        }
      }
    }
    if (run) {
      ++report.records;
    } else {
      ++report.not_run[alg + ": " + not_run];
    }
  }
  return report;
}

}  // namespace mqseal::host
