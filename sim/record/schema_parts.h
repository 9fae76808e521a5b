// SPDX-License-Identifier: MIT
// Inside of sim/record only: the bricks of the JSON Schema of result.json.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace mqseal::record::schema_parts {

using Json = nlohmann::json;
using Fields = std::vector<std::pair<std::string, Json>>;

inline Json text() {
  return {{"type", "string"}};
}

inline Json yes_or_no() {
  return {{"type", "boolean"}};
}

inline Json whole() {
  return {{"type", "integer"}, {"minimum", 0}};
}

inline Json number() {
  return {{"type", "number"}};
}

inline Json anything() {
  return Json::object();
}

inline Json or_null(Json schema) {
  schema["type"] = Json::array({schema.at("type"), "null"});
  return schema;
}

inline Json about(Json schema, const char* description) {
  schema["description"] = description;
  return schema;
}

inline Json array(Json items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

/// Every field required, no other allowed.
inline Json object(const Fields& fields) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const auto& [key, schema] : fields) {
    properties[key] = schema;
    required.push_back(key);
  }
  return {{"type", "object"},
          {"properties", properties},
          {"required", required},
          {"additionalProperties", false}};
}

/// These fields required, others allowed.
inline Json open_object(const Fields& fields) {
  Json schema = object(fields);
  schema["additionalProperties"] = true;
  return schema;
}

}  // namespace mqseal::record::schema_parts
