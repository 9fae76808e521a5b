// SPDX-License-Identifier: MIT
// The corpus of malformed.def, case after case, each on a connection of its own: how the broker
// reacted is held against what the standard wants. The next connection shows that it lives.
#include <array>
#include <string_view>

#include "sim/flood/drivers/drivers.h"
#include "sim/flood/drivers/session.h"

namespace mqseal::flood {
namespace {

enum class When : std::uint8_t { first, then };

struct Case {
  std::string_view name;
  When when;
  std::string_view packet, expected;
};

constexpr std::array cases{
#define MQSEAL_MALFORMED(name, when, packet, expected) Case{name, When::when, packet, expected},
#include "sim/flood/malformed.def"
#undef MQSEAL_MALFORMED
};

constexpr std::string_view digits = "0123456789abcdef";

Buffer bytes_of(std::string_view hex) {
  Buffer bytes;
  std::size_t high = digits.size();  // none yet
  for (const char c : hex) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) {
      continue;
    }
    if (high == digits.size()) {
      high = digit;
    } else {
      bytes.push_back(static_cast<std::uint8_t>(high << 4U | digit));
      high = digits.size();
    }
  }
  return bytes;
}

std::string hex_of(Bytes bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 0x0FU];
  }
  return text;
}

constexpr Nanos patience = base::nanos_per_second;

class Malformed final : public SessionDriver {
 public:
  explicit Malformed(Flood& flood) : SessionDriver(flood) {
    for (const Case& each : cases) {
      packets_.push_back(bytes_of(each.packet));
    }
  }

  [[nodiscard]] bool holds() const override { return false; }

  void on_open(Connection& connection) override {
    if (case_of(connection).when == When::first) {
      provoke(connection);
    } else {
      SessionDriver::on_open(connection);
    }
  }

  void on_data(Connection& connection, Bytes bytes) override {
    if (connection.step == 0) {
      SessionDriver::on_data(connection, bytes);
    } else {
      judge(connection, hex_of(bytes));
      flood_.finish(connection);
    }
  }

  void on_end(Connection& connection) override {
    if (connection.step != 0) {
      judge(connection, "closed");
    }
  }

  void on_tick(Nanos now) override {
    flood_.each_open([&](Connection& connection) {
      if (connection.step != 0 && now - connection.opened_at() > patience) {
        judge(connection, "nothing in 1 s");
        flood_.finish(connection);
      }
    });
  }

 protected:
  void on_session(Connection& connection) override { provoke(connection); }

 private:
  [[nodiscard]] static const Case& case_of(const Connection& connection) {
    return cases[connection.number() % cases.size()];
  }

  void provoke(Connection& connection) {
    if (flood_.take(1, 0) == 0) {
      flood_.finish(connection);
      return;
    }
    connection.step = 1;
    connection.send(packets_[connection.number() % cases.size()], 1);
  }

  void judge(Connection& connection, const std::string& reaction) {
    const Case& asked = case_of(connection);
    CaseTally& tally = flood_.tally().cases[std::string(asked.name)];
    ++tally.tried;
    // Closing is always allowed (4.8); an answer only where the standard has one.
    if (reaction == "closed" || reaction == asked.expected) {
      ++tally.as_expected;
    } else if (tally.otherwise.empty()) {
      tally.otherwise = reaction;
    }
    connection.step = 0;
  }

  std::vector<Buffer> packets_;
};

}  // namespace

std::unique_ptr<Driver> malformed(Flood& flood) {
  return std::make_unique<Malformed>(flood);
}

}  // namespace mqseal::flood
