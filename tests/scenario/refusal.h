// SPDX-License-Identifier: MIT
// One edit of the smallest scenario, and the message that it must give.
#pragma once

#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "sim/scenario/keys.h"
#include "tests/scenario/mini.h"

namespace mqseal::scenario::testing_support {

struct Refusal {
  std::string name;
  std::string from, to;  ///< as for edited()
  std::string message;   ///< after "s.yaml:", with line and column

  friend std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
    return out << refusal.name;
  }
};

/// The names that a message lists as allowed, from the loader's own table.
template <class T>
std::string allowed_names(const Keys<T>& keys) {
  std::string names;
  for (const Key<T>& key : keys) {
    names += (names.empty() ? "" : ", ") + key.info.name;
  }
  return names;
}

struct RefusalName {
  std::string operator()(const testing::TestParamInfo<Refusal>& info) const {
    return info.param.name;
  }
};

inline void expect_refused(const Refusal& refusal) {
  EXPECT_EQ(message_of(edited(refusal.from, refusal.to)), "s.yaml:" + refusal.message);
}

}  // namespace mqseal::scenario::testing_support
