// SPDX-License-Identifier: MIT
// Several documents as one: who speaks of speed, and what stands once.
#include "sim/report/combine.h"

#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/report/reproduce.h"

namespace mqseal::report {
namespace {

Document document(const std::string& name, bool compares_load) {
  Document made;
  made.name = name;
  made.compares_load = compares_load;
  made.sections = {
      {"answer",
       "Answer",
       {paragraph("answer of " + name), block(Table{.id = "summary", .caption = "Summary"})}},
      {"performance", "Measured performance", {paragraph("speed of " + name)}},
      {"security", "Security", {paragraph("security of " + name)}}};
  return made;
}

std::vector<std::string> texts(const Section& section) {
  std::vector<std::string> found;
  for (const Block& one : section.blocks) {
    if (one.kind == Block::Kind::paragraph || one.kind == Block::Kind::table) {
      found.push_back(one.kind == Block::Kind::table ? one.table.id : one.text);
    }
  }
  return found;
}

using testing::ElementsAre;

TEST(Combined, exercises_beside_a_comparison_give_no_figures_of_speed) {
  const Document all = combine({document("load", true), document("lab", false)});
  EXPECT_THAT(texts(all.sections[0]), ElementsAre("answer of load", "summary", "answer of lab"));
  EXPECT_THAT(texts(all.sections[1]), ElementsAre("speed of load"));
  EXPECT_THAT(texts(all.sections[2]), ElementsAre("security of load", "security of lab"));
}

TEST(Combined, what_a_search_found_stands_beside_a_comparison_too) {
  Document search = document("search", false);
  Chart chart;
  chart.id = "capacity";
  search.sections[1].blocks.push_back(block(std::move(chart)));
  const Document all = combine({document("load", true), search});
  EXPECT_THAT(texts(all.sections[1]), ElementsAre("speed of load"));
  EXPECT_EQ(all.sections[1].blocks.back().chart.id, "capacity-2");
}

TEST(Combined, exercises_alone_give_all_that_they_have) {
  const Document all = combine({document("one", false), document("two", false)});
  EXPECT_THAT(texts(all.sections[0]),
              ElementsAre("answer of one", "summary", "answer of two", "summary-2"));
  EXPECT_THAT(texts(all.sections[1]), ElementsAre("speed of one", "speed of two"));
}

TEST(Combined, tells_a_warning_of_several_once) {
  std::vector<Document> parts;
  for (const std::string name : {"a", "b", "c", "d", "e"}) {
    parts.push_back(document(name, true));
    parts.back().banners.push_back(notice(Tone::info, name == "e" ? "other" : "quick"));
  }
  const Document all = combine(parts);
  ASSERT_EQ(all.banners.size(), 2U);
  EXPECT_EQ(all.banners[0].text, "**4 of 5 results**: quick");
  EXPECT_EQ(all.banners[1].text, "**e**: other");
}

TEST(Combined, tells_reasons_of_one_warning_in_one_banner) {
  std::vector<Document> parts;
  for (const std::string reason : {"two rounds", "no metric", "two rounds"}) {
    parts.push_back(document(fmt::format("part{}", parts.size()), true));
    parts.back().banners.push_back(
        notice(Tone::info, "**Quick look**: " + reason + ". Run it longer."));
  }
  parts.push_back(document("last", true));
  parts.back().banners.push_back(notice(Tone::bad, "**Quick look**: but bad."));
  const Document all = combine(parts);
  ASSERT_EQ(all.banners.size(), 2U);
  EXPECT_EQ(all.banners[0].text,
            "**Quick look**: two rounds (part0 and part2); no metric (part1). Run it longer.");
  EXPECT_EQ(all.banners[1].text, "**last**: **Quick look**: but bad.");
}

TEST(Combined, keeps_different_ends_of_one_warning) {
  std::vector<Document> parts = {document("a", true), document("b", true)};
  parts[0].banners.push_back(notice(Tone::info, "**Lead**: one."));
  parts[1].banners.push_back(notice(Tone::info, "**Lead**: two. See below."));
  EXPECT_EQ(combine(parts).banners.at(0).text, "**Lead**: one (a); two. See below (b).");
}

Document exercise(const std::string& name, std::vector<std::string> items) {
  Document made = document(name, false);
  made.sections[0].blocks.push_back(
      {.kind = Block::Kind::answer,
       .title = "Headline of " + name,
       .items = std::move(items),
       .checks = {{Tone::good, "**No loss:** 0 of 8"},
                  {Tone::warn, "**Data quality:** [4 of 6 pass](#trust)"},
                  {Tone::info, "**Again:** `mqseal run lab.yaml`"}}});
  made.sections[2].blocks.push_back(
      block(Table{.id = "facts", .caption = "Facts", .rows = {{{.text = "f"}}}}));
  made.sections[2].blocks.push_back(block(Table{.id = "attacks", .caption = "Attacks"}));
  return made;
}

TEST(Combined, answers_beside_a_comparison_are_rows_of_one_table) {
  const Document all = combine({document("load", true),
                                exercise("lab", {"**Attacks:** [1 of 2](#security).", "Fast."}),
                                exercise("wire", {})});
  const Block& last = all.sections[0].blocks.back();
  ASSERT_EQ(last.table.id, "others");
  ASSERT_EQ(last.table.rows.size(), 2U);
  const std::vector<Cell>& lab = last.table.rows[0];
  EXPECT_EQ(lab[0].text, "lab");
  EXPECT_EQ(lab[1].text, "Attacks: 1 of 2");
  EXPECT_EQ(lab[1].href, "#table-attacks-2");
  EXPECT_EQ(lab[2].text, "▲ Data quality: 4 of 6 pass");
  EXPECT_EQ(lab[2].sub, "✓ No loss: 0 of 8");
  EXPECT_EQ(lab[3].text, "mqseal run lab.yaml");
  EXPECT_EQ(last.table.rows[1][1].text, "Headline of wire");
  EXPECT_EQ(std::count_if(all.sections[0].blocks.begin(),
                          all.sections[0].blocks.end(),
                          [](const Block& one) { return one.kind == Block::Kind::answer; }),
            0);
}

TEST(Combined, has_the_harm_of_all_attacks_in_one_table) {
  std::vector<Document> parts{document("hold", false), document("flood", false)};
  for (Document& part : parts) {
    Table table{.id = "harm", .caption = "Harm", .columns = {{"Attack"}, {"Verdict"}}};
    table.rows = {{{.text = "attack of " + part.name}, {.text = "harm"}}};
    part.sections[2].blocks.push_back(block(std::move(table)));
  }
  const Document all = combine(parts);
  const Section& security = all.sections[2];
  EXPECT_EQ(security.blocks.at(1).table.id, "harm");
  const auto& rows = security.blocks.at(1).table.rows;
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[1][0].text, "attack of flood");
  EXPECT_EQ(rows[1][0].sub, "flood");
  EXPECT_EQ(std::count_if(security.blocks.begin(),
                          security.blocks.end(),
                          [](const Block& one) { return one.kind == Block::Kind::table; }),
            1);
}

TEST(Combined, of_attacks_alone_has_no_figures_of_speed) {
  std::vector<Document> parts{document("hold", false), document("flood", false)};
  for (Document& part : parts) {
    part.sections[0].blocks.push_back(
        {.kind = Block::Kind::answer, .title = "Headline of " + part.name});
    part.sections[2].blocks.push_back(block(Table{.id = "resilience",
                                                  .caption = "Harm",
                                                  .columns = {{"Attack"}},
                                                  .rows = {{{.text = part.name}}}}));
  }
  const Document all = combine(parts);
  ASSERT_EQ(all.sections[1].blocks.size(), 1U);
  EXPECT_EQ(all.sections[1].blocks[0].kind, Block::Kind::not_measured);
  const Table& others = all.sections[0].blocks.back().table;
  ASSERT_EQ(others.rows.size(), 2U);
  EXPECT_EQ(others.rows[1][1].text, "Headline of flood");
}

TEST(Combined, says_how_to_make_all_of_it_again) {
  std::vector<Document> parts{document("a", true), document("b", false)};
  for (Document& part : parts) {
    Block answer{.kind = Block::Kind::answer};
    answer.checks = {{Tone::good, "fine"},
                     {Tone::info, fmt::format("{} `mqseal run {}.yaml`", again, part.name)}};
    part.sections[0].blocks.push_back(answer);
    part.sections.push_back({"reproduce", "Reproduce", {paragraph("of " + part.name)}});
  }
  const Document all = combine(parts, {"Both", "mqseal run both.yaml --quick"});
  std::vector<std::string> checks;
  for (const Block& one : all.sections[0].blocks) {
    for (const Check& check : one.checks) {
      checks.push_back(check.text);
    }
  }
  EXPECT_THAT(checks, testing::ElementsAre("fine", "**Again:** `mqseal run both.yaml --quick`"));
  EXPECT_EQ(all.sections[3].blocks.at(0).code, "mqseal run both.yaml --quick");
}

TEST(Combined, has_the_title_that_it_is_given) {
  EXPECT_EQ(combine({document("a", true), document("b", true)}, {"Both", ""}).title, "Both");
  EXPECT_EQ(combine({document("a", true), document("b", true)}).title, "Report: a and b");
}

}  // namespace
}  // namespace mqseal::report
