// SPDX-License-Identifier: MIT
#include "sim/scenario/sealing_rules.h"

#include <set>
#include <string>

#include <fmt/format.h>

#include "ciphers/host/batch.h"
#include "sim/base/units.h"

namespace mqseal::scenario {
namespace {

constexpr std::size_t largest_payload = 16384;  // lanes and waiting messages each take as much

struct BatchForms {
  std::set<std::string> ciphers;
  std::set<std::string> implementations;  ///< of the cipher asked for
};

BatchForms forms_of(const std::string& cipher) {
  BatchForms forms;
  for (const host::BatchImplementation& one : host::batch_implementations()) {
    forms.ciphers.emplace(one.cipher);
    if (one.cipher == cipher) {
      forms.implementations.emplace(one.name);
    }
  }
  return forms;
}

std::string fault_of(const Group& group) {
  const BatchForms forms = forms_of(group.cipher);
  if (forms.implementations.empty()) {
    return fmt::format("{} has no batch form; allowed: single, or one of the ciphers {}",
                       group.cipher,
                       fmt::join(forms.ciphers, ", "));
  }
  if (!group.implementation.empty() && !forms.implementations.contains(group.implementation)) {
    return fmt::format("implementation {} has no batch form; allowed: implementation auto, {}",
                       group.implementation,
                       fmt::join(forms.implementations, ", "));
  }
  if (group.format != "compact" && group.format != "cose") {
    return fmt::format("batches do not go with format {}; allowed: compact, cose", group.format);
  }
  if (group.schedule == Schedule::closed) {
    return "schedule closed waits for receipts, so nothing is due together; allowed: single";
  }
  if (group.payload_bytes.largest() > largest_payload) {
    return fmt::format("batches take payloads of at most {}", base::format_bytes(largest_payload));
  }
  return {};
}

}  // namespace

std::optional<Issue> check_sealing(std::size_t index, const Group& group) {
  if (group.sealing != "batch") {
    return std::nullopt;
  }
  std::string fault = fault_of(group);
  if (fault.empty()) {
    return std::nullopt;
  }
  return Issue{fmt::format("groups.{}.sealing", index), std::move(fault)};
}

}  // namespace mqseal::scenario
