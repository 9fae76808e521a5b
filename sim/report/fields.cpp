// SPDX-License-Identifier: MIT
// See fields.h.
#include "sim/report/fields.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace mqseal::report {

using nlohmann::json;

const json* find(const json& from, std::string_view path) {
  const json* at = &from;
  while (!path.empty()) {
    const auto dot = path.find('.');
    if (!at->is_object()) {
      return nullptr;
    }
    const auto member = at->find(std::string(path.substr(0, dot)));
    if (member == at->end()) {
      return nullptr;
    }
    at = &*member;
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return at->is_null() ? nullptr : at;
}

std::optional<double> number(const json& from, std::string_view path) {
  const json* value = find(from, path);
  if (value == nullptr || !value->is_number()) {
    return std::nullopt;
  }
  return value->get<double>();
}

std::string text(const json& from, std::string_view path, std::string otherwise) {
  const json* value = find(from, path);
  if (value == nullptr || value->is_structured()) {
    return otherwise;
  }
  return value->is_string() ? value->get<std::string>() : value->dump();
}

bool flag(const json& from, std::string_view path) {
  const json* value = find(from, path);
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

const json& rows(const json& from, std::string_view path) {
  static const json none = json::array();
  const json* value = find(from, path);
  return value != nullptr && value->is_array() ? *value : none;
}

std::optional<double> median(std::vector<double> values) {
  if (values.empty()) {
    return std::nullopt;
  }
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

}  // namespace mqseal::report
