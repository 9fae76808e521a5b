// SPDX-License-Identifier: MIT
#include "sim/app/yaml_json.h"

#include <charconv>

#include <nlohmann/json.hpp>

#include "sim/base/file.h"

namespace mqseal::app {
namespace {

using nlohmann::json;

template <class Number>
bool whole_text_is(const std::string& text, Number& value) {
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  return !text.empty() && error == std::errc() && at == end;
}

json scalar(const scenario::Node& node) {
  if (node.quoted) {
    return node.text;
  }
  if (node.text == "true" || node.text == "false") {
    return node.text == "true";
  }
  std::int64_t whole = 0;
  if (whole_text_is(node.text, whole)) {
    return whole;
  }
  double real = 0;
  if (whole_text_is(node.text, real)) {
    return real;
  }
  return node.text;
}

}  // namespace

json to_json(const scenario::Node& node) {
  using Kind = scenario::Node::Kind;
  json out;
  switch (node.kind) {
    case Kind::null:
      return nullptr;
    case Kind::scalar:
      return scalar(node);
    case Kind::list:
      out = json::array();
      for (const scenario::Node& item : node.items) {
        out.push_back(to_json(item));
      }
      return out;
    case Kind::map:
      out = json::object();
      for (const scenario::Entry& entry : node.entries) {
        out[entry.key] = to_json(entry.value);
      }
      return out;
  }
  return nullptr;
}

json read_yaml(const std::filesystem::path& file) {
  return to_json(scenario::parse_document(base::read_file(file), file.string()));
}

}  // namespace mqseal::app
