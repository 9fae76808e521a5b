// SPDX-License-Identifier: MIT
// The frame of result.json around its runs (design.md, section 3).
#include "sim/run/document.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/clock.h"
#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/base/hash.h"
#include "sim/base/units.h"
#include "sim/base/utc.h"
#include "sim/record/provenance.h"

namespace mqseal::run {

namespace {

using Json = nlohmann::json;

constexpr const char* schema = "mqseal-result/1";

Json group_json(const scenario::Group& g) {
  return {{"name", g.name},
          {"clients", g.clients},
          {"role", to_string(g.role)},
          {"transport", to_string(g.transport)},
          {"topic", g.topic},
          {"qos", g.qos},
          {"mqtt_version", g.mqtt_version},
          {"payload_bytes", to_string(g.payload_bytes)},
          {"rate", base::format_rate(g.rate_msg_s)},
          {"schedule", to_string(g.schedule)},
          {"burst", g.burst},
          {"rate_to", g.rate_to_s == 0 ? Json(nullptr) : Json(base::format_rate(g.rate_to_s))},
          {"steps", g.steps},
          {"window", g.window},
          {"max_inflight", g.max_inflight},
          {"keep_alive_s", g.keep_alive_s},
          {"identity", to_string(g.identity)},
          {"session", to_string(g.session)},
          {"stay", g.stay == 0 ? Json(nullptr) : Json(base::format_duration(g.stay))},
          {"away", base::format_duration(g.away)},
          {"will", g.will.empty() ? Json(nullptr) : Json(g.will)},
          {"retain", g.retain},
          {"device", g.device.empty() ? Json(nullptr) : Json(g.device)},
          {"cipher", g.cipher},
          {"implementation", g.implementation.empty() ? Json(nullptr) : Json(g.implementation)},
          {"format", g.format},
          {"cose_private", g.cose_private},
          {"nonce", g.nonce},
          {"tag_bytes", g.tag_bytes == 0 ? Json(nullptr) : Json(g.tag_bytes)},
          {"keys", g.keys},
          {"replay_window", g.replay_window},
          {"limits", g.limits},
          {"sealing", g.sealing},
          {"batch_wait", base::format_duration(g.batch_wait)}};
}

Json broker_json(const scenario::BrokerSettings& b) {
  return {{"kind", b.kind},
          {"plain_port", b.plain_port == 0 ? Json(nullptr) : Json(b.plain_port)},
          {"tls_port", b.tls_port == 0 ? Json(nullptr) : Json(b.tls_port)},
          {"key_type", b.key_type == scenario::KeyType::rsa_2048 ? "rsa-2048" : "ecdsa-p256"},
          {"namespace", to_string(b.own_network)},
          {"nofile", b.nofile == 0 ? Json(nullptr) : Json(b.nofile)},
          {"cpu", b.cpu ? Json(*b.cpu) : Json(nullptr)},
          {"persistence", b.persistence},
          {"counters", b.counters},
          {"settings", b.settings},
          {"command", b.command.empty() ? Json(nullptr) : Json(b.command)}};
}

Json fault_json(const scenario::Fault& f) {
  return {{"action", to_string(f.action)},
          {"at", base::format_duration(f.at)},
          {"for", base::format_duration(f.lasting)}};
}

Json search_json(const scenario::SearchSettings& s) {
  return {{"start", base::format_rate(s.start_msg_s)},
          {"factor", s.factor},
          {"tolerance", base::format_percent(s.tolerance)},
          {"highest", base::format_rate(s.highest_msg_s)},
          {"delivered", base::format_percent(s.delivered)},
          {"p99", base::format_duration(s.p99)}};
}

Json threshold_json(const scenario::Threshold& t) {
  Json json = {{"metric", t.metric}, {"where", t.where}};
  if (t.max) {
    json["max"] = *t.max;
  }
  if (t.min) {
    json["min"] = *t.min;
  }
  return json;
}

Json limit_json(const scenario::Limit& limit) {
  Json json = Json::object();
  if (limit.max) {
    json["max"] = *limit.max;
  }
  if (limit.min) {
    json["min"] = *limit.min;
  }
  if (!limit.any_of.empty()) {
    json["any_of"] = limit.any_of;
  }
  return json;
}

template <class List, class Convert>
Json array_of(const List& list, Convert convert) {
  Json array = Json::array();
  for (const auto& item : list) {
    array.push_back(convert(item));
  }
  return array;
}

}  // namespace

Json decision_json(const scenario::Decision& decision) {
  if (decision.empty()) {
    return nullptr;
  }
  Json limits = Json::array();
  for (const scenario::Limit& limit : decision.limits) {
    limits.push_back(limit_json(limit));
    limits.back()["of"] = limit.criterion;
  }
  return {{"limits", limits},
          {"objectives", decision.objectives},
          {"yaml", "decision:\n" + scenario::decision_yaml(decision, "  ")}};
}

namespace {

Json claim_json(const scenario::Claim& claim) {
  return {{"id", claim.id},
          {"sentence", claim.sentence},
          {"instead", claim.instead},
          {"source", claim.source}};
}

Json evidence_json(const scenario::Evidence& one) {
  return {{"claim", one.claim},
          {"shows", one.shows},
          {"attack", one.attack},
          {"case", one.of_case},
          {"where", one.where},
          {"expects", one.expects},
          {"metric", one.metric},
          {"fact", one.fact},
          {"cipher", one.cipher},
          {"max", one.max ? Json(*one.max) : Json(nullptr)},
          {"min", one.min ? Json(*one.min) : Json(nullptr)}};
}

}  // namespace

Json scenario_json(const scenario::Scenario& s) {
  Json matrix = Json::object();
  for (const scenario::Factor& factor : s.matrix) {
    matrix[factor.key] = factor.levels;
  }
  return {{"schema", "mqseal-scenario/1"},
          {"name", s.name},
          {"file", s.file},
          {"about", s.about},
          {"seed", s.seed},
          {"rounds", s.rounds},
          {"margin", s.margin},
          {"primary", s.primary},
          {"quick_look", s.quick_look},
          {"lab_mistakes", s.lab_mistakes},
          {"measure", s.measure},
          {"broker", broker_json(s.broker)},
          {"fleet", {{"threads", s.fleet.threads}, {"spin", base::format_duration(s.fleet.spin)}}},
          {"faults", array_of(s.faults, fault_json)},
          {"groups", array_of(s.groups, group_json)},
          {"phases",
           {{"warm_up", base::format_duration(s.phases.warm_up)},
            {"measure", base::format_duration(s.phases.measure)},
            {"drain", base::format_duration(s.phases.drain)}}},
          {"search", s.search ? search_json(*s.search) : Json(nullptr)},
          {"matrix", matrix},
          {"thresholds", array_of(s.thresholds, threshold_json)},
          {"decision", decision_json(s.decision)},
          {"claims", array_of(s.claims, claim_json)},
          {"evidence", array_of(s.evidence, evidence_json)},
          {"resolved_yaml", s.resolved_yaml}};
}

std::string scenario_sha256(const scenario::Scenario& scenario) {
  return base::sha256_hex(scenario.resolved_yaml);
}

Json new_document(const scenario::Plan& plan) {
  return {{"schema", schema},
          {"status", "running"},
          {"started_utc", base::utc_text(base::wall_now())},
          {"finished_utc", nullptr},
          {"tool", record::tool_provenance()},
          {"host", record::host_provenance()},
          {"scenario", scenario_json(plan.scenario)},
          {"scenario_sha256", scenario_sha256(plan.scenario)},
          {"seed", plan.scenario.seed},
          {"plan", array_of(plan.runs, [](const scenario::Run& run) { return run.id; })},
          {"warnings", Json::array()},
          {"runs", Json::array()},
          {"effects", Json::array()},
          {"searches", Json::array()},
          {"claims", Json::array()},
          {"bench", Json::array()},
          {"ranks", nullptr},
          {"thresholds", Json::array()},
          {"quality", Json::array()},
          {"decision", Json::object()}};
}

Json read_document(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) {
    throw base::Error(base::ExitCode::usage, file.string() + ": there is no such result");
  }
  Json document = Json::parse(base::read_file(file), nullptr, /*allow_exceptions=*/false);
  if (document.is_object() && document.value("schema", "") == study_schema) {
    throw base::Error(
        base::ExitCode::usage,
        file.string() + ": the index of several results; name one of those in parts/");
  }
  if (!document.is_object() || document.value("schema", "") != schema ||
      !document.contains("runs") || !document["runs"].is_array()) {
    throw base::Error(base::ExitCode::usage,
                      fmt::format("{}: not a result of schema {}", file.string(), schema));
  }
  return document;
}

