// SPDX-License-Identifier: MIT
// Looks beside the user first, then beside the program (build/<preset>/bin/mqseal).
#include "sim/app/scenario_files.h"

#include <algorithm>

#include "sim/base/error.h"

namespace mqseal::app {

namespace fs = std::filesystem;

namespace {

fs::path scenario_folder() {
  const fs::path here = fs::path("scenarios");
  if (fs::is_directory(here)) {
    return here;
  }
  std::error_code error;
  fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  while (!error && folder.has_relative_path()) {
    if (fs::is_directory(folder / "scenarios")) {
      return folder / "scenarios";
    }
    folder = folder.parent_path();
  }
  throw base::Error(base::ExitCode::environment,
                    "no folder 'scenarios' here or above the program; run this in the folder of "
                    "the clone");
}

}  // namespace

std::vector<fs::path> scenario_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(scenario_folder())) {
    if (entry.is_regular_file() && entry.path().extension() == ".yaml") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace mqseal::app
