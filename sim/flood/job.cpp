// SPDX-License-Identifier: MIT
#include "sim/flood/job.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/error.h"

namespace mqseal::flood {
namespace {

using nlohmann::json;

json bounds_json(const Bounds& bounds) {
  return {{"connections", bounds.connections},
          {"window", bounds.window},
          {"messages", bounds.messages},
          {"volume", bounds.volume},
          {"size", bounds.size},
          {"rate", bounds.rate}};
}

Bounds bounds_from(const json& from) {
  Bounds bounds;
  from.at("connections").get_to(bounds.connections);
  from.at("window").get_to(bounds.window);
  from.at("messages").get_to(bounds.messages);
  from.at("volume").get_to(bounds.volume);
  from.at("size").get_to(bounds.size);
  from.at("rate").get_to(bounds.rate);
  return bounds;
}

/// The counters, by their names in JSON.
template <class Visit>
void each_count(Visit visit) {
  visit("opened", &Tally::opened);
  visit("connected", &Tally::connected);
  visit("handshakes", &Tally::handshakes);
  visit("sessions", &Tally::sessions);
  visit("messages", &Tally::messages);
  visit("bytes_out", &Tally::bytes_out);
  visit("bytes_in", &Tally::bytes_in);
  visit("refused", &Tally::refused);
  visit("closed_by_peer", &Tally::closed_by_peer);
  visit("failed", &Tally::failed);
  visit("open_at_most", &Tally::open_at_most);
}

}  // namespace

std::string to_text(const Job& job) {
  const json text = {{"attack", job.attack},
                     {"address", job.address},
                     {"port", job.port},
                     {"tls", job.tls},
                     {"certificate", job.certificate.string()},
                     {"key", job.key.string()},
                     {"user", job.user},
                     {"password", job.password},
                     {"bounds", bounds_json(job.bounds)},
                     {"topics", job.topics},
                     {"victims", job.victims},
                     {"forged", job.forged},
                     {"counter_at", job.counter_at},
                     {"seed", job.seed},
                     {"start_at", job.start_at},
                     {"lasting", job.lasting},
                     {"nofile", job.nofile},
                     {"niceness", job.niceness}};
  return text.dump();
}

Job job_from(const std::string& text) {
  try {
    const json from = json::parse(text);
    Job job;
    from.at("attack").get_to(job.attack);
    from.at("address").get_to(job.address);
    from.at("port").get_to(job.port);
    from.at("tls").get_to(job.tls);
    job.certificate = from.at("certificate").get<std::string>();
    job.key = from.at("key").get<std::string>();
    from.at("user").get_to(job.user);
    from.at("password").get_to(job.password);
    job.bounds = bounds_from(from.at("bounds"));
    from.at("topics").get_to(job.topics);
    from.at("victims").get_to(job.victims);
    from.at("forged").get_to(job.forged);
    from.at("counter_at").get_to(job.counter_at);
    from.at("seed").get_to(job.seed);
    from.at("start_at").get_to(job.start_at);
    from.at("lasting").get_to(job.lasting);
    from.at("nofile").get_to(job.nofile);
    from.at("niceness").get_to(job.niceness);
    return job;
  } catch (const json::exception& error) {
    throw base::Error(base::ExitCode::usage, fmt::format("this is no job: {}", error.what()));
  }
}

std::uint64_t Tally::achieved(Unit unit) const noexcept {
  switch (unit) {
    case Unit::connections:
      return connected;
    case Unit::handshakes:
      return handshakes;
    case Unit::sessions:
      return sessions;
    case Unit::messages:
      break;
  }
  return messages;
}

std::string to_text(const Report& report) {
  json text = {{"at", report.at},
               {"began", report.began},
               {"ended", report.ended},
               {"last", report.last},
               {"own_errors", report.tally.own_errors},
               {"note", report.tally.note}};
  each_count([&](const char* name, auto member) { text[name] = report.tally.*member; });
  text["cases"] = json::object();
  for (const auto& [name, tally] : report.tally.cases) {
    text["cases"][name] = {
        {"tried", tally.tried}, {"as_expected", tally.as_expected}, {"otherwise", tally.otherwise}};
  }
  return text.dump();
}

Report report_from(const std::string& line) {
  try {
    const json from = json::parse(line);
    Report report;
    from.at("at").get_to(report.at);
    from.at("began").get_to(report.began);
    from.at("ended").get_to(report.ended);
    from.at("last").get_to(report.last);
    from.at("own_errors").get_to(report.tally.own_errors);
    from.at("note").get_to(report.tally.note);
    each_count([&](const char* name, auto member) { from.at(name).get_to(report.tally.*member); });
    for (const auto& [name, tally] : from.at("cases").items()) {
      report.tally.cases[name] = {tally.at("tried").get<std::uint64_t>(),
                                  tally.at("as_expected").get<std::uint64_t>(),
                                  tally.at("otherwise").get<std::string>()};
    }
    return report;
  } catch (const json::exception& error) {
    throw base::Error(base::ExitCode::environment,
                      fmt::format("the attacker said what is no report: {}", error.what()));
  }
}

}  // namespace mqseal::flood
