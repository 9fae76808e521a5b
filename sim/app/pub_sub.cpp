// SPDX-License-Identifier: MIT
#include "sim/app/pub_sub.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <ostream>
#include <utility>

#include <fmt/format.h>

#include "ciphers/envelope/bytes.h"
#include "sim/app/hand_client.h"
#include "sim/app/hand_envelope.h"
#include "sim/base/error.h"
#include "sim/scenario/topic.h"

namespace mqseal::app {
namespace {

using base::Error;
using base::ExitCode;

void check_qos(int qos) {
  if (qos < 0 || qos > 2) {
    throw Error(ExitCode::usage, fmt::format("QoS {}: must be 0, 1 or 2", qos));
  }
}

std::string all_of(std::istream& in, const std::string& name) {
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) {
    throw Error(ExitCode::environment, name + ": cannot be read");
  }
  return text;
}

std::string contents_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw Error(ExitCode::environment, file.string() + ": cannot be opened");
  }
  return all_of(in, file.string());
}

/// Seals and publishes with one sender.
class Publisher {
 public:
  Publisher(const PubFlags& flags, std::ostream& messages)
      : flags_(flags),
        config_(
            by_hand_to_send(flags.envelope.config, flags.lab_mistakes, flags.sender, flags.epoch)),
        master_(load_key(config_, flags.envelope.master)),
        keys_(config_, master_),
        epochs_(choose_epochs(config_, flags.envelope.master, flags.epoch, messages)),
        sealer_(keys_, flags.sender, epochs_.first, epochs_.next),
        client_(flags.connection, {}) {}

  void publish(const std::string& text) {
    SecretBuffer sealed(keys_.sealed_bytes(text.size()));
    const auto status =
        sealer_.seal(flags_.topic, envelope::bytes_of(text), flags_.retain, sealed.span());
    if (status != envelope::SealStatus::sealed) {
      throw Error(ExitCode::usage,
                  status == envelope::SealStatus::too_long
                      ? "the topic, or the message under one key, is too long"
                      : "the message is more than this key's limit allows");
    }
    client_.publish(
        flags_.topic, sealed.span().first(sealer_.last_bytes()), flags_.qos, flags_.retain);
  }

 private:
  const PubFlags& flags_;
  envelope::Config config_;
  host::MasterKey master_;
  envelope::KeyRing keys_;
  Epochs epochs_;
  envelope::Sealer sealer_;
  HandClient client_;
};

/// Opens and prints.
class Printer {
 public:
  Printer(const SubFlags& flags, std::ostream& out, std::ostream& messages)
      : flags_(flags),
        out_(out),
        messages_(messages),
        config_(by_hand(flags.envelope.config)),
        master_(load_key(config_, flags.envelope.master)),
        keys_(config_, master_),
        opener_(keys_, opener_config(flags)) {}

  void print(const client::Message& message) {
    SecretBuffer plaintext(message.payload.size());
    const auto opened = opener_.open(message.topic, message.payload, plaintext.span());
    if (opened.status != envelope::OpenStatus::fresh) {
      messages_ << fmt::format("{}: not opened: {}\n", message.topic, reason(opened.status));
      return;
    }
    if (flags_.with_topic) {
      out_ << message.topic << ' ';
    }
    const auto text = plaintext.span().first(opened.plaintext_bytes);
    if (std::copy(text.begin(), text.end(), std::ostreambuf_iterator<char>(out_)).failed()) {
      out_.setstate(std::ios::badbit);
    }
    if (flags_.new_line) {
      out_ << '\n';
    }
    out_.flush();
    ++printed_;
  }

  [[nodiscard]] bool is_done() const {
    if (!out_) {
      throw Error(ExitCode::environment, "standard output: cannot be written");
    }
    return flags_.count != 0 && printed_ >= flags_.count;
  }

 private:
  static envelope::OpenerConfig opener_config(const SubFlags& flags) {
    if (flags.window_bits % 64 != 0) {
      throw Error(ExitCode::usage, "--window: must be a multiple of 64");
    }
    envelope::OpenerConfig config;
    config.first_sender = flags.first_sender;
    config.last_sender = flags.last_sender;
    config.window_bits = flags.window_bits;
    return config;
  }

  const SubFlags& flags_;
  std::ostream& out_;
  std::ostream& messages_;
  envelope::Config config_;
  host::MasterKey master_;
  envelope::KeyRing keys_;
  envelope::Opener opener_;
  std::size_t printed_ = 0;
};

}  // namespace

int pub_command(const PubFlags& flags, std::istream& in, std::ostream& messages) {
  check_qos(flags.qos);
  if (const std::string fault = scenario::topic_name_fault(flags.topic); !fault.empty()) {
    throw Error(ExitCode::usage, fmt::format("-t: not a topic to publish to: {}", fault));
  }
  const int sources = (flags.message ? 1 : 0) + (flags.file.empty() ? 0 : 1) +
                      (flags.lines ? 1 : 0) + (flags.whole ? 1 : 0);
  if (sources != 1) {
    throw Error(ExitCode::usage, "one of -m, -f, -l and -s says what to publish");
  }
  Publisher publisher(flags, messages);
  if (flags.lines) {
    for (std::string line; std::getline(in, line);) {
      publisher.publish(line);
    }
  } else if (flags.whole) {
    publisher.publish(all_of(in, "standard input"));
  } else {
    publisher.publish(flags.message ? *flags.message : contents_of(flags.file));
  }
  return static_cast<int>(ExitCode::done);
}

int sub_command(const SubFlags& flags, std::ostream& out, std::ostream& messages) {
  check_qos(flags.qos);
  for (const std::string& filter : flags.filters) {
    if (const std::string fault = scenario::topic_filter_fault(filter); !fault.empty()) {
      throw Error(ExitCode::usage, fmt::format("-t {}: not a topic filter: {}", filter, fault));
    }
  }
  Printer printer(flags, out, messages);
  HandClient client(flags.connection, [&](const client::Message& m) { printer.print(m); });
  for (const std::string& filter : flags.filters) {
    client.subscribe(filter, flags.qos);
  }
  const double ns = flags.seconds * static_cast<double>(base::nanos_per_second);
  const base::Nanos until =
      flags.seconds > 0 ? base::monotonic_now() + static_cast<base::Nanos>(ns) : net::never;
  if (client.run_until([&] { return printer.is_done(); }, until)) {
    return static_cast<int>(ExitCode::done);
  }
  messages << fmt::format("the {} s are over\n", flags.seconds);
  return static_cast<int>(flags.count == 0 ? ExitCode::done : ExitCode::environment);
}

}  // namespace mqseal::app
