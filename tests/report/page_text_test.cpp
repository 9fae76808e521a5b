// SPDX-License-Identifier: MIT
// Numbers, markup and tables as text.
#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/report/axes.h"
#include "sim/report/documents.h"
#include "sim/report/markup.h"
#include "sim/report/names.h"
#include "sim/report/sections.h"
#include "sim/report/study.h"
#include "tests/report/fixture.h"

namespace mqseal::report {
namespace {

TEST(Numbers, keep_three_digits) {
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(number_text(0.0123), "0.012");
  EXPECT_EQ(number_text(0.84), "0.84");
  EXPECT_EQ(number_text(9.996), "10.0");
  EXPECT_EQ(number_text(99.96), "100");
  EXPECT_EQ(number_text(1234), "1234");
  EXPECT_EQ(number_text(20241), "20\u202f241");
  EXPECT_EQ(number_text(1234567), "1\u202f234\u202f567");
  EXPECT_EQ(number_text(-2.5), "−2.50");
  EXPECT_EQ(number_text(std::nullopt, "ms"), "–");
  EXPECT_EQ(number_text(2.5, "ms"), "2.50 ms");
}

TEST(Numbers, that_are_whole_stay_whole) {
  EXPECT_EQ(plain_text(64), "64");
  EXPECT_EQ(plain_text(0), "0");
  EXPECT_EQ(plain_text(0.84), "0.84");
  EXPECT_EQ(factor_text("payload_bytes", "64B"), "64 B payload");
  EXPECT_EQ(factor_text("payload_bytes", "64"), "64 B payload");
  EXPECT_EQ(factor_text("rate_msg_s", "100/s"), "100/s");
  EXPECT_EQ(factor_text("qos", "1"), "QoS 1");
}

TEST(Axes, have_round_ticks_and_one_where_it_lies_inside) {
  EXPECT_EQ(log_ticks(0.04, 15, 9), (std::vector<double>{0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10}));
  for (const auto& [low, high] : {std::pair(0.93, 1.3), {0.95, 1.02}, {0.4, 4.0}, {0.01, 900.0}}) {
    const std::vector<double> ticks = log_ticks(low, high, 8);
    EXPECT_NE(std::find(ticks.begin(), ticks.end(), 1.0), ticks.end()) << low;
    EXPECT_LE(ticks.size(), 8U);
    EXPECT_GE(ticks.size(), 3U);
  }
  EXPECT_EQ(whole_ticks(-1, 4, 6), (std::vector<double>{-1, 0, 1, 2, 3, 4}));
  EXPECT_EQ(whole_ticks(-2, 60, 6), (std::vector<double>{0, 20, 40, 60}));
}

TEST(Axes, keep_labels_apart_in_order_and_inside) {
  const std::vector<double> wanted = {9.9, 9.8, 5.0, 5.01, 5.02, 1.0};
  const std::vector<double> places = spread_on_log_axis(wanted, 1, 10, 0.1);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_GE(places[i], 1 * std::pow(10, 0.049));
    EXPECT_LE(places[i], 10 / std::pow(10, 0.049));
    for (std::size_t j = 0; j < wanted.size(); ++j) {
      if (wanted[i] > wanted[j]) {
        EXPECT_GE(std::log10(places[i] / places[j]), 0.0999) << i << ' ' << j;
      }
    }
  }
}

TEST(Numbers, write_changes_with_a_sign_and_large_ones_as_factors) {
  EXPECT_EQ(change_text(0.081), "+8.1 %");
  EXPECT_EQ(change_text(-0.02), "−2.0 %");
  EXPECT_EQ(change_text(-0.0001), "0.0 %");
  EXPECT_EQ(change_text(3.58), "×4.58");
  EXPECT_EQ(interval_text(-0.017, 0.02), "−1.7 to +2.0 %");
  EXPECT_EQ(interval_text(0.9, 1.1), "×1.90 to ×2.10");
  EXPECT_EQ(percent_text(0.05), "5");
}

TEST(Words, are_joined) {
  EXPECT_EQ(join_words({}), "");
  EXPECT_EQ(join_words({"a"}), "a");
  EXPECT_EQ(join_words({"a", "b", "c"}), "a, b and c");
  EXPECT_EQ(plural(1, "run"), "1 run");
  EXPECT_EQ(plural(2, "run"), "2 runs");
}

TEST(Markup, becomes_html_and_is_escaped) {
  EXPECT_EQ(markup_to_html("a `x<y` **b&c** [t](#id)"),
            "a <code>x&lt;y</code> <strong>b&amp;c</strong> <a href=\"#id\">t</a>");
  EXPECT_EQ(markup_to_text("a `x` **b** [t](#id)"), "a x b t");
}

TEST(Markup, without_a_partner_is_text) {
  EXPECT_EQ(markup_to_html("5 ` 6 ** 7 [8]"), "5 ` 6 ** 7 [8]");
  EXPECT_EQ(markup_to_html("`"), "`");
  EXPECT_EQ(markup_to_html("*"), "*");
}

Table small_table() {
  return {
      .id = "t",
      .caption = "Small",
      .columns = {{"Name"}, {"Time", "µs", true}},
      .rows = {{{.text = "a, \"b\"|c_1"}, {.text = "1\u202f234", .sub = "+5 %", .value = 1234.5}},
               {{.text = "d"}, {.text = "–"}}}};
}

TEST(Tables, are_csv) {
  EXPECT_EQ(table_csv(small_table()), "Name,Time (µs)\r\n\"a, \"\"b\"\"|c_1\",1234.5\r\nd,\r\n");
}

TEST(Tables, are_markdown) {
  EXPECT_EQ(table_markdown(small_table()),
            "| Name | Time (µs) |\n|---|--:|\n| a, \"b\"\\|c_1 | 1\u202f234, +5 % |\n| d | – |\n");
}

TEST(Tables, are_latex_with_escapes) {
  const std::string tex = table_tex(small_table());
  EXPECT_NE(tex.find("\\begin{tabular}{lr}"), std::string::npos);
  EXPECT_NE(tex.find("c\\_1 & 1\\,234 +5 \\%"), std::string::npos);
  EXPECT_NE(tex.find("Time ($\\mu$s)"), std::string::npos);
}

TEST(Tables, are_text_that_fits_its_width) {
  Table table = small_table();
  for (int i = 0; i < 10; ++i) {
    table.columns.push_back({"Column", "ms", true});
    for (auto& row : table.rows) {
      row.push_back({.text = "1.00"});
    }
  }
  const std::string text = table_text(table, 50);
  std::size_t blocks = 0;
  for (std::size_t from = 0, end; (end = text.find('\n', from)) != std::string::npos;
       from = end + 1) {
    const std::string line = text.substr(from, end - from);
    EXPECT_LE(line.size(), 60U) << line;  // bytes: a little more than code points
    blocks += line.rfind("Name", 0) == 0 ? 1U : 0U;
  }
  EXPECT_GT(blocks, 1U);
}

std::string quality_words(const nlohmann::json& result) {
  for (const Block& one : trust_section(make_study(result)).blocks) {
    if (one.kind == Block::Kind::not_measured && one.text.rfind("Quality checks", 0) == 0) {
      return one.text;
    }
  }
  return {};
}

TEST(Trust, says_why_there_are_no_checks) {
  report_test::FixtureOptions options;
  options.rounds = 1;
  nlohmann::json result = report_test::make_result(options);
  result["quality"] = nlohmann::json::array();
  EXPECT_NE(quality_words(result).find("not analysed"), std::string::npos);
  for (nlohmann::json& run : result["runs"]) {
    run["factors"]["attack"] = "tcp-hold";
  }
  EXPECT_NE(quality_words(result).find("no run was that"), std::string::npos);
}

}  // namespace
}  // namespace mqseal::report
