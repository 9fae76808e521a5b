// SPDX-License-Identifier: MIT
#include "sim/run/probe.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/base/units.h"
#include "sim/record/lateness.h"

namespace mqseal::run {

namespace {

using nlohmann::json;

constexpr double least_achieved = 0.9;

/// A figure of the time under attack; null where there was none.
json of_attack(const json& run, const char* metric) {
  const json& attacks = run.at("attacks");
  return attacks.empty() ? json()
                         : attacks[0].value("metrics", json::object()).value(metric, json());
}

double delivered_ratio(const json& run) {
  const double due = run.at("counts").at("scheduled").get<double>();
  return due == 0 ? 0 : run.at("counts").at("delivered").get<double>() / due;
}

}  // namespace

scenario::Run at_rate(const scenario::Run& run, scenario::SearchOf of, double rate_msg_s) {
  scenario::Run scaled = run;
  if (of == scenario::SearchOf::attack) {
    scaled.flood->rate = rate_msg_s;
    return scaled;
  }
  double total = 0;
  for (const scenario::Group& group : run.groups) {
    if (group.role == scenario::Role::publisher) {
      total += group.rate_msg_s * static_cast<double>(group.clients);
    }
  }
  for (scenario::Group& group : scaled.groups) {
    group.rate_msg_s *= rate_msg_s / total;
  }
  return scaled;
}

std::string failure_of(const json& run, const scenario::SearchSettings& settings, double rate) {
  const double ratio = delivered_ratio(run);
  if (ratio < settings.delivered) {
    return fmt::format("delivered {:.2f} %", 100 * ratio);
  }
  const bool under_attack = settings.of == scenario::SearchOf::attack;
  const json p99 =
      under_attack ? of_attack(run, "p99_us") : run.at("latency_us").at("response").at("p99");
  const double limit_us = static_cast<double>(settings.p99) / 1000;
  if (p99.is_null() || p99.get<double>() > limit_us) {
    return p99.is_null() ? "nothing was delivered"
                         : fmt::format("p99 {:.1f} ms", p99.get<double>() / 1000);
  }
  if (under_attack) {
    // A fleet that is late under attack is what was asked; an attack that did not take place is
    // not.
    const json achieved = of_attack(run, "achieved_per_s");
    return achieved.is_number() && achieved.get<double>() >= least_achieved * rate
               ? ""
               : fmt::format("the attacker could send {:.0f} of {:.0f} messages/s",
                             achieved.is_number() ? achieved.get<double>() : 0,
                             rate);
  }
  const std::string late = record::lateness_fault(run);
  return late.empty() ? "" : "generator: " + late;
}

json point_of(const json& run, double rate_msg_s, const std::string& failure) {
  const json& response = run.at("latency_us").at("response");
  return {{"rate_msg_s", rate_msg_s},
          {"achieved_per_s", of_attack(run, "achieved_per_s")},
          {"broker_cpu_share", of_attack(run, "broker_cpu_share")},
          {"delivered_ratio", delivered_ratio(run)},
          {"throughput_msg_s", run.at("throughput_msg_s")},
          {"response_p50_us", response.at("p50")},
          {"response_p99_us",
           run.at("attacks").empty() ? response.at("p99") : of_attack(run, "p99_us")},
          {"lateness_p99_us", run.at("lateness_us").at("p99")},
          {"held", failure.empty()},
          {"failure", failure.empty() ? json(nullptr) : json(failure)}};
}

json search_of(const scenario::Run& run,
               const scenario::SearchSettings& settings,
               const Search& search,
               json points) {
  const auto rate = [](double value) { return value == 0 ? json(nullptr) : json(value); };
  json ended_by;
  for (const json& point : points) {
    if (point.at("rate_msg_s") == search.failed()) {
      ended_by = point.at("failure");
    }
  }
  return {{"run", run.id},
          {"of", to_string(settings.of)},
          {"round", run.round},
          {"control", run.control},
          {"at", run.factors},
          {"limit",
           {{"delivered_ratio", settings.delivered},
            {"response_p99_us", static_cast<double>(settings.p99) / 1000}}},
          {"points", std::move(points)},
          {"knee", rate(search.knee())},
          {"failed", rate(search.failed())},
          {"ended_by", std::move(ended_by)},
          {"ci", nullptr}};
}

}  // namespace mqseal::run
