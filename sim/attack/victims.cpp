// SPDX-License-Identifier: MIT
#include "sim/attack/victims.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/attack/certificates.h"
#include "sim/base/error.h"
#include "sim/scenario/envelope_config.h"
#include "sim/scenario/topic.h"

namespace mqseal::attack {
namespace {

using scenario::Group;
using scenario::Role;
using scenario::Transport;

constexpr std::string_view control_text = "control: all is well";

const Group& group_of(const Setting& setting, Role role) {
  const auto& groups = setting.run.groups;
  return *std::ranges::find(groups, role, &Group::role);
}

envelope::OpenerConfig opener_config(const Setting& setting) {
  const Group& device = device_group(setting);
  envelope::OpenerConfig config;
  config.first_sender = device.first_sender;
  // Room for a second sender of the group, so that one can be impersonated.
  config.last_sender = device.first_sender + 1;
  config.window_bits = application_group(setting).replay_window;
  return config;
}

client::TlsOptions checks_of(const Setting& setting) {
  const auto check = setting.run.attack.security.broker_check;
  client::TlsOptions options;
  options.check_authority = check != scenario::BrokerCheck::nothing;
  options.check_name = check == scenario::BrokerCheck::authority_and_name;
  options.key_log = &setting.key_log;
  return options;
}

}  // namespace

const Group& device_group(const Setting& setting) {
  return group_of(setting, Role::publisher);
}

const Group& application_group(const Setting& setting) {
  return group_of(setting, Role::subscriber);
}

std::string text_of(host::Bytes bytes) {
  return {bytes.begin(), bytes.end()};
}

Access::Access(const Setting& setting, const client::Endpoint& endpoint)
    : setting_(setting), endpoint_(endpoint) {}

Access::Entry& Access::add(const std::string& name) {
  Entry& entry = *entries_.emplace_back(std::make_unique<Entry>());
  entry.name = name;
  entry.profile.endpoint = endpoint_;
  entry.profile.connect_timeout = patience;
  return entry;
}

const client::Profile& Access::victim(const Group& group, const std::string& name) {
  Entry& entry = add(name);
  client::Profile& profile = entry.profile;
  profile.mqtt_version = group.mqtt_version;
  if (group.transport == Transport::plain) {
    if (!endpoint_.user.empty()) {
      profile.credentials = client::Credentials{endpoint_.user, endpoint_.password};
    }
    return profile;
  }
  client::TlsOptions options = checks_of(setting_);
  options.with_certificate = group.transport == Transport::mtls;
  if (options.with_certificate) {
    const LeafFiles leaf = client_leaf(setting_, name);
    profile.endpoint.client_crt = leaf.crt;
    profile.endpoint.client_key = leaf.key;
  }
  entry.tls = std::make_unique<client::TlsContext>(profile.endpoint, options);
  profile.tls = entry.tls.get();
  return profile;
}

const client::Profile& Access::plain_stranger() {
  return add("plain").profile;
}

const client::Profile& Access::tls_stranger() {
  Entry& entry = add("tls");
  client::TlsOptions options;
  options.check_authority = options.check_name = false;
  options.key_log = &setting_.key_log;
  entry.tls = std::make_unique<client::TlsContext>(endpoint_, options);
  entry.profile.tls = entry.tls.get();
  return entry.profile;
}

Application::Application(Stage& stage, const client::Profile& profile, const std::string& id)
    : stage_(stage),
      group_(application_group(stage.setting())),
      keys_(scenario::envelope_of(device_group(stage.setting()), 1), stage.setting().master),
      actor_(stage, profile, id) {
  opener_.emplace(keys_, opener_config(stage.setting()));
  actor_.on_arrival = [this](const Arrival& arrival) { take(arrival); };
}

bool Application::start() {
  const std::string filter = scenario::expand_topic(group_.topic, group_.name, 0);
  return actor_.connect() && actor_.subscribe(filter);
}

void Application::restart() {
  actor_.disconnect();
  opener_.emplace(keys_, opener_config(stage_.setting()));
  if (!start()) {
    throw base::Error(base::ExitCode::environment,
                      "the application cannot come back: " + actor_.why());
  }
}

void Application::take(const Arrival& arrival) {
  std::vector<std::uint8_t> plaintext(arrival.payload.size());
  Heard heard;
  heard.topic = arrival.topic;
  heard.opened = opener_->open(arrival.topic, arrival.payload, plaintext);
  if (heard.accepted()) {
    heard.text = text_of(host::Bytes(plaintext).first(heard.opened.plaintext_bytes));
  }
  heard_.push_back(std::move(heard));
}

std::size_t Application::accepted(std::string_view text) const noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(
      heard_, [&](const Heard& heard) { return heard.accepted() && heard.text == text; }));
}

std::size_t Application::accepted() const noexcept {
  return static_cast<std::size_t>(
      std::ranges::count_if(heard_, [](const Heard& heard) { return heard.accepted(); }));
}

Device::Device(Stage& stage, const client::Profile& profile, const std::string& id)
    : topic_(scenario::expand_topic(
          device_group(stage.setting()).topic, device_group(stage.setting()).name, 0)),
      keys_(scenario::envelope_of(device_group(stage.setting()), 1), stage.setting().master),
      sealer_(keys_, device_group(stage.setting()).first_sender, 1),
      actor_(stage, profile, id) {}

std::vector<std::uint8_t> Device::seal(std::string_view text) {
  std::vector<std::uint8_t> sealed(keys_.sealed_bytes(text.size()));
  if (sealer_.seal(topic_, bytes_of(text), false, sealed) != envelope::SealStatus::sealed) {
    throw base::Error(base::ExitCode::environment, "the device cannot seal any more");
  }
  sealed.resize(sealer_.last_bytes());
  return sealed;
}

bool Device::say(std::string_view text, Nanos limit) {
  return actor_.publish(topic_, seal(text), 1, false, limit);
}

Victims::Victims(Stage& stage, const client::Endpoint* device_endpoint)
    : stage_(stage),
      device_access_(
          stage.setting(),
          device_endpoint != nullptr ? *device_endpoint : stage.setting().broker.endpoint()),
      application_access_(stage.setting(), stage.setting().broker.endpoint()),
      application_(stage,
                   application_access_.victim(application_group(stage.setting()), "application"),
                   "reader-1"),
      device_(stage,
              device_access_.victim(device_group(stage.setting()), device_certificate_name),
              device_client_id) {}

bool Victims::start() {
  if (!application_.start()) {
    control_ = "the application cannot subscribe: " + application_.actor().why();
    return false;
  }
  if (!device_.start()) {
    control_ = "the device cannot connect: " + device_.actor().why();
    return false;
  }
  const bool arrived = exchange(control_text);
  control_ = fmt::format("the application {} the device's message",
                         arrived ? "accepted" : "did not accept");
  return arrived;
}

bool Victims::exchange(std::string_view text, Nanos limit) {
  const std::size_t before = application_.accepted(text);
  return device_.say(text, limit) &&
         stage_.wait([&] { return application_.accepted(text) > before; }, limit);
}

}  // namespace mqseal::attack
