// SPDX-License-Identifier: MIT
// A real capture of a real broker: what goes over each port, and what tshark sees in the file.
#include "sim/wire/capture.h"

#include <array>
#include <sys/stat.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/file.h"
#include "sim/base/process.h"
#include "sim/wire/canary.h"
#include "sim/wire/packet_list.h"
#include "sim/wire/pcapng.h"
#include "tests/client/harness.h"

namespace mqseal::wire {
namespace {

using testing::HasSubstr;

const std::string control = "the control text", secret = "the secret text";

/// One message over each port while a capture runs: `control` over the plain one, `secret` over
/// TLS.
class CaptureTest : public testing::Test {
 protected:
  void SetUp() override {
    const client::Endpoint& end = broker_.endpoint();
    capture_ = Capture::start({{end.plain_port, end.tls_port}, 64U << 20U, "lo"}, why_);
    if (capture_ == nullptr) {
      // The one thing that this machine must allow; the texts are tested all the same.
      EXPECT_THAT(why_, HasSubstr("network: private"));
      GTEST_SKIP() << why_;
    }
    say(nullptr, control);
    client::TlsOptions options{.with_certificate = true};
    options.key_log = &secrets_;
    const client::TlsContext context(end, options);
    say(&context, secret);
    ASSERT_TRUE(capture_->finish(end.plain_port, "the end"));
    EXPECT_EQ(capture_->dropped(), 0U);
    EXPECT_FALSE(capture_->is_full());
    streams_ = reassemble(capture_->frames());
  }

  void say(const client::TlsContext* tls, const std::string& text) {
    net::Loop loop;
    client::Note note;
    client::Profile profile;
    profile.endpoint = broker_.endpoint();
    profile.tls = tls;
    client::Client talker(loop, profile, "talker", 0, note);
    ASSERT_TRUE(talker.connect());
    ASSERT_TRUE(client::run_until(loop, [&] { return note.connected > 0; }));
    ASSERT_EQ(talker.publish("/Group4", client::bytes_of(text), 1, false),
              client::PublishStatus::sent);
    ASSERT_TRUE(client::run_until(loop, [&] { return note.acknowledged > 0; }));
    talker.disconnect();
  }

  [[nodiscard]] Finding find(const std::string& text, std::uint16_t port) const {
    return inspect({streams_, capture_->frames().size(), capture_->dropped(), false, control},
                   {"payload", text},
                   {port});
  }

  [[nodiscard]] std::string write() const {
    const auto path = directory_.path() / "capture.pcapng";
    base::write_file_atomically(
        path, pcapng({capture_->frames(), "a test", secrets_.text()}), 0600);
    return path.string();
  }

  client::TestBroker broker_;
  client::TemporaryDirectory directory_;
  client::KeyLog secrets_;
  std::string why_;
  std::unique_ptr<Capture> capture_;
  std::vector<Stream> streams_;
};

TEST_F(CaptureTest, sees_the_plain_port_and_not_through_tls) {
  const auto& end = broker_.endpoint();
  EXPECT_EQ(find(control, end.plain_port).visibility, Visibility::visible);
  EXPECT_EQ(find(secret, end.tls_port).visibility, Visibility::not_visible)
      << find(secret, end.tls_port).why;
  for (const Stream& stream : streams_) {
    EXPECT_TRUE(stream.is_from_start);
    EXPECT_EQ(stream.missing_bytes, 0U);
  }
}

TEST_F(CaptureTest, lists_the_packets_of_the_lab) {
  const auto& end = broker_.endpoint();
  const auto rows = list_packets(capture_->frames(), streams_, {end.plain_port, end.tls_port});
  const std::string text = packet_text(rows);
  for (const char* info : {"Connect Command",
                           "Connect Ack",
                           "Publish Message (id=1) [/Group4]",
                           "Publish Ack (id=1)",
                           "Disconnect Req",
                           "Client Hello",
                           "Server Hello",
                           "Application Data"}) {
    EXPECT_THAT(text, HasSubstr(info));
  }
  std::string explained;
  for (const Explanation& each : explain(rows)) {
    explained += fmt::format("{}\n", each.text);
  }
  EXPECT_THAT(explained, HasSubstr("PUBLISH: topic and payload"));
  EXPECT_THAT(explained, testing::Not(HasSubstr("PINGREQ")));
}

TEST_F(CaptureTest, agrees_with_tshark_which_decrypts_it) {
  const auto probe = base::run_process({"tshark", "--version"});
  if (!probe.started || probe.exit_code != 0) {
    GTEST_SKIP() << "needs tshark";
  }
  const auto& end = broker_.endpoint();
  const std::string file = write();
  const auto tshark = [&](const std::vector<std::string>& more) {
    std::vector<std::string> argv = {"tshark",
                                     "-r",
                                     file,
                                     "-d",
                                     fmt::format("tcp.port=={},mqtt", end.plain_port),
                                     "-d",
                                     fmt::format("tcp.port=={},tls", end.tls_port),
                                     "-d",
                                     fmt::format("tls.port=={},mqtt", end.tls_port)};
    argv.insert(argv.end(), more.begin(), more.end());
    base::ProcessOptions options;
    options.timeout = 60 * base::nanos_per_second;
    const auto result = base::run_process(argv, options);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.out;
  };
  std::string ours;
  for (const PacketRow& row :
       list_packets(capture_->frames(), streams_, {end.plain_port, end.tls_port})) {
    if (row.protocol == "MQTT") {
      ours += fmt::format("{}\t{}\n", row.number, row.info);
    }
  }
  EXPECT_EQ(tshark({"-Y",
                    fmt::format("mqtt && tcp.port=={}", end.plain_port),
                    "-T",
                    "fields",
                    "-e",
                    "frame.number",
                    "-e",
                    "_ws.col.Info"}),
            ours);
  const auto hex = [](const std::string& text) {
    std::string out;
    for (const char c : text) {
      out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    }
    return out;
  };
  // The payload on the plain port, and, with the secrets in the file, that on the TLS port.
  EXPECT_EQ(tshark({"-Y", "mqtt.msgtype==3", "-T", "fields", "-e", "mqtt.msg"}),
            hex(control) + "\n" + hex(secret) + "\n");
}

TEST_F(CaptureTest, a_limit_is_told) {
  std::string why;
  const auto& end = broker_.endpoint();
  const auto small = Capture::start({{end.plain_port}, 100, "lo"}, why);
  ASSERT_NE(small, nullptr) << why;
  say(nullptr, control);
  EXPECT_FALSE(small->finish(end.plain_port, "the end"));  // the marker found no room either
  EXPECT_TRUE(small->is_full());
}

TEST(Capture, says_why_it_cannot_start) {
  std::string why;
  EXPECT_EQ(Capture::start({{1883}, 1000, "no-such-device"}, why), nullptr);
  EXPECT_THAT(why, HasSubstr("libpcap cannot capture"));
}

}  // namespace
}  // namespace mqseal::wire
