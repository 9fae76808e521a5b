// SPDX-License-Identifier: MIT
// What `mqseal seal` and `mqseal open` do, through their functions.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/app/seal_open.h"
#include "sim/base/error.h"
#include "tests/envelope/envelopes.h"
#include "tests/envelope/temporary_folder.h"

namespace mqseal::app {
namespace {

using base::Error;
using base::ExitCode;
using envelope::NoncePolicy;
using testing::HasSubstr;

class Commands : public testing::Test {
 protected:
  Commands() {
    seal_.config.cipher = "aes-128-eax";
    seal_.key = folder_.file("device.key", std::string(32, 'k'));
    seal_.topic = "plant/7/temperature";
    open_.config = seal_.config;
    open_.key = seal_.key;
    open_.topic = seal_.topic;
  }

  std::string seal(const std::string& text) {
    std::istringstream in(text);
    std::ostringstream out;
    EXPECT_EQ(seal_command(seal_, in, out, messages_), 0);
    return out.str();
  }

  /// The exit code of sealing; nothing may have been written where it is not 0.
  ExitCode refusal(const std::string& text = "21.5") {
    std::istringstream in(text);
    std::ostringstream out;
    try {
      return static_cast<ExitCode>(seal_command(seal_, in, out, messages_));
    } catch (const Error& error) {
      EXPECT_EQ(out.str(), "");
      what_ = error.what();
      return error.code();
    }
  }

  std::pair<int, std::string> open(const std::string& sealed) {
    std::istringstream in(sealed);
    std::ostringstream out;
    const int code = open_command(open_, in, out, messages_);
    return {code, out.str()};
  }

  /// What comes of sealing to a device that takes nothing.
  ExitCode seal_to_a_full_device(const std::string& text) {
    std::istringstream in(text);
    std::ofstream out("/dev/full");
    try {
      return static_cast<ExitCode>(seal_command(seal_, in, out, messages_));
    } catch (const Error& error) {
      return error.code();
    }
  }

  [[nodiscard]] bool has_epochs() const {
    return std::filesystem::exists(folder_.path() / "device.key.epochs");
  }

  envelope::test::TemporaryFolder folder_;
  SealOptions seal_;
  OpenOptions open_;
  std::ostringstream messages_;
  std::string what_;
};

TEST_F(Commands, open_what_they_sealed) {
  for (const auto policy : {NoncePolicy::random, NoncePolicy::counter}) {
    seal_.config.nonce = open_.config.nonce = policy;
    EXPECT_EQ(open(seal("21.5")), std::pair(0, std::string("21.5")));
    EXPECT_EQ(open(seal("")), std::pair(0, std::string()));
  }
  EXPECT_THAT(messages_.str(), HasSubstr("sender 1, epoch 4, counter 0"));
}

TEST_F(Commands, say_with_exit_3_that_they_could_not_write) {
  EXPECT_EQ(seal_to_a_full_device("21.5"), ExitCode::environment);
  EXPECT_EQ(seal_to_a_full_device(std::string(40'000, 'x')), ExitCode::environment);
}

TEST_F(Commands, take_a_new_epoch_each_time) {
  seal_.config.nonce = open_.config.nonce = NoncePolicy::counter;
  EXPECT_NE(seal("same"), seal("same"));
  EXPECT_EQ(envelope::test::text_of(folder_.path() / "device.key.epochs"), "2\n");
}

TEST_F(Commands, say_with_exit_11_that_an_envelope_does_not_open) {
  const std::string sealed = seal("21.5");
  const std::string changed = sealed.substr(0, sealed.size() - 1) + char(sealed.back() ^ 1);
  EXPECT_EQ(open(changed), std::pair(11, std::string()));
  EXPECT_THAT(messages_.str(), HasSubstr("its tag is wrong"));
  EXPECT_EQ(open("short"), std::pair(11, std::string()));
  open_.first_sender = 2;
  EXPECT_EQ(open(sealed), std::pair(11, std::string()));
  open_.first_sender = 1;
  open_.topic = "plant/8/temperature";
  EXPECT_EQ(open(sealed), std::pair(11, std::string()));
}

TEST_F(Commands, refuse_counter_where_the_epoch_cannot_be_kept) {
  std::filesystem::create_directory(folder_.path() / "device.key.epochs.tmp");
  seal_.config.nonce = NoncePolicy::counter;
  EXPECT_EQ(refusal(), ExitCode::environment);
  EXPECT_THAT(what_, HasSubstr("counter is refused"));
}

TEST_F(Commands, seal_at_random_with_a_warning_where_the_epoch_cannot_be_kept) {
  std::filesystem::create_directory(folder_.path() / "device.key.epochs.tmp");
  EXPECT_EQ(open(seal("21.5")), std::pair(0, std::string("21.5")));
  EXPECT_THAT(messages_.str(), HasSubstr("warning:"));
}

TEST_F(Commands, take_a_given_epoch_but_not_with_counter) {
  seal_.epoch = 77;
  EXPECT_EQ(open(seal("21.5")).first, 0);
  EXPECT_THAT(messages_.str(), HasSubstr("epoch 77"));
  EXPECT_FALSE(has_epochs());
  seal_.epoch = 0;
  EXPECT_EQ(refusal(), ExitCode::usage);
  seal_.epoch = 77;
  seal_.config.nonce = NoncePolicy::counter;
  EXPECT_EQ(refusal(), ExitCode::usage);
}

TEST_F(Commands, repeat_a_nonce_only_where_told_to) {
  seal_.config.nonce = open_.config.nonce = NoncePolicy::fixed;
  EXPECT_EQ(refusal(), ExitCode::usage);
  seal_.lab_mistakes = true;
  EXPECT_EQ(open(seal("21.5")).second, "21.5");
}

TEST_F(Commands, need_a_key_that_is_theirs_alone) {
  std::filesystem::permissions(seal_.key, std::filesystem::perms(0644));
  EXPECT_EQ(refusal(), ExitCode::environment);
  seal_.key = folder_.path() / "absent";
  EXPECT_EQ(refusal(), ExitCode::environment);
  seal_.key.clear();
  EXPECT_EQ(refusal(), ExitCode::usage);
  EXPECT_FALSE(has_epochs());
}

TEST_F(Commands, refuse_wrong_options_before_they_use_an_epoch) {
  seal_.topic = "plant/+/temperature";
  EXPECT_EQ(refusal(), ExitCode::usage);
  seal_.topic = "";
  EXPECT_EQ(refusal(), ExitCode::usage);
  seal_.topic = "plant";
  seal_.sender = 0;
  EXPECT_EQ(refusal(), ExitCode::usage);
  seal_.sender = 1;
  seal_.config.tag_bytes = 2;
  EXPECT_EQ(refusal(), ExitCode::usage);
  seal_.config.tag_bytes = 0;
  EXPECT_EQ(refusal(std::string(envelope::max_plaintext_bytes + 1, 'x')), ExitCode::usage);
  EXPECT_FALSE(has_epochs());
}

TEST_F(Commands, none_needs_no_key) {
  seal_.config.cipher = open_.config.cipher = "none";
  seal_.key.clear();
  open_.key.clear();
  EXPECT_EQ(open(seal("21.5")), std::pair(0, std::string("21.5")));
  EXPECT_THAT(messages_.str(), HasSubstr("not authenticated"));
}

TEST_F(Commands, tell_of_output_that_cannot_be_written) {
  std::istringstream in("21.5");
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  EXPECT_THROW(seal_command(seal_, in, out, messages_), Error);
}

}  // namespace
}  // namespace mqseal::app
