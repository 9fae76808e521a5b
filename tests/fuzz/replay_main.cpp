// SPDX-License-Identifier: MIT
// main() of a fuzz target where there is no libFuzzer: runs every file of the given corpus folders,
// each truncation of it, and mutations of it that are the same on every machine.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Buffer = std::vector<std::uint8_t>;

constexpr int mutations_per_seed = 300;
/// Truncations of a long seed are taken at this many lengths, evenly spread.
constexpr std::size_t most_truncations = 300;

Buffer read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::filesystem::path> files_of(const std::filesystem::path& corpus) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    if (entry.is_regular_file()) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// An exact-size copy, so that AddressSanitizer notices a read past the end.
void run(const Buffer& input) {
  const Buffer copy(input);
  LLVMFuzzerTestOneInput(copy.data(), copy.size());
}

Buffer mutate(Buffer input, std::mt19937_64& random) {
  for (std::uint64_t change = 1 + random() % 4; change > 0; --change) {
    const std::size_t at = input.empty() ? 0 : random() % input.size();
    const auto where = input.begin() + static_cast<std::ptrdiff_t>(at);
    const auto byte = static_cast<std::uint8_t>(random());
    switch (random() % 4) {
      case 0:
        input.insert(where, byte);
        break;
      case 1:
        input.insert(input.end(), 1 + random() % 32, byte);
        break;
      default:
        if (!input.empty()) {
          *where = random() % 2 == 0 ? byte : static_cast<std::uint8_t>(*where ^ 1U << byte % 8);
        }
    }
  }
  return input;
}

void replay(const Buffer& seed) {
  run(seed);
  const std::size_t step = 1 + seed.size() / most_truncations;
  for (std::size_t size = 0; size < seed.size(); size += step) {
    run(Buffer(seed.begin(), seed.begin() + static_cast<std::ptrdiff_t>(size)));
  }
  std::mt19937_64 random(seed.size());
  for (int i = 0; i < mutations_per_seed; ++i) {
    run(mutate(seed, random));
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t seeds = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& file : files_of(argv[i])) {
      std::printf("%s\n", file.filename().c_str());  // names the seed that crashes
      std::fflush(stdout);
      replay(read(file));
      ++seeds;
    }
  }
  std::printf("%zu seeds, each with its truncations and %d mutations\n", seeds, mutations_per_seed);
  return seeds == 0 ? 1 : 0;
}
