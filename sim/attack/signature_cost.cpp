// SPDX-License-Identifier: MIT
// What the lab's constant on Group4/verify costs, and what its improvement saves: published always,
// or only while $SYS says that clients are connected. Clients come, verify, unsubscribe and stay;
// some leave and come again.
#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "sim/attack/attacks.h"
#include "sim/attack/proof.h"
#include "sim/attack/verdict.h"
#include "sim/record/sampler.h"

namespace mqseal::attack {
namespace {

constexpr std::array<std::size_t, 4> crowds = {0, 1, 100, 1000};
constexpr Nanos period = base::nanos_per_second / 10;
constexpr Nanos window = base::nanos_per_second;
constexpr int churn_each_window = 5;  ///< clients that leave and come again
constexpr double seconds_per_hour = 3600;
constexpr const char* connected_topic = "$SYS/broker/clients/connected";

/// The lab's publisher of signatures, and whether it listens to how many clients there are.
class Publisher {
 public:
  Publisher(Stage& stage, const client::Profile& profile, const LabSigner& signer)
      : signature_(signer.signature()), actor_(stage, profile, "broker-pub") {
    actor_.on_arrival = [this](const Arrival& arrival) {
      const std::string text = text_of(arrival.payload);
      std::from_chars(text.data(), text.data() + text.size(), connected_);
    };
  }

  [[nodiscard]] bool start() { return actor_.connect() && actor_.subscribe(connected_topic); }

  /// By $SYS, without itself: the broker counts its publisher as one more client.
  [[nodiscard]] std::size_t others() const noexcept { return connected_ > 0 ? connected_ - 1 : 0; }

  /// Publishes where it is due.
  void work(bool always) {
    const Nanos now = base::monotonic_now();
    if (now - last_ >= period && (always || others() > 0)) {
      last_ = now;
      published_ += actor_.publish(verify_topic, bytes_of(signature_), 0) ? 1U : 0U;
    }
  }

  [[nodiscard]] std::uint64_t published() const noexcept { return published_; }

 private:
  std::string signature_;
  Actor actor_;
  std::size_t connected_ = 0;
  std::uint64_t published_ = 0;
  Nanos last_ = 0;
};

struct Cost {
  std::uint64_t published = 0;
  double messages_per_hour = 0, cpu_s_per_hour = 0;
};

/// The clients: each verifies one signature, unsubscribes and stays.
class Crowd {
 public:
  Crowd(Stage& stage, const client::Profile& profile, std::size_t size) : stage_(stage) {
    for (std::size_t i = 0; i < size; ++i) {
      clients_.push_back(std::make_unique<Actor>(stage, profile, fmt::format("client-{}", i)));
    }
  }

  [[nodiscard]] bool start() {
    return std::ranges::all_of(clients_, [](const auto& client) { return client->connect(); });
  }

  /// The next one leaves, comes again and subscribes.
  void churn() {
    if (!clients_.empty()) {
      Actor& client = *clients_[next_++ % clients_.size()];
      client.disconnect();
      client.forget();
      static_cast<void>(client.connect() && client.subscribe(verify_topic));
    }
  }

  /// Those to whom a signature came verify and unsubscribe, or leave.
  void verify(const LabVerifier& verifier) {
    for (const auto& client : clients_) {
      if (client->inbox().empty()) {
        continue;
      }
      const bool valid = verifier.accepts(text_of(client->inbox().front().payload));
      client->forget();
      if (!valid || !client->unsubscribe(verify_topic)) {
        client->disconnect();
      }
    }
  }

