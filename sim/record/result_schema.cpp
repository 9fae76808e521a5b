// SPDX-License-Identifier: MIT
// Schema as data: a few makers for types, then the document from the inside out.
#include "sim/record/result_schema.h"

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/record/schema_parts.h"
#include "sim/record/security.h"

namespace mqseal::record {

namespace {

using namespace schema_parts;

Json counts() {
  Fields fields;
  for (const char* key : {"scheduled",
                          "backlog",
                          "sent",
                          "in_flight",
                          "delivered",
                          "lost",
                          "duplicated",
                          "reordered",
                          "rejected",
                          "stale",
                          "replayed",
                          "replays_accepted",
                          "unmatched",
                          "key_exhausted",
                          "acknowledged",
                          "acknowledged_lost",
                          "published",
                          "received"}) {
    fields.emplace_back(key, whole());
  }
  for (const char* key : {"broker_received", "broker_sent", "broker_dropped"}) {
    fields.emplace_back(key, or_null(whole()));
  }
  return about(object(fields),
               "The ledger: scheduled = sent + backlog; sent = delivered + lost + in_flight");
}

Json latencies() {
  Fields fields;
  for (const char* key : {"p50", "p90", "p99", "p99_9", "max", "mean"}) {
    fields.emplace_back(key, or_null(number()));
  }
  for (const char* key : {"count", "negative", "clipped"}) {
    fields.emplace_back(key, whole());
  }
  const Json one = object(fields);
  return object({{"response", about(one, "From the intended send time, microseconds")},
                 {"service", about(one, "From the real send, microseconds")}});
}

Json numbers_or_null(const std::vector<std::string>& keys) {
  Fields fields;
  for (const std::string& key : keys) {
    fields.emplace_back(key, or_null(number()));
  }
  return object(fields);
}

Json connect() {
  Json schema = numbers_or_null({"tcp_p99_ms", "tls_p99_ms", "connack_p99_ms", "broker_cpu_share"});
  for (const auto& [key, type] : Fields{{"clients", whole()},
                                        {"failed", whole()},
                                        {"seconds", number()},
                                        {"dropped", whole()},
                                        {"left", whole()},
                                        {"returned", whole()}}) {
    schema["properties"][key] = type;
    schema["required"].push_back(key);
  }
  return schema;
}

Json flow() {
  return object({{"from", text()},
                 {"to", text()},
                 {"cipher", text()},
                 {"transport_in", text()},
                 {"transport_out", text()},
                 {"counts", counts()},
                 {"latency_us", latencies()},
                 {"hlog", about(text(), "The run's file, '#', the tag of the histogram in it")}});
}

Json timeline_point() {
  return object(
      {{"at_s", about(number(), "From the start of the measured window; below 0: warm-up")},
       {"sent", whole()},
       {"delivered", whole()},
       {"errors", whole()},
       {"response_p50_us", or_null(number())},
       {"response_p99_us", or_null(number())}});
}

Json run() {
  return object(
      {{"id", text()},
       {"round", whole()},
       {"slot", whole()},
       {"control", about(yes_or_no(), "The A/A control: the baseline's levels once more")},
       {"interrupted", yes_or_no()},
       {"repeat_of", about(or_null(text()), "Id of the run whose schedule was not kept")},
       {"started_utc", text()},
       {"measured_seconds", number()},
       {"factors", {{"type", "object"}, {"additionalProperties", text()}}},
       {"implementation", text()},
       {"uses_aes_instructions", yes_or_no()},
       {"broker",
        object({{"kind", text()},
                {"version", text()},
                {"cpu", or_null(whole())},
                {"own_network", yes_or_no()},
                {"loopback_mtu", or_null(whole())},
                {"nofile", or_null(whole())}})},
       {"fleet", object({{"cpu", or_null(whole())}})},
       {"stolen_share", or_null(number())},
       {"counts", counts()},
       {"latency_us", latencies()},
       {"connect", connect()},
       {"lateness_us",
        about(numbers_or_null({"p50", "p99", "max"}), "Real send minus intended send")},
       {"capacity_msg_s", or_null(number())},
       {"throughput_msg_s", or_null(number())},
       {"cpu",
        numbers_or_null({"seal_ns",
                         "open_ns",
                         "broker_us_per_msg",
                         "fleet_us_per_msg",
                         "fleet_spin_s",
                         "fleet_cpu_s",
                         "tls_us_per_msg"})},
       {"memory",
        numbers_or_null(
            {"broker_rss_peak_bytes", "fleet_rss_peak_bytes", "fleet_rss_per_client_bytes"})},
       {"wire",
        object({{"payload_bytes", whole()},
                {"envelope_bytes", whole()},
                {"publish_bytes", or_null(whole())}})},
       {"device", about(or_null({{"type", "object"}}), "null: no group has a device profile")},
       {"attacks", array(attack_schema())},
       {"capture", capture_schema()},
       {"timeline", array(timeline_point())},
       {"faults",
        array(object({{"action", text()},
                      {"at_s", number()},
                      {"lasted_s", number()},
                      {"recovery_s", or_null(number())}}))},
       {"warnings", array(text())},
       {"flows", array(flow())},
       {"hlog", about(text(), "Histograms of this run, relative to result.json")}});
}

Json tool() {
  return open_object({{"version", text()},
                      {"git", or_null(text())},
                      {"compiler", text()},
                      {"flags", text()},
                      {"build_type", text()}});
}

}  // namespace

Json result_schema() {
  const Json list = array(anything());
  Json schema = open_object(
      {{"schema", {{"const", "mqseal-result/1"}}},
       {"status", {{"enum", {"running", "complete", "interrupted", "failed"}}}},
       {"started_utc", text()},
       {"finished_utc", or_null(text())},
       {"tool", tool()},
       {"host", {{"type", "object"}}},
       {"scenario", open_object({{"name", text()}, {"seed", whole()}, {"rounds", whole()}})},
       {"scenario_sha256", {{"type", "string"}, {"pattern", "^[0-9a-f]{64}$"}}},
       {"seed", whole()},
       {"plan", about(array(text()), "Ids of the planned runs, in order")},
       {"warnings", array(text())},
       {"runs", array(run())},
       {"effects", array(open_object({{"metric", text()}}))},
       {"searches", list},
       {"claims", list},
       {"bench", list},
       {"ranks", anything()},
       {"thresholds", array(open_object({{"metric", text()}}))},
       {"quality", array(open_object({{"check", text()}}))},
       {"decision", anything()}});
  schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  schema["title"] = "Result of mqseal";
  schema["description"] = "A value that was not measured is null, and a warning says why.";
  return schema;
}

}  // namespace mqseal::record
