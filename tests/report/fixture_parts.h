// SPDX-License-Identifier: MIT
// Invented parts of a result besides the load comparison, each with its stated truth: attacks on
// the envelope, attacks beside legitimate traffic, claims, capacity searches, host speed.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace mqseal::report_test {

/// Attack entries on the first three runs of each cipher. Truth: eavesdropping, bit flips and
/// replay succeed 100 of 100 against plaintext and 0 of 1000 against every envelope; nonce reuse
/// (a fault) succeeds 5 of 5 against every envelope but Ascon's; one control fails
/// (forge-truncated-tag against aes-128-ccm: inconclusive). The first run of each also has a
/// capture (payloads on the plain port readable for plaintext only) and a break of the broker,
/// which then lost 3 acknowledged messages of plaintext and none of the others.
void add_attacks(nlohmann::json& result);

/// Runs {no attack, attack, attack + defence} x 5 rounds of two attacks, 12 seconds each, the
/// attack from second 3 to 8. Truth: tcp-hold keeps p99 but lets 0 of new connections in,
/// max-connections restores them; pre-auth-memory delivers 60 %, p99 times 20, memory-limit
/// restores it.
void add_resilience(nlohmann::json& result);

/// Four claims: one confirmed, two refuted, one to be put more precisely.
void add_claims(nlohmann::json& result);

/// Six rounds of searches for four ciphers on two transports. Truth: capacity is 180 000 msg/s on
/// plain and 130 000 on mtls, divided by the cipher's client CPU ratio, 2 % noise.
void add_searches(nlohmann::json& result);
/// A result of such searches alone.
[[nodiscard]] nlohmann::json make_capacity_result();

/// Rows as of ratios.json: ours against a peer, one of them slower than its peer.
void add_bench(nlohmann::json& result);

/// A lab result: attacks, resilience, claims; no comparison of ciphers' speed.
[[nodiscard]] nlohmann::json make_lab_result();

}  // namespace mqseal::report_test
