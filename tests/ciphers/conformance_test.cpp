// SPDX-License-Identifier: MIT
// What the contract of Aead (ciphers/host/aead.h) promises, for every implementation in the
// catalogue that this CPU has.
#include <algorithm>

#include "tests/ciphers/cases.h"

namespace mqseal::host {
namespace {

class Conformance : public testing::TestWithParam<AeadCase> {
 protected:
  [[nodiscard]] const CipherInfo& cipher() const { return *GetParam().cipher; }

  /// The unit of all lengths: a block, or Ascon's rate.
  [[nodiscard]] std::size_t block() const {
    return cipher().block_bytes == 0 ? 16 : cipher().block_bytes;
  }

  Octets seal(Aead& aead, const Octets& plaintext) {
    Octets sealed(plaintext.size() + aead.tag_bytes());
    aead.seal(nonce_, ad_, plaintext, sealed);
    return sealed;
  }

  RandomBytes random_{1};
  Octets key_ = random_(cipher().key_bytes);
  Octets nonce_ = random_(cipher().random_nonce_bytes);
  Octets ad_ = random_(29);
};

TEST_P(Conformance, opens_what_it_sealed_at_all_lengths_and_tags) {
  for (std::size_t tag = 1; tag <= cipher().tag_max; ++tag) {
    if (!cipher().tag_ok(tag)) {
      continue;
    }
    const auto aead = GetParam().make(key_, tag);
    ASSERT_EQ(aead->tag_bytes(), tag);
    for (std::size_t text = 0; text <= 3 * block() + 1; ++text) {
      for (std::size_t ad = 0; ad <= 3 * block() + 1; ad += tag == cipher().tag_max ? 1U : 7U) {
        nonce_ = random_(cipher().random_nonce_bytes);
        ad_ = random_(ad);
        const Octets plaintext = random_(text);
        const Octets sealed = seal(*aead, plaintext);
        Octets opened(text);
        ASSERT_TRUE(aead->open(nonce_, ad_, sealed, opened)) << text << " bytes, AD " << ad;
        ASSERT_EQ(opened, plaintext);
      }
    }
  }
}

TEST_P(Conformance, agrees_with_the_implementation_that_runs_everywhere) {
  const AeadCase reference{&cipher(), &cipher().implementations.back()};
  const auto ours = GetParam().make(key_), theirs = reference.make(key_);
  for (int i = 0; i < 400; ++i) {
    nonce_ = random_(cipher().random_nonce_bytes);
    ad_ = random_(random_.below(70));
    const Octets plaintext = random_(i % 50 == 0 ? 5000 + random_.below(9000) : random_.below(400));
    ASSERT_EQ(seal(*ours, plaintext), seal(*theirs, plaintext)) << plaintext.size() << " bytes";
  }
}

TEST_P(Conformance, works_in_place) {
  const auto aead = GetParam().make(key_);
  for (std::size_t text = 0; text <= 3 * block() + 1; ++text) {
    const Octets plaintext = random_(text), sealed = seal(*aead, plaintext);
    Octets buffer = plaintext;
    buffer.resize(sealed.size());
    aead->seal(nonce_, ad_, Bytes(buffer).first(text), buffer);
    ASSERT_EQ(buffer, sealed);
    ASSERT_TRUE(aead->open(nonce_, ad_, buffer, MutableBytes(buffer).first(text)));
    ASSERT_TRUE(std::equal(plaintext.begin(), plaintext.end(), buffer.begin()));
  }
}

TEST_P(Conformance, takes_buffers_at_odd_addresses) {
  const auto aead = GetParam().make(key_);
  const std::size_t text = 3 * block() + 1;
  const Octets plaintext = random_(text), sealed = seal(*aead, plaintext);
  const auto shifted = [](const Octets& bytes) {
    Octets copy(1);
    copy.insert(copy.end(), bytes.begin(), bytes.end());
    return copy;
  };
  const Octets n = shifted(nonce_), a = shifted(ad_), p = shifted(plaintext), s = shifted(sealed);
  Octets out(1 + sealed.size());
  aead->seal(
      Bytes(n).subspan(1), Bytes(a).subspan(1), Bytes(p).subspan(1), MutableBytes(out).subspan(1));
  EXPECT_EQ(Octets(out.begin() + 1, out.end()), sealed);
  Octets opened(1 + text);
  ASSERT_TRUE(aead->open(Bytes(n).subspan(1),
                         Bytes(a).subspan(1),
                         Bytes(s).subspan(1),
                         MutableBytes(opened).subspan(1)));
  EXPECT_EQ(Octets(opened.begin() + 1, opened.end()), plaintext);
}

/// `change` gets the bytes that open will see.
void expect_rejected(
    Aead& aead, const Octets& nonce, const Octets& ad, const Octets& sealed, const char* what) {
  Octets opened(sealed.size() - aead.tag_bytes(), 0xa5);
  ASSERT_FALSE(aead.open(nonce, ad, sealed, opened)) << what;
  ASSERT_EQ(opened, Octets(opened.size())) << what << ": bytes released";
}

TEST_P(Conformance, rejects_every_flipped_bit_and_releases_nothing) {
  const auto aead = GetParam().make(key_);
  const Octets plaintext = random_(2 * block() + 3), sealed = seal(*aead, plaintext);
  const auto flip_each = [](const Octets& bytes, const auto& test) {
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      Octets changed = bytes;
      changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
      test(changed);
    }
  };
  flip_each(sealed, [&](const Octets& x) { expect_rejected(*aead, nonce_, ad_, x, "sealed"); });
  flip_each(ad_, [&](const Octets& x) { expect_rejected(*aead, nonce_, x, sealed, "AD"); });
  flip_each(nonce_, [&](const Octets& x) { expect_rejected(*aead, x, ad_, sealed, "nonce"); });
  flip_each(key_, [&](const Octets& x) {
    expect_rejected(*GetParam().make(x), nonce_, ad_, sealed, "key");
  });
  Octets opened(plaintext.size());
  EXPECT_TRUE(aead->open(nonce_, ad_, sealed, opened)) << "a rejection spoils what follows";
}

TEST_P(Conformance, rejects_what_was_cut_or_grown_and_wipes_in_place) {
  const auto aead = GetParam().make(key_);
  const Octets plaintext = random_(2 * block() + 3), sealed = seal(*aead, plaintext);
  for (std::size_t n = 0; n < sealed.size(); ++n) {
    const Octets cut(sealed.begin(), sealed.begin() + static_cast<std::ptrdiff_t>(n));
    Octets opened(n < aead->tag_bytes() ? 0 : n - aead->tag_bytes(), 0xa5);
    ASSERT_FALSE(aead->open(nonce_, ad_, cut, opened)) << n;
    ASSERT_EQ(opened, Octets(opened.size()));
  }
  Octets grown = sealed;
  grown.push_back(0);
  expect_rejected(*aead, nonce_, ad_, grown, "grown");
  Octets buffer = sealed;
  buffer.back() ^= 1U;
  const auto text = MutableBytes(buffer).first(plaintext.size());
  ASSERT_FALSE(aead->open(nonce_, ad_, buffer, text));
  EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](std::uint8_t b) { return b == 0; }));
}

