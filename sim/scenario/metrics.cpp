// SPDX-License-Identifier: MIT
// One list; a test holds it against the document that sim/record writes.
#include "sim/scenario/metrics.h"

namespace mqseal::scenario {

const std::vector<std::string>& metric_names() {
  static const std::vector<std::string> names{"cpu.seal_ns",
                                              "cpu.open_ns",
                                              "cpu.broker_us_per_msg",
                                              "cpu.fleet_us_per_msg",
                                              "cpu.tls_us_per_msg",
                                              "throughput_msg_s",
                                              "latency_us.response.p50",
                                              "latency_us.response.p90",
                                              "latency_us.response.p99",
                                              "latency_us.response.p99_9",
                                              "latency_us.response.max",
                                              "latency_us.service.p50",
                                              "latency_us.service.p90",
                                              "latency_us.service.p99",
                                              "latency_us.service.p99_9",
                                              "latency_us.service.max",
                                              "lateness_us.p50",
                                              "lateness_us.p99",
                                              "lateness_us.max",
                                              "counts.scheduled",
                                              "counts.backlog",
                                              "counts.sent",
                                              "counts.in_flight",
                                              "counts.delivered",
                                              "counts.lost",
                                              "counts.duplicated",
                                              "counts.reordered",
                                              "counts.rejected",
                                              "counts.stale",
                                              "counts.replayed",
                                              "counts.replays_accepted",
                                              "counts.broker_received",
                                              "counts.broker_sent",
                                              "counts.broker_dropped",
                                              "connect.failed",
                                              "connect.seconds",
                                              "connect.tcp_p99_ms",
                                              "connect.tls_p99_ms",
                                              "connect.connack_p99_ms",
                                              "memory.broker_rss_peak_bytes",
                                              "memory.fleet_rss_peak_bytes",
                                              "memory.fleet_rss_per_client_bytes",
                                              "wire.payload_bytes",
                                              "wire.envelope_bytes",
                                              "wire.publish_bytes"};
  return names;
}

}  // namespace mqseal::scenario
