// SPDX-License-Identifier: MIT
// Who hears whom in one run: the flows between groups, and for each publisher how many subscribers
// of each flow its messages go to. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/scenario/scenario.h"

namespace mqseal::fleet {

/// From one publisher group to one subscriber group; indices into the run's groups.
struct FlowEnds {
  std::size_t from, to;
};

/// The subscribers of flow `flow` that one publisher's topic matches.
struct Audience {
  std::size_t flow;
  std::uint64_t receivers;
};

class Topology {
 public:
  static constexpr std::size_t no_flow = ~std::size_t{0};

  explicit Topology(const std::vector<scenario::Group>& groups);

  [[nodiscard]] const std::vector<FlowEnds>& flows() const noexcept { return flows_; }

  /// no_flow where subscribers of group `to` hear nobody of group `from`.
  [[nodiscard]] std::size_t flow_between(std::size_t from, std::size_t to) const noexcept {
    return index_[from * groups_ + to];
  }

  /// Of the publisher with this index in its group; empty where nobody listens.
  [[nodiscard]] std::vector<Audience> audience_of(std::size_t group, std::size_t client) const;

 private:
  void add_flow(const std::vector<scenario::Group>& groups, FlowEnds ends);

  std::size_t groups_;
  std::vector<FlowEnds> flows_;
  std::vector<std::size_t> index_;                     ///< [from * groups + to]
  std::vector<std::vector<std::uint64_t>> receivers_;  ///< [flow][client of `from`]
};

}  // namespace mqseal::fleet
