// SPDX-License-Identifier: MIT
// The order of the sections, what stands above them, and the makers of blocks.
#include "sim/report/document.h"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "sim/report/fields.h"
#include "sim/report/names.h"
#include "sim/report/quick_look.h"
#include "sim/report/sections.h"
#include "sim/report/study.h"

namespace mqseal::report {

using nlohmann::json;

std::string_view tone_sign(Tone tone) noexcept {
  return tone == Tone::good ? "✓" : tone == Tone::bad ? "✗" : tone == Tone::warn ? "▲" : "–";
}

Block heading(std::string text) {
  return {.kind = Block::Kind::heading, .text = std::move(text)};
}

Block paragraph(std::string text) {
  return {.kind = Block::Kind::paragraph, .text = std::move(text)};
}

Block note(std::string text) {
  return {.kind = Block::Kind::note, .text = std::move(text)};
}

Block list(std::vector<std::string> items) {
  return {.kind = Block::Kind::list, .items = std::move(items)};
}

Block sources(std::vector<std::string> items) {
  return {.kind = Block::Kind::sources, .items = std::move(items)};
}

Block notice(Tone tone, std::string text) {
  return {.kind = Block::Kind::notice, .text = std::move(text), .tone = tone};
}

Block code(std::string caption, std::string text) {
  return {.kind = Block::Kind::code, .text = std::move(caption), .code = std::move(text)};
}

Block quote(std::string text) {
  return {.kind = Block::Kind::quote, .text = std::move(text)};
}

Block not_measured(std::string what, std::string command) {
  return {.kind = Block::Kind::not_measured, .text = std::move(what), .code = std::move(command)};
}

Block block(Table table) {
  return {.kind = Block::Kind::table, .table = std::move(table)};
}

Block block(Chart chart) {
  return {.kind = Block::Kind::chart, .chart = std::move(chart)};
}

std::vector<const Table*> tables_of(const Document& document) {
  std::vector<const Table*> tables;
  for (const Section& section : document.sections) {
    for (const Block& block : section.blocks) {
      if (block.kind == Block::Kind::table) {
        tables.push_back(&block.table);
      } else if (block.kind == Block::Kind::chart) {
        tables.push_back(&block.chart.table);
      }
    }
  }
  return tables;
}

std::vector<const Chart*> charts_of(const Document& document) {
  std::vector<const Chart*> charts;
  for (const Section& section : document.sections) {
    for (const Block& block : section.blocks) {
      if (block.kind == Block::Kind::chart) {
        charts.push_back(&block.chart);
      }
    }
  }
  return charts;
}

namespace {

std::string clients_text(const json& runs) {
  for (const json& run : runs) {
    if (const auto clients = number(run, "connect.clients")) {
      return fmt::format("**{}** virtual clients", count_text(*clients));
    }
  }
  return {};
}

std::vector<std::string> facts_of(const Study& study) {
  const json& runs = rows(study.document(), "runs");
  std::vector<std::string> facts;
  const auto add = [&](std::string fact) {
    if (!fact.empty()) {
      facts.push_back(std::move(fact));
    }
  };
  add(clients_text(runs));
  std::set<std::string> ciphers, payloads;
  std::string broker;
  for (const json& run : runs) {
    ciphers.insert(text(run, "factors.cipher", "none"));
    if (const std::string payload = text(run, "wire.payload_bytes"); !payload.empty()) {
      payloads.insert(payload);
    }
    if (broker.empty()) {
      broker = text(run, "broker.kind") + " **" + text(run, "broker.version", "?") + "**";
    }
  }
  if (payloads.size() == 1) {
    add(fmt::format("**{}-byte** readings", count_text(std::stod(*payloads.begin()))));
  }
  if (ciphers.size() > ciphers.count("none")) {
    add(fmt::format("**{}** ciphers", ciphers.size() - ciphers.count("none")));
  }
  if (study.rounds > 0) {
    add(fmt::format("**{}** in random order, {}",
                    plural(study.rounds, "round"),
                    plural(static_cast<double>(runs.size()), "run")));
  }
  add(broker);
  return facts;
}

std::vector<Block> banners_of(const Study& study) {
  std::vector<Block> banners;
  if (study.invented) {
    banners.push_back(notice(
        Tone::warn,
        "**Invented data:** every number on this page was made up for a test. Do not cite."));
  }
  if (study.untrusted) {
    banners.push_back(
        notice(Tone::bad,
               "**A quality check failed: do not trust these numbers.** See [Can I trust "
               "the numbers?](#trust) for which one and what to do."));
  }
  if (const std::string words = quick_look_text(study.document()); !words.empty()) {
    banners.push_back(notice(Tone::info,
                             "**" + words.substr(0, words.find(':')) + "**" +
                                 words.substr(words.find(':')) +
                                 " For claims, run the scenario with 10 rounds or more and longer "
                                 "windows."));
  }
  return banners;
}

bool compares_load(const Study& study) {
  constexpr int fewest_rounds = 3;
  const json& runs = rows(study.document(), "runs");
  return study.rounds >= fewest_rounds &&
         std::none_of(runs.begin(), runs.end(), [](const json& run) {
           return !rows(run, "attacks").empty() || run.value("capture", json()).is_object();
         });
}

}  // namespace

Document make_document(const json& result) {
  const Study study = make_study(result);
  Document document;
  document.name = text(result, "scenario.name", "unnamed scenario");
  std::set<std::string> ciphers;
  for (const Arm& arm : study.arms) {
    ciphers.insert(arm.cipher);
  }
  document.title = (ciphers.size() > 1 ? "Cipher comparison: " : "Result: ") + document.name;
  const json& runs = rows(result, "runs");
  document.made = runs.empty() ? "" : text(runs.front(), "started_utc").substr(0, 10);
  document.facts = facts_of(study);
  document.banners = banners_of(study);
  document.compares_load = compares_load(study);
  document.sections = {answer_section(study),
                       decision_section(study),
                       performance_section(study),
                       cost_section(study),
                       security_section(study),
                       trust_section(study),
                       coursework_section(study),
                       reproduce_section(study),
                       method_section(study)};
  return document;
}

}  // namespace mqseal::report
