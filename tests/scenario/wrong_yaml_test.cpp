// SPDX-License-Identifier: MIT
// YAML that is broken, or that our strict subset leaves out.
#include <vector>

#include <gtest/gtest.h>

#include "tests/scenario/refusal.h"

namespace mqseal::scenario {
namespace {

using testing_support::Refusal;
using testing_support::RefusalName;

const std::string top_keys = testing_support::allowed_names(scenario_keys());

class WrongYaml : public testing::TestWithParam<Refusal> {};

TEST_P(WrongYaml, is_refused_with_exactly_these_words) {
  testing_support::expect_refused(GetParam());
}

const std::vector<Refusal> wrong_yaml{
    {"syntax", "name: mini", "name: [mini", "3:7: not valid YAML: end of sequence flow not found"},
    {"tab",
     "    role: publisher",
     "\trole: publisher",
     "5:1: not valid YAML: illegal tab when looking for indentation"},
    {"anchor",
     "name: mini",
     "name: &n mini",
     "2:7: anchors (&name) are not allowed; write the value out"},
    {"alias",
     "name: mini",
     "name: *n",
     "2:7: not valid YAML: the referenced anchor is not defined"},
    {"anchor_of_a_list",
     "groups:\n",
     "groups: &g\n",
     "3:9: anchors (&name) are not allowed; write the value out"},
    {"empty_key", "name: mini", "\"\": mini", "2:1: unknown key \"\"; allowed here: " + top_keys},
    {"control_character_in_a_key",
     "name: mini",
     "\"na\\e\\n\": mini",
     "2:1: unknown key \"na\\x1b\\x0a\"; allowed here: " + top_keys + "; did you mean \"name\"?"},
    {"tag",
     "name: mini",
     "name: !!str mini",
     "2:7: tags (tag:yaml.org,2002:str) are not allowed; write the value alone"},
    {"merge_key",
     "name: mini",
     "<<: {name: mini}",
     "2:1: unknown key \"<<\"; allowed here: " + top_keys},
    {"second_document",
     "",
     "---\na: 1\n",
     "13:1: a second YAML document (after ---); keep one document in a file"},
    {"key_that_is_a_list",
     "name: mini",
     "[name]: mini",
     "2:1: a key must be plain text, not a list or a map; is a bracket left open?"},
    {"key_that_is_null", "name: mini", "~: mini", "2:1: a key must be plain text"},
};

INSTANTIATE_TEST_SUITE_P(Scenario, WrongYaml, testing::ValuesIn(wrong_yaml), RefusalName());

}  // namespace
}  // namespace mqseal::scenario
