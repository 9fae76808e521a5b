// SPDX-License-Identifier: MIT
#include "sim/wire/canary.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include <fmt/format.h>

namespace mqseal::wire {
namespace {

constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string hex(std::string_view text, std::string_view digits) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

/// The digits of base64 that depend on `text` alone where it begins `shift` bytes after a multiple
/// of three (RFC 4648, 4).
std::string base64_core(std::string_view text, std::size_t shift) {
  std::string out;
  const std::size_t bits = 8 * text.size();
  std::size_t bit = shift == 0 ? 0 : 6 - 8 * shift % 6;
  for (; bit + 6 <= bits; bit += 6) {
    unsigned digit = 0;
    for (std::size_t i = bit; i < bit + 6; ++i) {
      const auto byte = static_cast<unsigned char>(text[i / 8]);
      digit = digit << 1U | (byte >> (7 - i % 8) & 1U);
    }
    out += base64_digits[digit];
  }
  return out;
}

std::string url_alphabet(std::string text) {
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

/// Each text to look for, once.
std::map<std::string, Spelling> spellings(std::string_view text) {
  std::map<std::string, Spelling> all = {{std::string(text), Spelling::plain},
                                         {hex(text, "0123456789abcdef"), Spelling::hex},
                                         {hex(text, "0123456789ABCDEF"), Spelling::hex}};
  for (std::size_t shift = 0; shift < 3; ++shift) {
    const std::string core = base64_core(text, shift);
    all.emplace(core, Spelling::base64);
    all.emplace(url_alphabet(core), Spelling::base64);
  }
  return all;
}

bool touches(const Stream& stream, const std::vector<std::uint16_t>& ports) {
  const auto has = [&](std::uint16_t port) {
    return std::find(ports.begin(), ports.end(), port) != ports.end();
  };
  return ports.empty() || has(stream.from.port) || has(stream.to.port);
}

std::string spelt(const std::vector<Sighting>& sightings) {
  std::map<std::string_view, int> counts;
  for (const Sighting& sighting : sightings) {
    ++counts[to_string(sighting.spelling)];
  }
  std::string text;
  for (const auto& [name, count] : counts) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name);
  }
  return text;
}

}  // namespace

Canary make_canary(std::string what, base::Rng& random) {
  return {std::move(what), fmt::format("canary-{:016x}{:016x}", random(), random())};
}

std::string_view to_string(Spelling spelling) noexcept {
  switch (spelling) {
    case Spelling::plain:
      return "plain";
    case Spelling::hex:
      return "hexadecimal";
    case Spelling::base64:
      break;
  }
  return "base64";
}

std::string_view to_string(Visibility visibility) noexcept {
  switch (visibility) {
    case Visibility::visible:
      return "VISIBLE";
    case Visibility::not_visible:
      return "NOT VISIBLE";
    case Visibility::inconclusive:
      break;
  }
  return "INCONCLUSIVE";
}

std::vector<Sighting> find_text(const std::vector<Stream>& streams, std::string_view text) {
  std::vector<Sighting> found;
  for (const auto& [wanted, spelling] : spellings(text)) {
    // As octets: a char above 127 equals none of a stream's.
    const std::vector<std::uint8_t> octets(wanted.begin(), wanted.end());
    const std::boyer_moore_horspool_searcher searcher(octets.begin(), octets.end());
    for (std::size_t i = 0; i < streams.size(); ++i) {
      const auto& bytes = streams[i].bytes;
      auto at = std::search(bytes.begin(), bytes.end(), searcher);
      while (at != bytes.end()) {
        found.push_back({i, static_cast<std::size_t>(at - bytes.begin()), spelling});
        at = std::search(at + 1, bytes.end(), searcher);
      }
    }
  }
  return found;
}

Finding inspect(const Evidence& evidence,
                const Canary& canary,
                const std::vector<std::uint16_t>& ports) {
  Finding finding;
  std::uint64_t bytes = 0;
  std::size_t missing = 0, streams = 0;
  for (const Stream& stream : evidence.streams) {
    if (touches(stream, ports)) {
      bytes += stream.bytes.size();
      missing += stream.missing_bytes;
      ++streams;
    }
  }
  finding.sightings = find_text(evidence.streams, canary.text);
  std::erase_if(finding.sightings, [&](const Sighting& sighting) {
    return !touches(evidence.streams[sighting.stream], ports);
  });
  const std::size_t controls = find_text(evidence.streams, evidence.control).size();
  const std::string searched = fmt::format(
      "{} bytes of {} streams, {} frames, {} dropped; control "
      "found {} times",
      bytes,
      streams,
      evidence.frames,
      evidence.dropped,
      controls);
  if (!finding.sightings.empty()) {
    finding.visibility = Visibility::visible;
    finding.why = fmt::format("{} found {} times ({}) in {}",
                              canary.what,
                              finding.sightings.size(),
                              spelt(finding.sightings),
                              searched);
    return finding;
  }
  const char* const fault = controls == 0          ? "the control was not found"
                            : evidence.dropped > 0 ? "the kernel dropped frames"
                            : evidence.is_full     ? "the capture reached its limit"
                            : missing > 0          ? "streams have gaps"
                            : bytes == 0           ? "nothing went over these ports"
                                                   : nullptr;
  finding.visibility = fault == nullptr ? Visibility::not_visible : Visibility::inconclusive;
  finding.why = fault == nullptr ? fmt::format("{} found 0 times in {}", canary.what, searched)
                                 : fmt::format("{}: {}", fault, searched);
  return finding;
}

}  // namespace mqseal::wire
