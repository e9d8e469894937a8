#include "peer/invite.h"

#include <gtest/gtest.h>

#include "crypto/cipher.h"
#include "json/record.h"

namespace causeway::peer {
namespace {

const model::RemoteClusterInvite invite{
    model::RemoteId("abcdefghijklmnopqrstuvwxyz"), "", "https://a.example.com/plugins/causeway", "token", "", 3};

std::string code_of(std::string_view text, std::string_view password) {
  const auto opened = open_invite(text, password);
  return opened.ok() ? "ok" : opened.error().code;
}

std::string old_form(const std::string& plain) {
  const std::string salt(16, 's');
  const std::string nonce(12, 'n');
  const auto key = crypto::scrypt("old password", salt, 32768, 8, 1, 32);
  return crypto::base64_encode(salt + nonce + crypto::aes_gcm_seal(key.view(), nonce, plain), crypto::Alphabet::url);
}

TEST(Invite, OpensWithItsPasswordAndNoOther) {
  const std::string text = seal_invite(invite, "correct horse battery");
  EXPECT_EQ(*open_invite(text, "correct horse battery"), invite);
  EXPECT_EQ(code_of(text, "correct horse batterx"), "invite_locked");
  EXPECT_NE(seal_invite(invite, "x"), seal_invite(invite, "x"));
  EXPECT_EQ(
      *open_invite("```text\n " + text.substr(0, 40) + "\r\n" + text.substr(40) + "\n```\n", "correct horse battery"),
      invite);
  std::string changed = text;
  changed[30] = changed[30] == 'A' ? 'B' : 'A';
  EXPECT_EQ(code_of(changed, "correct horse battery"), "invite_locked");
}

TEST(Invite, OfAnOlderServerOpensToo) {
  EXPECT_EQ(*open_invite(old_form(json::encode(invite)), "old password"), invite);
}

TEST(Invite, ThatIsNoneIsRefusedWithoutAKeyBeingMade) {
  for (const std::size_t size : {0U, 1U, 16U, 17U, 27U, 28U, 43U, 44U}) {
    EXPECT_EQ(code_of(crypto::base64_encode(std::string(size, 'x'), crypto::Alphabet::url), "p"), "invite_malformed")
        << size;
  }
  EXPECT_EQ(code_of("hello world!", "p"), "invite_malformed");
  EXPECT_EQ(code_of(std::string(20'000, 'A'), "p"), "invite_malformed");
}

TEST(Invite, ThatHoldsNothingUsableIsRefused) {
  EXPECT_EQ(code_of(old_form("not json"), "old password"), "invite_invalid");
  const auto refused = [](auto change) {
    model::RemoteClusterInvite wrong = invite;
    change(wrong);
    return !check_invite(wrong).ok();
  };
  EXPECT_TRUE(refused([](auto& i) { i.remote_id = model::RemoteId("short"); }));
  EXPECT_TRUE(refused([](auto& i) { i.token.clear(); }));
  EXPECT_TRUE(refused([](auto& i) { i.token = "a\r\nb"; }));
  EXPECT_TRUE(refused([](auto& i) { i.site_url = "ftp://x"; }));
}

}  // namespace
}  // namespace causeway::peer
