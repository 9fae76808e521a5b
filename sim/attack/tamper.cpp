// SPDX-License-Identifier: MIT
// Integrity: a man in the middle flips each byte of a PUBLISH on its way to the broker, one message
// a byte, and we see what the application makes of it. Per region, because only what an envelope
// authenticates is its business.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/relay.h"
#include "sim/attack/verdict.h"
#include "sim/attack/victims.h"

namespace mqseal::attack {
namespace {

constexpr std::string_view order = "open the door a bit";
constexpr Nanos longest_acknowledgement = base::nanos_per_second / 2;
constexpr Nanos longest_exchange = 4 * base::nanos_per_second / 5;

/// Where a byte of the PUBLISH belongs. On TLS everything is one region: the record.
struct Regions {
  std::vector<std::pair<std::string, std::size_t>> parts;  ///< name and length, in order

  [[nodiscard]] const std::string& at(std::size_t offset) const {
    for (const auto& [name, length] : parts) {
      if (offset < length) {
        return name;
      }
      offset -= length;
    }
    return parts.back().first;
  }
};

Regions regions_of_tls(std::size_t bytes) {
  return {{{"TLS record header", 5}, {"TLS record", bytes - 5}}};
}

/// MQTT 3.1.1, 3.3: fixed header, topic, packet id (QoS 1); then the payload's own parts.
Regions regions_of_publish(const envelope::Config& config,
                           std::size_t topic_bytes,
                           std::size_t payload_bytes) {
  const auto& cipher = *host::find_cipher(config.cipher);
  Regions regions{{{"DUP, QoS, RETAIN and type", 1},
                   {"remaining length", 2 + topic_bytes + 2 + payload_bytes > 127 ? 2U : 1U},
                   {"topic length", 2},
                   {"topic", topic_bytes},
                   {"packet id", 2}}};
  if (config.format != envelope::Format::compact) {
    regions.parts.emplace_back("payload", payload_bytes);
    return regions;
  }
  const std::size_t nonce = config.nonce == envelope::NoncePolicy::random && !cipher.is_none()
                                ? cipher.random_nonce_bytes
                                : 0;
  const std::size_t tag = config.tag_bytes != 0 ? config.tag_bytes : cipher.tag_default;
  regions.parts.emplace_back("envelope header", envelope::header_bytes);
  if (nonce != 0) {
    regions.parts.emplace_back("nonce", nonce);
  }
  regions.parts.emplace_back(cipher.is_none() ? "payload" : "ciphertext",
                             payload_bytes - envelope::header_bytes - nonce - tag);
  if (tag != 0) {
    regions.parts.emplace_back("tag", tag);
  }
  return regions;
}

struct Outcome {
  std::uint64_t flips = 0, accepted = 0, rejected = 0, lost = 0, dropped = 0;
};

/// One flipped byte: victims of its own, so that a dropped connection harms no other try.
class Trial {
 public:
  Trial(Stage& stage, Relay& relay, const client::Endpoint& through)
      : relay_(relay), victims_(stage, &through) {}

  [[nodiscard]] bool start() { return victims_.start(); }

  [[nodiscard]] Victims& victims() noexcept { return victims_; }

  /// Flips byte `at` of the next PUBLISH. `length`: of the PUBLISH, out.
  void flip(std::size_t at, Outcome& outcome, std::size_t& length) {
    bool armed = true;
    relay_.hook = [&](Way way, Relay::Bytes& bytes) {
      if (way == Way::up && armed) {
        armed = false;
        length = bytes.size();
        if (at < bytes.size()) {
          bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ 1U);
        }
      }
    };
    Application& application = victims_.application();
    application.forget();
    const int drops = victims_.device().actor().drops();
    Device& device = victims_.device();
    // Where the flip hit a length or the packet id, no acknowledgement will come.
    static_cast<void>(device.actor().publish(
        device.topic(), device.seal(order), 1, false, longest_acknowledgement));
    relay_.hook = {};
    ++outcome.flips;
    broken_ = !device.actor().is_online() || device.actor().drops() > drops ||
              !victims_.exchange("and on", longest_exchange);
    judge(outcome);
  }

  /// Whether the connection still carries messages.
  [[nodiscard]] bool is_whole() const noexcept { return !broken_; }

