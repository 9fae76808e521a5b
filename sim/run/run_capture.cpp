// SPDX-License-Identifier: MIT
#include "sim/run/run_capture.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/file.h"
#include "sim/fleet/payload.h"
#include "sim/scenario/topic.h"
#include "sim/wire/canary.h"
#include "sim/wire/packet_list.h"
#include "sim/wire/pcapng.h"
#include "sim/wire/streams.h"

namespace mqseal::run {
namespace {

using scenario::Group;
using scenario::Role;

/// Rows of the packet list that go into the result; the whole list is in packets.txt.
constexpr std::size_t listed_packets = 60;
/// A shorter payload might stand in a stream by chance.
constexpr std::size_t shortest_payload = 12;

/// Texts that a reader on the way should not find: the first payload of each publisher group, and
/// its topic.
std::vector<wire::Canary> texts_of(const scenario::Run& run) {
  std::vector<wire::Canary> texts;
  for (const Group& group : run.groups) {
    if (group.role != Role::publisher) {
      continue;
    }
    texts.push_back({"topic of " + group.name, scenario::expand_topic(group.topic, group.name, 0)});
    if (!scenario::is_security(run.attack) && group.payload_bytes.is_fixed() &&
        group.payload_bytes.smallest() >= shortest_payload) {
      constexpr fleet::Sequence first = fleet::Sequence{1} << 32U;
      std::vector<std::uint8_t> payload(group.payload_bytes.smallest());
      const bool labelled = group.format == "raw" || group.format == "lab";
      fleet::Payloads(run.seed).write(group.first_sender, first, labelled, payload);
      texts.push_back({"payload of " + group.name, {payload.begin(), payload.end()}});
    }
  }
  return texts;
}

record::Finding finding_of(const wire::Canary& text,
                           const std::string& where,
                           const wire::Finding& found) {
  return {text.what,
          where,
          std::string(wire::to_string(found.visibility)),
          found.sightings.size(),
          found.why};
}

void add_packets(record::Capture& result, const std::vector<wire::PacketRow>& rows) {
  for (const wire::PacketRow& row : rows) {
    if (result.packets.size() == listed_packets) {
      break;
    }
    result.packets.push_back(
        {row.number, row.seconds, row.from_port, row.to_port, row.protocol, row.info, row.bytes});
  }
  for (const wire::Explanation& each : wire::explain(rows)) {
    result.explained.emplace_back(each.kind, each.text);
  }
}

}  // namespace

RunCapture::RunCapture(const scenario::Run& run, const client::Endpoint& endpoint)
    : run_(run), endpoint_(endpoint) {
  wire::CaptureOptions options;
  options.ports = {endpoint.plain_port, endpoint.tls_port};
  std::erase(options.ports, std::uint16_t{0});
  capture_ = wire::Capture::start(options, why_);
}

record::Capture RunCapture::finish(const client::KeyLog& secrets,
                                   const std::filesystem::path& dir) {
  record::Capture result;
  result.why = why_;
  if (capture_ == nullptr) {
    return result;
  }
  base::Rng random(run_.seed, "capture");
  const std::string control = wire::make_canary("control", random).text;
  const std::uint16_t port = endpoint_.plain_port != 0 ? endpoint_.plain_port : endpoint_.tls_port;
  if (!capture_->finish(port, control)) {
    result.why = capture_->is_full() ? "the capture reached its limit of memory"
                                     : "the capture's end was not seen";
  }
  const auto& frames = capture_->frames();
  const auto streams = wire::reassemble(frames);
  result.frames = frames.size();
  result.dropped = capture_->dropped();
  result.streams = streams.size();
  const wire::Evidence evidence{
      streams, frames.size(), capture_->dropped(), capture_->is_full(), control};
  for (const auto& [name, on] :
       {std::pair("plain port", endpoint_.plain_port), std::pair("TLS port", endpoint_.tls_port)}) {
    for (const wire::Canary& text : on != 0 ? texts_of(run_) : std::vector<wire::Canary>{}) {
      result.findings.push_back(finding_of(text, name, wire::inspect(evidence, text, {on})));
    }
  }
  const auto rows = wire::list_packets(frames, streams, {endpoint_.plain_port, endpoint_.tls_port});
  add_packets(result, rows);
  base::write_file_atomically(dir / "packets.txt", wire::packet_text(rows));
  base::write_file_atomically(
      dir / "capture.pcapng",
      wire::pcapng({frames, fmt::format("mqseal, run {}", run_.id), secrets.text()}),
      0600);
  result.file = fmt::format("runs/{}/capture.pcapng", run_.id);
  return result;
}

}  // namespace mqseal::run
