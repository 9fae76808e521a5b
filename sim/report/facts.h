// SPDX-License-Identifier: MIT
// What is known about the ciphers from outside: ciphers/facts/ciphers.yaml, built in, and how long
// this scenario's rate takes to reach a block cipher's limits.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report {

/// All of ciphers/facts/ciphers.yaml as JSON.
[[nodiscard]] const nlohmann::json& cipher_facts();
/// The id in that file for one of our cipher ids: "speck64-128" for "speck-64-128-eax"; empty for
/// "none". Held against the catalogue by a test.
[[nodiscard]] std::string facts_id(std::string_view cipher);

/// The name there: "SPECK64/128"; an unknown id is its own name.
[[nodiscard]] std::string primitive_name(std::string_view facts_id);

/// facts[] of result.json, one entry for each cipher of the result but "none":
///   {cipher, facts_id, key_bits, block_bits, rounds, rounds_attacked, security_margin,
///    attack_model, standard, meets_112_bits, year, designers,   each {value, source, status,
///    confirmed} or null where the file has none; status "recalled" is not confirmed, nor is what
///    was computed from it,
///    birthday{...} or null: block_limit (below)}.
[[nodiscard]] nlohmann::json facts_of(const nlohmann::json& result);

/// For a cipher with blocks of n bits, under the scenario's rate, payload, nonce and keys:
///   {block_bits, mode, block_calls_per_message, messages_per_s_per_key, senders_per_key,
///    birthday_block_calls (2^(n/2)), birthday_seconds, birthday_bytes, limit_block_calls (our own
///    limit for one key, docs: envelope, "Limits per key"), limit_seconds, sentence}.
/// null where the scenario has no publisher group with a rate, or the cipher no blocks. Block calls
/// are those of envelope.md: EAX 2 ceil(P/b) + ceil(AD/b) + ceil(N/b), CCM 2 ceil(P/16) +
/// ceil(AD/16) + 3, GCM ceil(P/16) + ceil(AD/16).
[[nodiscard]] nlohmann::json block_limit(const nlohmann::json& result,
                                         std::string_view cipher,
                                         int block_bits);

/// "18.6 hours", "3.2 million years".
[[nodiscard]] std::string duration_text(double seconds);

}  // namespace mqseal::report
