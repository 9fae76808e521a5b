// SPDX-License-Identifier: MIT
#include "sim/run/security_run.h"

#include "ciphers/envelope/envelope.h"
#include "sim/attack/attack.h"
#include "sim/base/error.h"
#include "sim/scenario/envelope_config.h"

namespace mqseal::run {
namespace {

/// Which code sealed for the victims.
void add_implementation(record::RunResult& result, const scenario::Run& run) {
  for (const scenario::Group& group : run.groups) {
    if (group.role == scenario::Role::publisher) {
      const auto master = host::MasterKey::random();
      const envelope::KeyRing keys(scenario::envelope_of(group, 1), master);
      const auto* const ran = host::find_implementation(keys.cipher(), keys.implementation());
      result.implementation = keys.implementation();
      result.uses_aes_instructions = ran != nullptr && ran->uses_aes_instructions;
    }
  }
}

}  // namespace

record::RunResult run_security(const scenario::Run& run,
                               const RunContext& context,
                               broker::Broker& broker,
                               const pki::Tree& tree,
                               client::KeyLog& secrets) {
  record::RunResult result;
  add_implementation(result, run);
  try {
    result.attacks = attack::perform(run, broker, tree, {context.dir, context.stop, &secrets});
  } catch (const base::Error& error) {
    if (error.code() != base::ExitCode::interrupted) {
      throw;
    }
    result.interrupted = true;
  }
  return result;
}

}  // namespace mqseal::run
