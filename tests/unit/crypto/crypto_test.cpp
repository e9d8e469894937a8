#include <gtest/gtest.h>

#include <random>

#include "crypto/cipher.h"
#include "crypto/digest.h"
#include "crypto/secret.h"

namespace causeway::crypto {
namespace {

std::string unhex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

std::string text(const Digest& digest) {
  return {digest.begin(), digest.end()};
}

TEST(Sha256, MatchesFips180) {
  EXPECT_EQ(text(sha256("abc")), unhex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  EXPECT_EQ(text(sha256("")), unhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  EXPECT_EQ(text(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            unhex("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
}

TEST(Sha256, InPiecesIsTheSameAndStartsAnew) {
  Sha256 hash;
  for (int i = 0; i < 1000; ++i) hash.add(std::string(1000, 'a'));
  EXPECT_EQ(text(hash.finish()), unhex("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
  hash.add("a");
  hash.add("");
  hash.add("bc");
  EXPECT_EQ(hash.finish(), sha256("abc"));
}

TEST(Hmac, MatchesRfc4231) {
  EXPECT_EQ(text(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            unhex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
  EXPECT_EQ(text(hmac_sha256("Jefe", "what do ya want for nothing?")),
            unhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
  EXPECT_EQ(text(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            unhex("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
  EXPECT_EQ(text(hmac_sha256({}, {})), unhex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
}

TEST(Equal, SeesOneChangedBitAnywhere) {
  const Digest a = sha256("token");
  EXPECT_TRUE(equal(a, sha256("token")));
  for (std::size_t i = 0; i < a.size(); ++i) {
    Digest b = a;
    b[i] ^= 0x80U;
    EXPECT_FALSE(equal(a, b)) << i;
  }
}

TEST(Pbkdf2, MatchesRfc7914) {
  EXPECT_EQ(pbkdf2_sha256("passwd", "salt", 1, 64).view(),
            unhex("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                  "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783"));
  EXPECT_EQ(pbkdf2_sha256("Password", "NaCl", 80000, 64).view(),
            unhex("4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
                  "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d"));
}

TEST(Scrypt, MatchesRfc7914) {
  EXPECT_EQ(scrypt("", "", 16, 1, 1, 64).view(),
            unhex("77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                  "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"));
  EXPECT_EQ(scrypt("pleaseletmein", "SodiumChloride", 16384, 8, 1, 64).view(),
            unhex("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                  "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"));
}

// Test cases 14, 15 and 16 of "The Galois/Counter Mode of Operation" (McGrew, Viega), the source of NIST SP 800-38D.
TEST(AesGcm, MatchesThePublishedCases) {
  EXPECT_EQ(aes_gcm_seal(std::string(32, '\0'), std::string(12, '\0'), std::string(16, '\0')),
            unhex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"));
  const std::string key = unhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  const std::string nonce = unhex("cafebabefacedbaddecaf888");
  const std::string plain = unhex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255");
  const std::string cipher = unhex(
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
      "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad");
  EXPECT_EQ(aes_gcm_seal(key, nonce, plain), cipher + unhex("b094dac5d93471bdec1a502270e3cc6c"));
  const std::string bound = unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const std::string sealed = cipher.substr(0, 60) + unhex("76fc6ece0f4e1768cddf8853bb2d551b");
  EXPECT_EQ(aes_gcm_seal(key, nonce, plain.substr(0, 60), bound), sealed);
  EXPECT_EQ(aes_gcm_open(key, nonce, sealed, bound)->view(), plain.substr(0, 60));
}

TEST(AesGcm, OpensOnlyWhatWasSealed) {
  const std::string key = random_bytes(32);
  const std::string nonce = random_bytes(12);
  const std::string sealed = aes_gcm_seal(key, nonce, "the token", "remote");
  ASSERT_TRUE(aes_gcm_open(key, nonce, sealed, "remote").ok());
  EXPECT_EQ(aes_gcm_open(random_bytes(32), nonce, sealed, "remote").error().code, "crypto_open_failed");
  EXPECT_FALSE(aes_gcm_open(key, random_bytes(12), sealed, "remote").ok());
  EXPECT_FALSE(aes_gcm_open(key, nonce, sealed, "other").ok());
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(aes_gcm_open(key, nonce, changed, "remote").ok()) << i;
  }
  for (std::size_t length = 0; length < sealed.size(); ++length) {
    EXPECT_FALSE(aes_gcm_open(key, nonce, sealed.substr(0, length), "remote").ok()) << length;
  }
  EXPECT_EQ(aes_gcm_open(key, nonce, aes_gcm_seal(key, nonce, ""))->size(), 0U);
}

TEST(Base64, MatchesRfc4648) {
  const std::pair<std::string, std::string> cases[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, encoded] : cases) {
    EXPECT_EQ(base64_encode(bytes, Alphabet::standard), encoded);
    EXPECT_EQ(base64_decode(encoded, Alphabet::standard), bytes);
  }
  EXPECT_EQ(base64_encode("\xfb\xff\xfe", Alphabet::standard), "+//+");
  EXPECT_EQ(base64_encode("\xfb\xff\xfe", Alphabet::url), "-__-");
}

TEST(Base64, RefusesWhatIsNotExact) {
  for (const char* wrong :
       {"Z", "Zg", "Zg=", "Zg===", "=Zg=", "Z===", "====", "Zg==Zg==", "Zm9v\n", " Zm9v", "Zm9*", "Zm9v====", "Z=m="}) {
    EXPECT_EQ(base64_decode(wrong, Alphabet::standard), std::nullopt) << wrong;
    EXPECT_EQ(base64_decode(wrong, Alphabet::url), std::nullopt) << wrong;
  }
  EXPECT_EQ(base64_decode("-__-", Alphabet::standard), std::nullopt);
  EXPECT_EQ(base64_decode("+//+", Alphabet::url), std::nullopt);
}

TEST(Base64, AnyBytesSurvive) {
  std::mt19937 random(11);
  for (std::size_t size = 0; size < 200; ++size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<char>(random()));
    for (const Alphabet alphabet : {Alphabet::standard, Alphabet::url}) {
      EXPECT_EQ(base64_decode(base64_encode(bytes, alphabet), alphabet), bytes);
    }
  }
}

TEST(Random, DoesNotRepeat) {
  EXPECT_NE(random_bytes(16), random_bytes(16));
  EXPECT_TRUE(random_bytes(0).empty());
}

TEST(Secret, LeavesNothingWhereItCameFrom) {
  std::string source = "password";
  Secret first(std::move(source));
  EXPECT_TRUE(source.empty());  // NOLINT(bugprone-use-after-move): that is the promise
  Secret second(std::move(first));
  EXPECT_EQ(second.view(), "password");
  EXPECT_EQ(first.size(), 0U);  // NOLINT(bugprone-use-after-move)
  Secret third;
  third = std::move(second);
  EXPECT_EQ(third.view(), "password");
  EXPECT_EQ(second.size(), 0U);  // NOLINT(bugprone-use-after-move)
}

}  // namespace
}  // namespace causeway::crypto
