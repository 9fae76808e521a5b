// SPDX-License-Identifier: MIT
#include "sim/sandbox/firewall.h"

#include <memory>
#include <nftables/libnftables.h>
#include <string_view>

#include <fmt/format.h>

#include "sim/base/error.h"
#include "sim/base/text.h"

namespace mqseal::sandbox {
namespace {

struct Free {
  void operator()(nft_ctx* context) const noexcept { ::nft_ctx_free(context); }
};

/// What nft wrote on its error output; empty where it took the commands. `dry`: they are checked
/// only.
std::string refusal(const std::string& commands, bool dry = false) {
  const std::unique_ptr<nft_ctx, Free> context(::nft_ctx_new(NFT_CTX_DEFAULT));
  if (!context || ::nft_ctx_buffer_error(context.get()) != 0 ||
      ::nft_ctx_buffer_output(context.get()) != 0) {
    return "libnftables cannot be set up";
  }
  ::nft_ctx_set_dry_run(context.get(), dry);
  if (::nft_run_cmd_from_buffer(context.get(), commands.c_str()) == 0) {
    return {};
  }
  const std::string text = ::nft_ctx_get_error_buffer(context.get());
  return text.empty() ? "nft failed without a word" : base::printable(text, 400);
}

}  // namespace

void replace_rules(const std::string& rules) {
  if (const std::string why = refusal("list tables"); !why.empty()) {
    throw base::Error(base::ExitCode::environment,
                      fmt::format("sandbox: this kernel takes no packet rules: {}", why));
  }
  // Alone first, because nft quotes the first line in its errors; then in one transaction: all of
  // the rules, or those of before stay.
  std::string why = rules.empty() ? "" : refusal(rules, true);
  if (why.empty()) {
    why = refusal("flush ruleset\n" + rules);
  }
  if (!why.empty()) {
    throw base::Error(base::ExitCode::usage, fmt::format("packet rules: {}", why));
  }
}

}  // namespace mqseal::sandbox
