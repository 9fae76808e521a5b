// SPDX-License-Identifier: MIT
// Several documents as one: who speaks of speed, and what stands once.
#include "sim/report/combine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mqseal::report {
namespace {

Document document(const std::string& name, bool compares_load) {
  Document made;
  made.name = name;
  made.compares_load = compares_load;
  made.sections = {
      {"answer", "Answer", {paragraph("answer of " + name), block(Table{.id = "summary"})}},
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

TEST(Combined, has_the_title_that_it_is_given) {
  EXPECT_EQ(combine({document("a", true), document("b", true)}, "Both").title, "Both");
  EXPECT_EQ(combine({document("a", true), document("b", true)}).title, "Report: a and b");
}

}  // namespace
}  // namespace mqseal::report
