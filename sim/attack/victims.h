// SPDX-License-Identifier: MIT
// The victims of an attack: a device that publishes and an application that subscribes, configured
// as the run's groups say. What the application accepts, and why it does not, is all kept.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ciphers/envelope/bytes.h"
#include "ciphers/envelope/envelope.h"
#include "sim/attack/stage.h"

namespace mqseal::attack {

/// The device's client id, and the name in its certificate: different, so that it shows which of
/// the two a broker goes by.
inline constexpr const char* device_client_id = "sensor-1";
inline constexpr const char* device_certificate_name = "device";

/// How the clients of this setting's groups, and those who pretend to be one, reach a broker. Each
/// has a certificate of its own name where there is TLS.
class Access {
 public:
  /// `endpoint`: of the broker, or of something in its place.
  Access(const Setting& setting, const client::Endpoint& endpoint);

  /// As a victim of `group` does; `name` is in its certificate. Valid while this lives.
  [[nodiscard]] const client::Profile& victim(const scenario::Group& group,
                                              const std::string& name);
  /// The plain port without credentials.
  [[nodiscard]] const client::Profile& plain_stranger();
  /// The TLS port without a certificate, checking nothing of the broker.
  [[nodiscard]] const client::Profile& tls_stranger();

 private:
  struct Entry {
    std::string name;
    client::Profile profile;
    std::unique_ptr<client::TlsContext> tls;
  };

  [[nodiscard]] Entry& add(const std::string& name);

  const Setting& setting_;
  client::Endpoint endpoint_;
  std::vector<std::unique_ptr<Entry>> entries_;
};

/// What the application had from one message.
struct Heard {
  std::string topic;
  envelope::Opened opened;
  std::string text;  ///< plaintext where it was accepted

  [[nodiscard]] bool accepted() const noexcept {
    return opened.status == envelope::OpenStatus::fresh;
  }
};

/// The application: opens and remembers. Restarting it forgets its replay state.
class Application {
 public:
  Application(Stage& stage, const client::Profile& profile, const std::string& id);

  /// Connects and subscribes to the group's filter. False with why().
  [[nodiscard]] bool start();
  /// As a process that ends and begins again.
  void restart();

  [[nodiscard]] Actor& actor() noexcept { return actor_; }

  [[nodiscard]] const std::vector<Heard>& heard() const noexcept { return heard_; }

  void forget() noexcept { heard_.clear(); }

  /// Accepted messages whose text is this one.
  [[nodiscard]] std::size_t accepted(std::string_view text) const noexcept;
  /// All accepted messages.
  [[nodiscard]] std::size_t accepted() const noexcept;

 private:
  void take(const Arrival& arrival);

  Stage& stage_;
  const scenario::Group& group_;
  envelope::KeyRing keys_;
  std::optional<envelope::Opener> opener_;
  Actor actor_;
  std::vector<Heard> heard_;
};

/// The device: seals and publishes.
class Device {
 public:
  Device(Stage& stage, const client::Profile& profile, const std::string& id);

  [[nodiscard]] bool start() { return actor_.connect(); }

  /// The envelope of `text`, which uses up a sequence.
  [[nodiscard]] std::vector<std::uint8_t> seal(std::string_view text);
  /// Seals, publishes with QoS 1 and waits for the acknowledgement.
  [[nodiscard]] bool say(std::string_view text, Nanos limit = patience);

  [[nodiscard]] Actor& actor() noexcept { return actor_; }

  [[nodiscard]] const std::string& topic() const noexcept { return topic_; }

  [[nodiscard]] const envelope::Config& config() const noexcept { return keys_.config(); }

 private:
  std::string topic_;
  envelope::KeyRing keys_;
  envelope::Sealer sealer_;
  Actor actor_;
};

/// Both, on the broker, with a control that must arrive.
class Victims {
 public:
  /// Not connected yet. Where `endpoint` is given, it stands in the broker's place for the device.
  explicit Victims(Stage& stage, const client::Endpoint* device_endpoint = nullptr);

  /// Connects both and sends one message through. False where that fails: control() says what.
  [[nodiscard]] bool start();
  /// One more message through: true where the application accepts it within `limit`.
  [[nodiscard]] bool exchange(std::string_view text, Nanos limit = patience);

  /// Waits for `done` as the stage does.
  bool wait(const std::function<bool()>& done) { return stage_.wait(done); }

  [[nodiscard]] Device& device() noexcept { return device_; }

  [[nodiscard]] Application& application() noexcept { return application_; }

  /// What start() had to achieve, in a sentence.
  [[nodiscard]] const std::string& control() const noexcept { return control_; }

 private:
  Stage& stage_;
  Access device_access_, application_access_;
  Application application_;
  Device device_;
  std::string control_;
};

/// The run's only publisher and subscriber group.
[[nodiscard]] const scenario::Group& device_group(const Setting& setting);
[[nodiscard]] const scenario::Group& application_group(const Setting& setting);

using envelope::bytes_of;
[[nodiscard]] std::string text_of(host::Bytes bytes);

}  // namespace mqseal::attack
