// SPDX-License-Identifier: MIT
// Contenders, compared: verify first, then time, all in one process and in shuffled order (Google
// Benchmark, random interleaving). Every slice of time is put between two measurements of the
// core's clock, so that turbo is divided out: a figure in ns is core cycles at the run's median
// clock, and a ratio is one of cycles. Rows are JSON lines (docs/measuring.md, "Cipher speed").
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace mqseal::bench {

using Octets = std::vector<std::uint8_t>;

/// One way to do one operation.
struct Contender {
  std::string cipher;  ///< "speck-64-128" (ctr, ecb), an AEAD id; empty: a peer for every cipher
  std::string op;      ///< ctr, ecb, seal, open, seal_new_key, open_new_key, key_setup, batch_seal
  std::size_t bytes = 0;    ///< of the message; of the key for key_setup
  std::size_t clients = 0;  ///< batch_seal only
  std::string name;         ///< an implementation of ours, or the name of a peer
  bool is_peer = false;
  /// Contenders with the same algorithm, op and bytes must give the same `result`.
  std::string algorithm = {};
  std::function<Octets()> result = {};
  std::function<void()> call;  ///< what is timed
  std::size_t calls = 1;       ///< operations in one call: figures are for one of them
};

/// From the command line of a bench program.
struct Options {
  bool quick = false;
  std::string filter;  ///< of names, a regular expression
};

class Suite {
 public:
  explicit Suite(Options options) : options_(std::move(options)) {}

  void add(Contender contender) { contenders_.push_back(std::move(contender)); }

  [[nodiscard]] const Options& options() const { return options_; }

  /// Verifies and times; writes one JSON line about the machine and then the rows to standard
  /// output, what was left out and why to standard error. Returns the exit status.
  [[nodiscard]] int run();

 private:
  struct Samples {
    std::vector<double> cycles;  ///< of one operation, one value a slice
  };

  void verify();
  void register_all();
  void print_rows() const;
  void print_row(std::size_t ours, std::size_t peer) const;

  Options options_;
  std::vector<Contender> contenders_;
  std::vector<bool> wrong_;
  std::vector<std::size_t> repeats_;  ///< calls in one iteration
  std::map<std::string, std::size_t> index_;
  std::vector<Samples> samples_;
  std::vector<double> clocks_ghz_;
  friend class Collector;
};

/// --quick, --filter REGEX; ends the process with status 2 and a line of help for anything else.
[[nodiscard]] Options parse_options(int argc, char** argv);

}  // namespace mqseal::bench
