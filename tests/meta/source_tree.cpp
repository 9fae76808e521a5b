// SPDX-License-Identifier: MIT
#include "tests/meta/source_tree.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace mqseal::meta {

namespace fs = std::filesystem;

namespace {

constexpr std::array left_out = {"tests/vectors/", "tests/golden/", "tests/fuzz/corpus/"};

/// Also what npm installs beside a source that needs it.
bool is_left_out(const std::string& path) {
  return path.find("/node_modules/") != std::string::npos ||
         std::any_of(left_out.begin(), left_out.end(), [&](const char* prefix) {
           return path.rfind(prefix, 0) == 0;
         });
}

}  // namespace

std::vector<std::string> source_files() {
  const fs::path root = MQSEAL_SOURCE_DIR;
  std::vector<std::string> files;
  for (const char* folder : {"ciphers", "sim", "bench", "tests", "scenarios", "docs", "cmake"}) {
    if (!fs::exists(root / folder)) {
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string path = fs::relative(entry.path(), root).generic_string();
      if (entry.is_regular_file() && !is_left_out(path)) {
        files.push_back(path);
      }
    }
  }
  for (const auto& entry : fs::directory_iterator(root)) {
    if (entry.is_regular_file()) {
      files.push_back(entry.path().filename().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> source_files(std::initializer_list<std::string_view> endings) {
  std::vector<std::string> chosen;
  for (const std::string& file : source_files()) {
    if (std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
          return file.size() >= ending.size() &&
                 file.compare(file.size() - ending.size(), ending.size(), ending) == 0;
        })) {
      chosen.push_back(file);
    }
  }
  return chosen;
}

std::string read(const std::string& relative) {
  std::ifstream in(fs::path(MQSEAL_SOURCE_DIR) / relative, std::ios::binary);
  if (!in) {
    throw std::runtime_error("cannot read " + relative);
  }
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> lines_of(const std::string& relative) {
  std::istringstream in(read(relative));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

}  // namespace mqseal::meta
