// SPDX-License-Identifier: MIT
// The lab's tree, judged by the openssl program: what it accepts, a broker and its clients accept.
#include <fstream>
#include <map>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "sim/pki/pki.h"
#include "tests/pki/openssl.h"

namespace mqseal::pki {
namespace {

using test::openssl;
using test::TemporaryFolder;
using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of(const std::filesystem::path& certificate) {
  return openssl({"x509", "-in", certificate.string(), "-noout", "-text"}).out;
}

class TreeOf : public ::testing::TestWithParam<KeyType> {
 protected:
  TreeOf() {
    Options options;
    options.key_type = GetParam();
    options.broker_names = {"localhost", "broker.example"};
    options.broker_addresses = {"127.0.0.1", "192.0.2.7"};
    tree_ = make_tree(folder_.path() / "certs", options);
  }

  TemporaryFolder folder_;
  Tree tree_;
};

TEST_P(TreeOf, has_the_labs_nine_files) {
  std::map<std::string, bool> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
    if (entry.is_regular_file()) {
      found[std::filesystem::relative(entry.path(), folder_.path() / "certs").string()] = true;
    }
  }
  std::vector<std::string> names;
  for (const auto& [name, unused] : found) {
    names.push_back(name);
  }
  EXPECT_THAT(names,
              ::testing::ElementsAre("broker/broker.crt",
                                     "broker/broker.csr",
                                     "broker/broker.key",
                                     "ca/ca.crt",
                                     "ca/ca.key",
                                     "ca/ca.srl",
                                     "client/client.crt",
                                     "client/client.csr",
                                     "client/client.key"));
}

TEST_P(TreeOf, is_accepted_by_openssl_verify_strictly_and_for_its_purpose) {
  for (const auto& [leaf, purpose] :
       {std::pair{tree_.broker_crt, "sslserver"}, std::pair{tree_.client_crt, "sslclient"}}) {
    const auto answer = openssl({"verify",
                                 "-x509_strict",
                                 "-purpose",
                                 purpose,
                                 "-CAfile",
                                 tree_.ca_crt.string(),
                                 leaf.string()});
    EXPECT_EQ(answer.exit_code, 0) << answer.out;
    EXPECT_THAT(answer.out, HasSubstr(": OK"));
  }
}

TEST_P(TreeOf, names_the_broker_for_host_checks) {
  for (const auto& [option, name] : {std::pair{"-verify_hostname", "localhost"},
                                     std::pair{"-verify_hostname", "broker.example"},
                                     std::pair{"-verify_ip", "127.0.0.1"},
                                     std::pair{"-verify_ip", "192.0.2.7"}}) {
    const auto answer = openssl(
        {"verify", option, name, "-CAfile", tree_.ca_crt.string(), tree_.broker_crt.string()});
    EXPECT_EQ(answer.exit_code, 0) << name << ": " << answer.out;
  }
  const auto stranger = openssl({"verify",
                                 "-verify_hostname",
                                 "elsewhere.example",
                                 "-CAfile",
                                 tree_.ca_crt.string(),
                                 tree_.broker_crt.string()});
  EXPECT_NE(stranger.exit_code, 0);
}

TEST_P(TreeOf, does_not_let_one_side_stand_for_the_other) {
  for (const auto& [leaf, purpose] :
       {std::pair{tree_.broker_crt, "sslclient"}, std::pair{tree_.client_crt, "sslserver"}}) {
    const auto answer =
        openssl({"verify", "-purpose", purpose, "-CAfile", tree_.ca_crt.string(), leaf.string()});
    EXPECT_NE(answer.exit_code, 0) << answer.out;
  }
}

TEST_P(TreeOf, says_in_its_extensions_who_may_sign) {
  const std::string ca = text_of(tree_.ca_crt);
  EXPECT_THAT(ca, HasSubstr("CA:TRUE, pathlen:0"));
  EXPECT_THAT(ca, HasSubstr("Certificate Sign, CRL Sign"));
  EXPECT_THAT(ca, HasSubstr("Version: 3"));
  for (const auto& leaf : {tree_.broker_crt, tree_.client_crt}) {
    const std::string text = text_of(leaf);
    EXPECT_THAT(text, HasSubstr("CA:FALSE"));
    EXPECT_THAT(text, Not(HasSubstr("Certificate Sign")));
  }
}

TEST_P(TreeOf, has_the_key_type_asked_for) {
  const char* expected = GetParam() == KeyType::rsa_2048 ? "(2048 bit)" : "ASN1 OID: prime256v1";
  for (const auto& certificate : {tree_.ca_crt, tree_.broker_crt, tree_.client_crt}) {
    EXPECT_THAT(text_of(certificate), HasSubstr(expected));
  }
}

TEST_P(TreeOf, keeps_keys_for_the_owner_only_and_apart_from_each_other) {
  std::vector<std::string> keys;
  for (const auto& key : {tree_.ca_key, tree_.broker_key, tree_.client_key}) {
    struct stat status {};

    ASSERT_EQ(::stat(key.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U) << key;
    EXPECT_EQ(openssl({"pkey", "-in", key.string(), "-check", "-noout"}).exit_code, 0);
    keys.push_back(base::read_file(key));
  }
  EXPECT_NE(keys[0], keys[1]);
  EXPECT_NE(keys[1], keys[2]);
  EXPECT_NE(keys[0], keys[2]);
}

TEST_P(TreeOf, matches_keys_requests_and_certificates) {
  const auto public_key = [](const char* command, const std::filesystem::path& file) {
    std::vector<std::string> arguments = {command, "-in", file.string(), "-pubkey", "-noout"};
    if (std::string(command) == "pkey") {
      arguments = {command, "-in", file.string(), "-pubout"};
    }
    return openssl(arguments).out;
  };
  const std::string broker = public_key("pkey", tree_.broker_key);
  EXPECT_THAT(broker, HasSubstr("BEGIN PUBLIC KEY"));
  EXPECT_EQ(broker, public_key("x509", tree_.broker_crt));
  EXPECT_EQ(broker, public_key("req", tree_.broker_csr));
  EXPECT_EQ(public_key("pkey", tree_.client_key), public_key("x509", tree_.client_crt));
  EXPECT_EQ(public_key("pkey", tree_.ca_key), public_key("x509", tree_.ca_crt));
  for (const auto& request : {tree_.broker_csr, tree_.client_csr}) {
    const auto answer = openssl({"req", "-in", request.string(), "-verify", "-noout"});
    EXPECT_EQ(answer.exit_code, 0) << answer.out;
  }
}

// The lab's own next step: a further certificate from the same authority, with openssl.
TEST_P(TreeOf, lets_openssl_go_on_from_its_serial_number) {
  const std::string before = base::read_file(tree_.ca_srl);
  const std::string client = text_of(tree_.client_crt);
  const auto out = folder_.path() / "second.crt";
  const auto answer = openssl({"x509",
                               "-req",
                               "-in",
                               tree_.client_csr.string(),
                               "-CA",
                               tree_.ca_crt.string(),
                               "-CAkey",
                               tree_.ca_key.string(),
                               "-CAserial",
                               tree_.ca_srl.string(),
                               "-out",
                               out.string(),
                               "-days",
                               "100"});
  ASSERT_EQ(answer.exit_code, 0) << answer.out;
  EXPECT_EQ(openssl({"x509", "-in", tree_.client_crt.string(), "-noout", "-serial"}).out,
            "serial=" + before);
  const std::string after = base::read_file(tree_.ca_srl);
  EXPECT_NE(after, before);
  EXPECT_EQ(openssl({"x509", "-in", out.string(), "-noout", "-serial"}).out, "serial=" + after);
}

INSTANTIATE_TEST_SUITE_P(keys,
                         TreeOf,
                         ::testing::Values(KeyType::ecdsa_p256, KeyType::rsa_2048),
                         [](const auto& parameter) {
                           return parameter.param == KeyType::rsa_2048 ? "rsa_2048" : "ecdsa_p256";
                         });

TEST(Tree, is_valid_for_the_days_asked_and_no_longer) {
  const TemporaryFolder folder;
  Options options;
  options.days = 3;
  const Tree tree = make_tree(folder.path(), options);
  const auto still_valid_after = [&tree](int hours) {
    return openssl({"x509",
                    "-in",
                    tree.client_crt.string(),
                    "-noout",
                    "-checkend",
                    std::to_string(hours * 3600)})
               .exit_code == 0;
  };
  EXPECT_TRUE(still_valid_after(71));
  EXPECT_FALSE(still_valid_after(73));
}

TEST(Tree, is_new_each_time) {
  const TemporaryFolder folder;
  const Tree a = make_tree(folder.path() / "a", {});
  const Tree b = make_tree(folder.path() / "b", {});
  EXPECT_NE(base::read_file(a.ca_key), base::read_file(b.ca_key));
  EXPECT_NE(base::read_file(a.ca_srl), base::read_file(b.ca_srl));
  const auto crossed = openssl({"verify", "-CAfile", a.ca_crt.string(), b.client_crt.string()});
  EXPECT_NE(crossed.exit_code, 0);
}

TEST(Tree, is_never_overwritten) {
  const TemporaryFolder folder;
  EXPECT_EQ(tree_state(tree_in(folder.path())), TreeState::absent);
  const Tree tree = make_tree(folder.path(), {});
  EXPECT_EQ(tree_state(tree), TreeState::complete);
  const std::string key = base::read_file(tree.client_key);
  std::filesystem::remove(tree.ca_key);
  EXPECT_EQ(tree_state(tree), TreeState::partial);
  try {
    make_tree(folder.path(), {});
    FAIL() << "a tree was overwritten";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::usage);
    EXPECT_THAT(error.what(), HasSubstr("ca.crt"));
  }
  EXPECT_EQ(base::read_file(tree.client_key), key);
}

TEST(Tree, says_which_folder_cannot_be_made) {
  const TemporaryFolder folder;
  const auto blocked = folder.path() / "file";
  std::ofstream(blocked) << "not a folder";
  try {
    make_tree(blocked, {});
    FAIL() << "made a tree below a file";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code(), base::ExitCode::environment);
    EXPECT_THAT(error.what(), HasSubstr(blocked.string()));
  }
}

TEST(Tree, refuses_what_cannot_stand_in_a_certificate) {
  const TemporaryFolder folder;
  const auto code_of = [&folder](const Options& options) {
    try {
      make_tree(folder.path(), options);
    } catch (const base::Error& error) {
      return error.code();
    }
    return base::ExitCode::done;
  };
  Options no_days;
  no_days.days = 0;
  EXPECT_EQ(code_of(no_days), base::ExitCode::usage);
  Options bad_address;
  bad_address.broker_addresses = {"300.1.1.1"};
  EXPECT_EQ(code_of(bad_address), base::ExitCode::usage);
  Options bad_name;
  bad_name.broker_names = {"local host"};
  EXPECT_EQ(code_of(bad_name), base::ExitCode::usage);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace mqseal::pki
