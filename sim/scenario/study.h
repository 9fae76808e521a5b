// SPDX-License-Identifier: MIT
// A file that includes other scenario files: each of them becomes a complete result, all of them
// one report.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mqseal::scenario {

struct Overrides;
struct Plan;

/// One file to run as a part.
struct Included {
  std::string file;  ///< relative to the file that includes it; a scenario or again a study
  int rounds = 0;    ///< 0: the file's own
  std::map<std::string, std::string> set;  ///< as --set on the command line: path to value
  std::string at;                          ///< "file:line:column", for messages
};

struct Study {
  std::string name, about;
  std::filesystem::path file;  ///< where it was read
  std::vector<Included> include;
};

/// The plans of all scenarios that `study` leads to, in order, studies in it opened. `overrides`
/// hold for each part; its rounds go before those of the file. Throws base::Error (usage), naming
/// the line that includes, where a file is wrong, two parts have one name, or studies include each
/// other without end.
[[nodiscard]] std::vector<Plan> make_plans(const Study& study, const Overrides& overrides);

/// What `--dry-run` prints of a study: a line for each part, then the sums.
[[nodiscard]] std::string describe(const Study& study, const std::vector<Plan>& plans);

}  // namespace mqseal::scenario
