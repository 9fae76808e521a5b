// SPDX-License-Identifier: MIT
// `mqseal decide`.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sim/app/commands.h"
#include "sim/report/report.h"
#include "sim/run/document.h"
#include "sim/scenario/load.h"

namespace mqseal::app {

base::ExitCode decide(const DecideFlags& flags) {
  const std::filesystem::path file = flags.dir / "result.json";
  nlohmann::json document = run::read_document(file);
  document["decision"] = nlohmann::json::object();
  if (!flags.limits.empty()) {
    nlohmann::json rule = run::decision_json(scenario::load_decision(flags.limits));
    rule["source"] = flags.limits.string();
    rule["stated"] = "after the run";
    document["decision"]["rule"] = std::move(rule);
  }
  report::analyse(document);
  const std::string words = report::decision_text(document);
  if (words.empty()) {
    throw base::Error(
        base::ExitCode::usage,
        fmt::format("{}: its scenario has no `decision:`, so name a file with --limits; "
                    "`mqseal decide --help` shows one",
                    flags.dir.string()));
  }
  fmt::print("{}", words);
  if (!flags.no_save) {
    run::save_document(document, file);
    for (const std::filesystem::path& written : report::write(flags.dir, {"html", "md"})) {
      fmt::print("{}\n", written.string());
    }
  }
  return base::ExitCode::done;
}

}  // namespace mqseal::app
