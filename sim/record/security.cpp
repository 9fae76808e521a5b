// SPDX-License-Identifier: MIT
#include "sim/record/security.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "sim/record/schema_parts.h"

namespace mqseal::record {

namespace {

using Json = nlohmann::json;

Json case_json(const AttackCase& c) {
  return {{"name", c.name},
          {"verdict", to_string(c.verdict)},
          {"attempts", c.attempts},
          {"successes", c.successes},
          {"evidence", c.evidence}};
}

Json verdict_schema() {
  return {{"type", "string"}, {"enum", {"succeeded", "blocked", "inconclusive", "not_measured"}}};
}

}  // namespace

const char* to_string(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::succeeded:
      return "succeeded";
    case Verdict::blocked:
      return "blocked";
    case Verdict::inconclusive:
      return "inconclusive";
    case Verdict::not_measured:
      break;
  }
  return "not_measured";
}

double limit_of_failures(std::uint64_t n) {
  return n == 0 ? 1 : 1 - std::pow(0.05, 1 / static_cast<double>(n));
}

Json to_json(const Attack& a) {
  Json cases = Json::array();
  for (const AttackCase& each : a.cases) {
    cases.push_back(case_json(each));
  }
  return {{"id", a.id},
          {"title", a.title},
          {"attacker", a.attacker},
          {"predicted", a.predicted ? Json(to_string(*a.predicted)) : Json(nullptr)},
          {"verdict", to_string(a.verdict)},
          {"attempts", a.attempts},
          {"successes", a.successes},
          {"limit_95", a.limit_95 ? Json(*a.limit_95) : Json(nullptr)},
          {"control", a.control},
          {"evidence", a.evidence},
          {"cases", cases},
          {"metrics", a.metrics}};
}

Json to_json(const Capture& c) {
  Json findings = Json::array();
  for (const Finding& each : c.findings) {
    findings.push_back({{"what", each.what},
                        {"where", each.where},
                        {"visibility", each.visibility},
                        {"sightings", each.sightings},
                        {"why", each.why}});
  }
  Json packets = Json::array();
  for (const CapturedPacket& each : c.packets) {
    packets.push_back({{"number", each.number},
                       {"seconds", each.seconds},
                       {"from_port", each.from_port},
                       {"to_port", each.to_port},
                       {"protocol", each.protocol},
                       {"bytes", each.bytes},
                       {"info", each.info}});
  }
  Json explained = Json::array();
  for (const auto& [kind, text] : c.explained) {
    explained.push_back({{"kind", kind}, {"text", text}});
  }
  return {{"file", c.file.empty() ? Json(nullptr) : Json(c.file)},
          {"why", c.why},
          {"frames", c.frames},
          {"dropped", c.dropped},
          {"streams", c.streams},
          {"findings", findings},
          {"packets", packets},
          {"explained", explained}};
}

Json attack_schema() {
  using namespace schema_parts;
  Json predicted = verdict_schema();
  predicted["type"] = {"string", "null"};
  predicted["enum"].push_back(nullptr);
  return object(
      {{"id", text()},
       {"title", text()},
       {"attacker", text()},
       {"predicted", about(predicted, "By the scenario; null: it predicts nothing")},
       {"verdict", about(verdict_schema(), "blocked only where the control succeeded")},
       {"attempts", whole()},
       {"successes", whole()},
       {"limit_95",
        about(or_null(number()), "Success rate that 0 of n still allows with 95 % confidence")},
       {"control", about(text(), "What had to succeed in the same run")},
       {"evidence", text()},
       {"cases",
        array(object({{"name", text()},
                      {"verdict", verdict_schema()},
                      {"attempts", whole()},
                      {"successes", whole()},
                      {"evidence", text()}}))},
       {"metrics", {{"type", "object"}, {"additionalProperties", number()}}}});
}

Json capture_schema() {
  using namespace schema_parts;
  const Json schema = object(
      {{"file", about(or_null(text()), "Relative to result.json; null: nothing was captured")},
       {"why", about(text(), "Nothing was captured, or the capture is not complete")},
       {"frames", whole()},
       {"dropped", whole()},
       {"streams", whole()},
       {"findings",
        array(object({{"what", text()},
                      {"where", text()},
                      {"visibility", {{"enum", {"VISIBLE", "NOT VISIBLE", "INCONCLUSIVE"}}}},
                      {"sightings", whole()},
                      {"why", text()}}))},
       {"packets",
        array(object({{"number", whole()},
                      {"seconds", number()},
                      {"from_port", whole()},
                      {"to_port", whole()},
                      {"protocol", text()},
                      {"bytes", whole()},
                      {"info", text()}}))},
       {"explained", array(object({{"kind", text()}, {"text", text()}}))}});
  return about(or_null(schema), "null: the scenario asks for no capture");
}

}  // namespace mqseal::record
