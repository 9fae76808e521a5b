// SPDX-License-Identifier: MIT
// The key tables as a JSON Schema (draft 7, which editors' YAML language server reads best).
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/scenario/decision.h"
#include "sim/scenario/factors.h"
#include "sim/scenario/keys.h"
#include "sim/scenario/keys_of_attacks.h"
#include "sim/scenario/load.h"

namespace mqseal::scenario {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view number_pattern = "[0-9]+(\\.[0-9]+)?";

Json pattern(std::string_view units) {
  return {{"type", "string"}, {"pattern", fmt::format("^{}({})$", number_pattern, units)}};
}

/// Words that YAML 1.1 or 1.2 reads as numbers or truth values ("5", "on") may come as either.
Json words(const std::vector<std::string>& allowed) {
  Json list = Json::array();
  for (const std::string& word : allowed) {
    list.push_back(word);
    if (word.find_first_not_of("0123456789") == std::string::npos) {
      list.push_back(std::stoll(word));
    }
    if (word == "on" || word == "off" || word == "yes" || word == "no") {  // YAML 1.1's booleans
      list.push_back(word == "on" || word == "yes");
    }
  }
  return {{"enum", list}};
}

Json bare_type(const KeyInfo& info) {
  switch (info.kind) {
    case Kind::text:
      return {{"type", "string"}};
    case Kind::identifier:
      return {{"type", "string"}, {"pattern", "^[A-Za-z0-9][A-Za-z0-9_.-]{0,47}$"}};
    case Kind::integer: {
      Json type{{"type", "integer"},
                {"minimum", static_cast<std::int64_t>(info.min)},
                {"maximum", static_cast<std::int64_t>(info.max)}};
      if (info.step > 1) {
        type["multipleOf"] = info.step;
      }
      return type;
    }
    case Kind::number:
      return {{"type", "number"}, {"minimum", info.min}};
    case Kind::flag:
      return {{"type", "boolean"}};
    case Kind::choice:
      return words(info.allowed);
    case Kind::choices:
      return {{"type", "array"}, {"items", words(info.allowed)}, {"uniqueItems", true}};
    case Kind::duration:
      return pattern("ns|us|ms|s|min|h");
    case Kind::bytes:
      return pattern("B|KiB|MiB|GiB");
    case Kind::sizes: {
      const std::string one = fmt::format("{}(B|KiB|MiB|GiB)", number_pattern);
      return {{"type", "string"}, {"pattern", fmt::format("^{0}(\\.\\.{0}|(,{0})*)$", one)}};
    }
    case Kind::rate:
      return pattern("/s|/min|/h");
    case Kind::percent:
      return pattern("%");
    case Kind::settings:
      return {{"type", "object"},
              {"propertyNames", {{"pattern", "^[a-z0-9_.-]+$"}}},
              {"additionalProperties", {{"type", {"string", "number", "boolean"}}}}};
    case Kind::section:
      break;
  }
  return Json::object();
}

Json type_of(const KeyInfo& info) {
  Json type = bare_type(info);
  if (!info.word.empty()) {
    type = {{"anyOf", {type, {{"const", info.word}}}}};
  }
  return type;
}

template <class T>
Json property(const Key<T>& key) {
  Json type = type_of(key.info);
  const std::string fallback = key.info.required ? "" : key.default_yaml();
  type["description"] = key.info.help + (fallback.empty() || fallback == "\"\"" || fallback == "[]"
                                             ? ""
                                             : fmt::format(" Default: {}.", fallback));
  return type;
}

/// A closed object of the keys for which `want` holds. Sections come from `section`.
template <class T, class Want, class Section>
Json object(const Keys<T>& keys, Want want, Section section) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Key<T>& key : keys) {
    if (!want(key.info)) {
      continue;
    }
    properties[key.info.name] = property(key);
    if (key.info.kind == Kind::section) {
      properties[key.info.name].update(section(key.info.name));
    }
    if (key.info.required && key.info.unless.empty()) {
      required.push_back(key.info.name);
    }
  }
  return {{"type", "object"},
          {"additionalProperties", false},
          {"required", required},
          {"properties", properties}};
}

template <class T>
Json plain_object(const Keys<T>& keys) {
  return object(
      keys, [](const KeyInfo&) { return true; }, [](const std::string&) { return Json::object(); });
}

Json group_object() {
  Json roles = Json::array();
  for (const Role role : {Role::publisher, Role::subscriber}) {
    Json type = object(
        group_keys(),
        [role](const KeyInfo& info) { return applies_to(info, role); },
        [](const std::string&) { return Json::object(); });
    type["title"] = std::string(to_string(role));
    type["properties"]["role"]["enum"] = {std::string(to_string(role))};
    roles.push_back(std::move(type));
  }
  return {{"oneOf", roles}};
}

