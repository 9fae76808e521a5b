// SPDX-License-Identifier: MIT
// Batch sealing (ciphers/host/batch.h) against the same messages sealed one by one by the best
// single-message implementation, each client with its own key: the peer `one-by-one`.
#pragma once

#include "bench/harness.h"

namespace mqseal::bench {

void add_batches(Suite& suite);

}  // namespace mqseal::bench
