// SPDX-License-Identifier: MIT
// Certificates that are wrong in exactly one way: openssl must refuse each for that reason and
// accept the right one next to it.
#include "sim/pki/authority.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/base/file.h"
#include "tests/pki/openssl.h"

namespace mqseal::pki {
namespace {

using std::chrono::hours;
using test::openssl;
using test::OpensslAnswer;
using test::TemporaryFolder;
using ::testing::HasSubstr;

LeafOptions client_options() {
  LeafOptions options;
  options.common_name = "device-1";
  options.client_auth = true;
  return options;
}

class AuthorityTest : public ::testing::Test {
 protected:
  AuthorityTest() : tree_(make_tree(folder_.path(), {})), authority_(Authority::load(tree_)) {}

  OpensslAnswer verify(const Leaf& leaf, const std::vector<std::string>& further = {}) {
    write_leaf(folder_.path() / "leaf", "device", leaf);
    std::vector<std::string> arguments = {"verify", "-CAfile", tree_.ca_crt.string()};
    arguments.insert(arguments.end(), further.begin(), further.end());
    arguments.push_back((folder_.path() / "leaf" / "device.crt").string());
    return openssl(arguments);
  }

  TemporaryFolder folder_;
  Tree tree_;
  Authority authority_;
};

TEST_F(AuthorityTest, of_a_tree_issues_further_certificates) {
  const auto answer =
      verify(make_leaf(authority_, client_options()), {"-x509_strict", "-purpose", "sslclient"});
  EXPECT_EQ(answer.exit_code, 0) << answer.out;
}

TEST_F(AuthorityTest, issues_an_expired_certificate) {
  LeafOptions options = client_options();
  options.validity = {.from = hours(-48), .until = hours(-24)};
  const auto answer = verify(make_leaf(authority_, options));
  EXPECT_NE(answer.exit_code, 0);
  EXPECT_THAT(answer.out, HasSubstr("certificate has expired"));
}

TEST_F(AuthorityTest, issues_a_certificate_of_the_future) {
  LeafOptions options = client_options();
  options.validity = {.from = hours(24), .until = hours(48)};
  const auto answer = verify(make_leaf(authority_, options));
  EXPECT_NE(answer.exit_code, 0);
  EXPECT_THAT(answer.out, HasSubstr("not yet valid"));
}

TEST_F(AuthorityTest, issues_a_certificate_with_the_wrong_extended_key_usage) {
  LeafOptions options = client_options();
  options.client_auth = false;
  options.server_auth = true;
  const auto answer = verify(make_leaf(authority_, options), {"-purpose", "sslclient"});
  EXPECT_NE(answer.exit_code, 0);
  EXPECT_THAT(answer.out, HasSubstr("purpose"));
}

TEST_F(AuthorityTest, issues_a_broker_certificate_for_another_host) {
  LeafOptions options;
  options.common_name = "elsewhere.example";
  options.dns_names = {"elsewhere.example"};
  options.server_auth = true;
  const Leaf leaf = make_leaf(authority_, options);
  EXPECT_EQ(verify(leaf, {"-verify_hostname", "elsewhere.example"}).exit_code, 0);
  const auto answer = verify(leaf, {"-verify_hostname", "localhost"});
  EXPECT_NE(answer.exit_code, 0);
  EXPECT_THAT(answer.out, HasSubstr("hostname mismatch"));
}

TEST_F(AuthorityTest, is_not_taken_for_another_of_the_same_name) {
  const Authority foreign(KeyType::ecdsa_p256, "mqseal lab CA", {});
  const auto answer = verify(make_leaf(foreign, client_options()));
  EXPECT_NE(answer.exit_code, 0) << answer.out;
}

TEST_F(AuthorityTest, revokes_one_certificate_and_no_other) {
  const Leaf revoked = make_leaf(authority_, client_options());
  const Leaf other = make_leaf(authority_, client_options());
  const std::vector<std::string> list = {revoked.crt_pem};
  const auto file = folder_.path() / "ca.crl";
  base::write_file_atomically(file, make_revocation_list(authority_, list));
  const std::vector<std::string> check = {"-crl_check", "-CRLfile", file.string()};
  const auto refused = verify(revoked, check);
  EXPECT_NE(refused.exit_code, 0);
  EXPECT_THAT(refused.out, HasSubstr("certificate revoked"));
  const auto accepted = verify(other, check);
  EXPECT_EQ(accepted.exit_code, 0) << accepted.out;
}

TEST_F(AuthorityTest, with_another_key_than_its_certificate_is_not_loaded) {
  const TemporaryFolder other;
  Tree mixed = tree_;
  mixed.ca_key = make_tree(other.path(), {}).ca_key;
  EXPECT_THROW(Authority::load(mixed), base::Error);
  Tree missing = tree_;
  missing.ca_key = folder_.path() / "nowhere.key";
  EXPECT_THROW(Authority::load(missing), base::Error);
  Tree swapped = tree_;
  swapped.ca_key = tree_.ca_crt;
  EXPECT_THROW(Authority::load(swapped), base::Error);
}

}  // namespace
}  // namespace mqseal::pki