/// A named configuration: parts of three sections, none of them required.
Json defence_object() {
  const auto partial = [](Json schema) {
    schema["required"] = Json::array();
    return schema;
  };
  Json groups = object(
      group_keys(),
      [](const KeyInfo&) { return true; },
      [](const std::string&) { return Json::object(); });
  return {{"type", "object"},
          {"additionalProperties", false},
          {"required", {"name"}},
          {"properties",
           {{"name", type_of(defence_name_info())},
            {"about", type_of(defence_about_info())},
            {"broker", partial(plain_object(broker_keys()))},
            {"groups", partial(groups)},
            {"security", partial(plain_object(security_keys()))}}}};
}

Json matrix_object() {
  Json properties = Json::object();
  for (const FactorInfo& factor : factors()) {
    if (factor.planned.empty()) {
      properties[factor.key] = {{"type", "array"},
                                {"minItems", 1},
                                {"uniqueItems", true},
                                {"items", type_of(factor.info())},
                                {"description", factor.info().help}};
    }
  }
  return {{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
}

Json decision_object() {
  Json limits = Json::object(), objectives = Json::array();
  for (const Criterion& criterion : criteria()) {
    Json bounds = Json::object();
    if (criterion.kind == Criterion::Kind::words) {
      bounds["any_of"] = {{"type", "array"}, {"items", words(criterion.words)}};
    } else {
      const Json bound = criterion.kind == Criterion::Kind::percent
                             ? pattern("%")
                             : Json{{"type", "number"}, {"minimum", 0}};
      bounds = {{"max", bound}, {"min", bound}};
    }
    limits[criterion.name] = {{"type", "object"},
                              {"additionalProperties", false},
                              {"minProperties", 1},
                              {"properties", bounds},
                              {"description", criterion.help}};
    if (criterion.may_be_objective) {
      objectives.push_back(criterion.name);
    }
  }
  return {
      {"type", "object"},
      {"additionalProperties", false},
      {"minProperties", 1},
      {"properties",
       {{"limits", {{"type", "object"}, {"additionalProperties", false}, {"properties", limits}}},
        {"objectives",
         {{"type", "array"}, {"uniqueItems", true}, {"items", {{"enum", objectives}}}}}}}};
}

Json section_of_scenario(const std::string& name) {
  if (name == "schema") {
    return {{"const", "mqseal-scenario/1"}};
  }
  if (name == "broker") {
    return plain_object(broker_keys());
  }
  if (name == "security") {
    return plain_object(security_keys());
  }
  if (name == "defences") {
    return {{"type", "array"}, {"items", defence_object()}};
  }
  if (name == "claims") {
    return {{"type", "array"}, {"items", plain_object(claim_keys())}};
  }
  if (name == "evidence") {
    return {{"type", "array"}, {"items", plain_object(evidence_keys())}};
  }
  if (name == "fleet") {
    return plain_object(fleet_keys());
  }
  if (name == "search") {
    return plain_object(search_keys());
  }
  if (name == "attack") {
    return object(
        flood_keys(),
        [](const KeyInfo&) { return true; },
        [](const std::string&) { return plain_object(flood_defence_keys()); });
  }
  if (name == "faults") {
    return {{"type", "array"}, {"items", plain_object(fault_keys())}};
  }
  if (name == "groups") {
    return {{"type", "array"}, {"minItems", 1}, {"items", group_object()}};
  }
  if (name == "phases") {
    return plain_object(phase_keys());
  }
  if (name == "matrix") {
    return matrix_object();
  }
  if (name == "decision") {
    return decision_object();
  }
  return {{"type", "array"}, {"items", plain_object(threshold_keys())}};
}

Json scenario_object() {
  return object(
      scenario_keys(), [](const KeyInfo&) { return true; }, section_of_scenario);
}

Json measurement_object() {
  return object(
      measurement_keys(), [](const KeyInfo&) { return true; }, section_of_scenario);
}

Json study_object() {
  return object(
      study_keys(),
      [](const KeyInfo&) { return true; },
      [](const std::string& name) -> Json {
        return name == "schema" ? section_of_scenario(name)
                                : Json{{"type", "array"},
                                       {"minItems", 1},
                                       {"items", plain_object(included_keys())}};
      });
}

}  // namespace

std::string json_schema() {
  Json schema{
      {"$schema", "http://json-schema.org/draft-07/schema#"},
      {"title", "mqseal scenario, version 1"},
      {"description",
       "What mqseal run takes. Written by `mqseal schema scenario` from the tables that the "
       "loader reads by; the loader also refuses combinations that cannot be."}};
  schema.update(Json{{"type", "object"},
                     {"if", {{"required", {"include"}}}},
                     {"then", study_object()},
                     {"else",
                      {{"if", {{"required", {"measure"}}}},
                       {"then", measurement_object()},
                       {"else", scenario_object()}}}});
  return schema.dump(2) + "\n";
}

}  // namespace mqseal::scenario
