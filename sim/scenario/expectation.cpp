// SPDX-License-Identifier: MIT
// What a key's value must be, in words: for messages and the schema.
#include <fmt/format.h>

#include "sim/base/text.h"
#include "sim/scenario/keys.h"

namespace mqseal::scenario {
namespace {

/// The range of a quantity, in its own notation.
template <class Format>
std::string range(std::string_view what, const KeyInfo& info, Format format) {
  return fmt::format("{} from {} to {}", what, format(info.min), format(info.max));
}

std::string bare_expectation(const KeyInfo& info) {
  const std::vector<std::string_view> words(info.allowed.begin(), info.allowed.end());
  switch (info.kind) {
    case Kind::text:
      return "text in UTF-8";
    case Kind::identifier:
      return "a name of letters, digits, _ . - (at most 48)";
    case Kind::integer:
      return fmt::format("a whole number from {:.0f} to {:.0f}{}",
                         info.min,
                         info.max,
                         info.step == 1 ? "" : fmt::format(", a multiple of {}", info.step));
    case Kind::number:
      return "a number, 0 or more";
    case Kind::flag:
      return "true or false";
    case Kind::choice:
      return fmt::format("{}{}", words.size() == 1 ? "" : "one of: ", base::join(words));
    case Kind::choices:
      return fmt::format("a list of: {}", base::join(words));
    case Kind::duration:
      return range(info.step == 1 ? "a duration" : "a duration of whole seconds",
                   info,
                   [](double value) { return base::format_duration(static_cast<Nanos>(value)); });
    case Kind::bytes:
      return range("a size", info, [](double value) {
        return base::format_bytes(static_cast<std::uint64_t>(value));
      });
    case Kind::sizes:
      return range(
          "a size, a range of them (16B..256B) or a list (16B,1KiB),", info, [](double value) {
            return base::format_bytes(static_cast<std::uint64_t>(value));
          });
    case Kind::rate:
      return range("a rate", info, base::format_rate);
    case Kind::percent:
      return range("a percentage", info, base::format_percent);
    case Kind::settings:
      return "a map of setting names to text";
    case Kind::section:
      break;
  }
  return "a section";
}

}  // namespace

std::string KeyInfo::expectation() const {
  return bare_expectation(*this) + (word.empty() ? "" : ", or " + word);
}

}  // namespace mqseal::scenario
