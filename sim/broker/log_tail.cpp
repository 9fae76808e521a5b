// SPDX-License-Identifier: MIT
#include "sim/broker/log_tail.h"

#include <algorithm>
#include <deque>
#include <fstream>

#include "sim/base/text.h"

namespace mqseal::broker {

std::string tail_of(const std::filesystem::path& file, std::size_t lines) {
  constexpr std::streamoff limit = 65536;
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) {
    return {};
  }
  const std::streamoff size = in.tellg();
  in.seekg(std::max<std::streamoff>(0, size - limit));
  std::deque<std::string> last;
  std::string line;
  while (std::getline(in, line)) {
    last.push_back(base::printable(line, 300));  // clients choose part of what stands in it
    if (last.size() > lines) {
      last.pop_front();
    }
  }
  std::string text;
  for (const std::string& kept : last) {
    text += (text.empty() ? "" : "\n") + kept;
  }
  return text;
}

}  // namespace mqseal::broker