 private:
  /// What the application had of the flipped message: something else than was sent, something it
  /// rejected, what was sent (the flip meant nothing to it), or nothing.
  void judge(Outcome& outcome) {
    bool rejected = false, accepted_other = false, accepted_same = false;
    for (const Heard& heard : victims_.application().heard()) {
      if (heard.text == "and on" && heard.topic == victims_.device().topic()) {
        continue;
      }
      const bool same = heard.text == order && heard.topic == victims_.device().topic();
      rejected = rejected || !heard.accepted();
      accepted_same = accepted_same || (heard.accepted() && same);
      accepted_other = accepted_other || (heard.accepted() && !same);
    }
    outcome.accepted += accepted_other ? 1U : 0U;
    outcome.rejected += !accepted_other && rejected ? 1U : 0U;
    const bool nothing = !accepted_other && !rejected && !accepted_same;
    outcome.dropped += nothing && broken_ ? 1U : 0U;
    outcome.lost += nothing && !broken_ ? 1U : 0U;
  }

  Relay& relay_;
  Victims victims_;
  bool broken_ = false;
};

record::AttackCase case_of_region(const std::string& name, const Outcome& outcome) {
  const std::uint64_t harmless =
      outcome.flips - outcome.accepted - outcome.rejected - outcome.lost - outcome.dropped;
  return case_of(
      name,
      {true, outcome.flips, outcome.accepted},
      fmt::format("{} bytes: changed message accepted {}, rejected {}, not delivered {}, "
                  "connection broken {}, without effect {}",
                  outcome.flips,
                  outcome.accepted,
                  outcome.rejected,
                  outcome.lost,
                  outcome.dropped,
                  harmless));
}

}  // namespace

record::Attack tamper(const Setting& setting) {
  if (setting.run.attack.security.attacker == scenario::Attacker::insider) {
    return not_measured(same_for_insiders);
  }
  const client::Endpoint& endpoint = setting.broker.endpoint();
  const bool plain = device_group(setting).transport == scenario::Transport::plain;
  Stage stage(setting);
  Relay relay(stage, plain ? endpoint.plain_port : endpoint.tls_port);
  client::Endpoint through = endpoint;
  (plain ? through.plain_port : through.tls_port) = relay.port();

  record::Attack attack;
  std::map<std::string, Outcome> outcomes;
  std::vector<std::string> order_of_regions;
  std::size_t length = 1;
  std::optional<Trial> trial;
  for (std::size_t at = 0; at < length; ++at) {
    if (!trial || !trial->is_whole()) {
      trial.reset();  // the old client ids must be gone
      trial.emplace(stage, relay, through);
      if (!trial->start()) {
        return result_of({}, trial->victims().control(), "the victims do not work over the relay");
      }
      attack.control = trial->victims().control() + " over the relay";
    }
    Outcome one;
    trial->flip(at, one, length);
    const std::size_t topic_bytes = trial->victims().device().topic().size();
    const std::size_t front = 2 + (length > 129 ? 1U : 0U) + 2 + topic_bytes + 2;
    const Regions regions =
        plain ? regions_of_publish(trial->victims().device().config(), topic_bytes, length - front)
              : regions_of_tls(length);
    const std::string& name = regions.at(at);
    if (!outcomes.contains(name)) {
      order_of_regions.push_back(name);
    }
    Outcome& sum = outcomes[name];
    sum.flips += one.flips;
    sum.accepted += one.accepted;
    sum.rejected += one.rejected;
    sum.lost += one.lost;
    sum.dropped += one.dropped;
  }
  for (const std::string& name : order_of_regions) {
    attack.cases.push_back(case_of_region(name, outcomes[name]));
    attack.metrics["accepted: " + name] = static_cast<double>(outcomes[name].accepted);
  }
  if (trial && trial->is_whole()) {  // the flip of RETAIN left a message behind
    Device& device = trial->victims().device();
    static_cast<void>(device.actor().publish(device.topic(), {}, 1, true));
  }
  sum_up(attack);
  attack.evidence =
      fmt::format("each of {} bytes flipped once; a changed message was accepted {} times",
                  length,
                  attack.successes);
  return attack;
}

}  // namespace mqseal::attack