Json resumed_document(const std::filesystem::path& file, const scenario::Plan& plan) {
  Json document = read_document(file);
  if (document.value("scenario_sha256", "") != scenario_sha256(plan.scenario)) {
    throw base::Error(
        base::ExitCode::usage,
        fmt::format("{}: was made from another scenario (or other --set, --seed, --rounds, "
                    "--quick) than {}; resume with the same ones, or start anew with another --out",
                    file.string(),
                    plan.scenario.file));
  }
  const std::string now = base::utc_text(base::wall_now());
  document["warnings"].push_back("resumed at " + now);
  if (document["tool"] != record::tool_provenance()) {
    document["warnings"].push_back("resumed with another build of mqseal than it was begun with");
  }
  Json kept = Json::array();
  for (Json& run : document["runs"]) {
    if (run.value("interrupted", false)) {
      document["warnings"].push_back(run.value("id", "?") +
                                     ": was interrupted and is made again at " + now);
    } else {
      kept.push_back(std::move(run));
    }
  }
  document["runs"] = std::move(kept);
  // A search whose run is not there (it was stopped between the two) is made again.
  Json searches = Json::array();
  for (Json& search : document["searches"]) {
    const bool finished = std::ranges::any_of(
        document["runs"], [&](const Json& run) { return run.at("id") == search.at("run"); });
    if (finished) {
      searches.push_back(std::move(search));
    }
  }
  document["searches"] = std::move(searches);
  document["status"] = "running";
  document["finished_utc"] = nullptr;
  return document;
}

void save_document(const Json& document, const std::filesystem::path& file) {
  base::write_file_atomically(file,
                              document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace mqseal::run