 private:
  Stage& stage_;
  std::vector<std::unique_ptr<Actor>> clients_;
  std::size_t next_ = 0;
};

Cost measure(
    Stage& stage, Publisher& publisher, Crowd& crowd, const LabVerifier& verifier, bool always) {
  record::ProcessSampler sampler(stage.setting().broker.pid(), base::nanos_per_second / 20);
  const std::uint64_t before = publisher.published();
  const Nanos begin = base::monotonic_now();
  Nanos next_churn = begin;
  while (base::monotonic_now() - begin < window) {
    if (base::monotonic_now() >= next_churn) {
      next_churn += window / churn_each_window;
      crowd.churn();
    }
    publisher.work(always);
    static_cast<void>(stage.wait(
        [&] {
          crowd.verify(verifier);
          return false;
        },
        period / 5));
  }
  sampler.stop();
  const auto samples = sampler.samples();
  const double seconds = static_cast<double>(base::monotonic_now() - begin) /
                         static_cast<double>(base::nanos_per_second);
  Cost cost;
  cost.published = publisher.published() - before;
  cost.messages_per_hour = static_cast<double>(cost.published) / seconds * seconds_per_hour;
  if (samples.size() > 1) {
    cost.cpu_s_per_hour = static_cast<double>(samples.back().cpu - samples.front().cpu) /
                          static_cast<double>(samples.back().at - samples.front().at) *
                          seconds_per_hour;
  }
  return cost;
}

/// Whether everybody from before has left. $SYS is up to a second old, so its count is right once
/// it stays.
bool is_quiet(Stage& stage, const Publisher& publisher) {
  constexpr int times = 10;
  constexpr Nanos longer_than_sys_interval = 3 * base::nanos_per_second / 2;
  for (int i = 0; i < times; ++i) {
    if (stage.wait([&] { return publisher.others() == 0; }) &&
        !stage.wait([&] { return publisher.others() != 0; }, longer_than_sys_interval)) {
      return true;
    }
  }
  return false;
}

/// Microseconds of one private operation: what signing anew for each message would add.
double signing_us(const LabSigner& signer) {
  constexpr int times = 20;
  const Nanos begin = base::monotonic_now();
  for (int i = 0; i < times; ++i) {
    static_cast<void>(signer.signature());
  }
  return static_cast<double>(base::monotonic_now() - begin) / 1e3 / times;
}

record::AttackCase compare(record::Attack& attack,
                           std::size_t clients,
                           const Cost& always,
                           const Cost& connected) {
  for (const auto& [name, cost] : {std::pair("always", &always), {"connected", &connected}}) {
    attack.metrics[fmt::format("{}_messages_per_hour_{}", name, clients)] = cost->messages_per_hour;
    attack.metrics[fmt::format("{}_broker_cpu_s_per_hour_{}", name, clients)] =
        cost->cpu_s_per_hour;
  }
  return case_of(fmt::format("{} clients", clients),
                 {always.published > 0, always.published, connected.published},
                 fmt::format("always: {:.0f} messages and {:.1f} s of broker CPU an hour; only "
                             "while clients are connected: {:.0f} and {:.1f} s",
                             always.messages_per_hour,
                             always.cpu_s_per_hour,
                             connected.messages_per_hour,
                             connected.cpu_s_per_hour));
}

}  // namespace

record::Attack signature_cost(const Setting& setting) {
  const auto& security = setting.run.attack.security;
  if (security.identity != scenario::BrokerIdentity::rsa_signature) {
    return not_measured("the broker of this configuration publishes no signature");
  }
  Stage stage(setting);
  const LabSigner signer(security.identity_bits);
  Access access(setting, setting.broker.endpoint());
  const client::Profile& profile = access.victim(application_group(setting), "application");
  Publisher publisher(stage, profile, signer);
  if (!publisher.start() || !is_quiet(stage, publisher)) {
    return result_of({}, "the publisher of signatures is not alone", "nothing was tried");
  }
  record::Attack attack;
  for (const std::size_t size : crowds) {
    Crowd crowd(stage, profile, size);
    const bool counted = crowd.start() && stage.wait([&] { return publisher.others() == size; });
    if (!counted) {
      attack.cases.push_back(
          case_of(fmt::format("{} clients", size),
                  {},
                  fmt::format("$SYS told of {} clients in the end", publisher.others())));
      continue;
    }
    const Cost always = measure(stage, publisher, crowd, signer.verifier(), true);
    const Cost connected = measure(stage, publisher, crowd, signer.verifier(), false);
    attack.cases.push_back(compare(attack, size, always, connected));
  }
  sum_up(attack);
  attack.metrics["signing_us"] = signing_us(signer);
  attack.metrics["modulus_bits"] = signer.verifier().bits();
  attack.control = "published always, signatures went out";
  attack.evidence = fmt::format(
      "RSA-{}, ten signatures a second, {} clients a second leave and come again; with nobody "
      "connected the improvement sent {} of {}, with one client that stays {} of {}; signing anew "
      "would cost {:.0f} us a message",
      signer.verifier().bits(),
      churn_each_window,
      attack.cases[0].successes,
      attack.cases[0].attempts,
      attack.cases[1].successes,
      attack.cases[1].attempts,
      attack.metrics["signing_us"]);
  return attack;
}

}  // namespace mqseal::attack