TEST_P(Conformance, a_new_key_replaces_the_old_one_whole) {
  const auto aead = GetParam().make(random_(cipher().key_bytes));
  const Octets plaintext = random_(40);
  static_cast<void>(seal(*aead, plaintext));
  aead->set_key(key_);
  EXPECT_EQ(seal(*aead, plaintext), seal(*GetParam().make(key_), plaintext));
}

/// But for CCM, whose first block holds the tag length (RFC 3610, section 2.2).
TEST_P(Conformance, short_tags_are_the_front_of_the_long_one) {
  const Octets plaintext = random_(33), whole = seal(*GetParam().make(key_), plaintext);
  for (std::size_t tag = 1; tag < cipher().tag_max; ++tag) {
    if (cipher().tag_ok(tag)) {
      const Octets cut = seal(*GetParam().make(key_, tag), plaintext);
      EXPECT_EQ(std::equal(cut.begin(), cut.end(), whole.begin()), cipher().limit != KeyLimit::ccm)
          << tag;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Conformance, testing::ValuesIn(aead_cases()), name_of);

class BlockConformance : public testing::TestWithParam<BlockCase> {};

TEST_P(BlockConformance, many_blocks_are_the_same_as_one_by_one_in_every_direction) {
  const BlockCipherInfo& info = *GetParam().cipher;
  const core::BlockKernel& kernel = *GetParam().implementation->kernel;
  const core::BlockKernel& reference = *info.implementations.back().kernel;
  RandomBytes random(2);
  const BlockCipher ours(kernel, random(info.key_bytes));
  RandomBytes again(2);
  const BlockCipher theirs(reference, again(info.key_bytes));
  // Up to more than one run of the widest bitsliced kernel (512 blocks).
  for (std::size_t blocks = 1; blocks <= 1200; blocks += blocks < 67 ? 1 : 1 + blocks / 3) {
    const Octets plain = random(blocks * info.block_bytes);
    Octets single(plain.size()), many(plain.size());
    for (std::size_t at = 0; at < plain.size(); at += info.block_bytes) {
      theirs.encrypt(Bytes(plain).subspan(at, info.block_bytes),
                     MutableBytes(single).subspan(at, info.block_bytes));
    }
    ours.encrypt(plain, many);
    ASSERT_EQ(many, single) << blocks;
    if (kernel.decrypt != nullptr) {
      ours.decrypt(many, many);
      ASSERT_EQ(many, plain) << blocks;
    }
  }
}

class CounterMode : public testing::TestWithParam<BlockCase> {};

/// SP 800-38A, 6.5 with a whole-block counter, written down again from encrypt alone.
TEST_P(CounterMode, counter_mode_counts_through_every_carry) {
  const BlockCipherInfo& info = *GetParam().cipher;
  const core::BlockKernel& kernel = *GetParam().implementation->kernel;
  RandomBytes random(3);
  const BlockCipher cipher(kernel, random(info.key_bytes));
  for (std::size_t ones = 0; ones <= info.block_bytes; ++ones) {
    Octets start = random(info.block_bytes);
    std::fill(start.end() - static_cast<std::ptrdiff_t>(ones), start.end(), 0xff);
    if (ones > 0) {
      start.back() = 0xfb;  // the carry comes at the sixth block
    }
    const std::size_t blocks = ones % 3 == 0 ? 1100 : 80;
    const Octets in = random(blocks * info.block_bytes + random.below(info.block_bytes));
    Octets out(in.size()), expected(in.size()), counter = start;
    for (std::size_t at = 0; at < in.size(); at += info.block_bytes) {
      Octets keystream(info.block_bytes);
      cipher.encrypt(counter, keystream);
      for (std::size_t i = at; i < std::min(at + info.block_bytes, in.size()); ++i) {
        expected[i] = static_cast<std::uint8_t>(in[i] ^ keystream[i - at]);
      }
      for (std::size_t i = info.block_bytes; i-- > 0 && ++counter[i] == 0;) {
      }
    }
    cipher.counter_mode(start, in, out);
    ASSERT_EQ(out, expected) << ones;
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue,
                         BlockConformance,
                         testing::ValuesIn(block_cases()),
                         name_of_block);

/// Blocks of 8 and 16 bytes; the other sizes have no mode.
std::vector<BlockCase> cases_with_modes() {
  std::vector<BlockCase> cases = block_cases();
  std::erase_if(cases, [](const BlockCase& one) {
    return one.cipher->block_bytes != 8 && one.cipher->block_bytes != 16;
  });
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Catalogue,
                         CounterMode,
                         testing::ValuesIn(cases_with_modes()),
                         name_of_block);

}  // namespace
}  // namespace mqseal::host
