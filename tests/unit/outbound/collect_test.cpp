#include <gtest/gtest.h>

#include "json/record.h"
#include "outbound/collect/posts.h"
#include "outbound/collect/users.h"
#include "peer/content_policy.h"
#include "peer/version.h"

namespace causeway::outbound {
namespace {

model::Post make_post() {
  model::Post post;
  post.id = model::PostId("p1");
  post.user_id = model::UserId("u1");
  post.channel_id = model::ChannelId("c1");
  post.message = "hello";
  post.create_at = base::from_millis(1000);
  return post;
}

TEST(Crosses, PeoplesMessagesDoAndEverythingElseStays) {
  model::Post post = make_post();
  EXPECT_TRUE(crosses(post));
  post.type = "me";
  EXPECT_TRUE(crosses(post));
  for (const char* type : {"system_join_channel", "system_header_change", "custom_calls", "burn_on_read"}) {
    post.type = type;
    EXPECT_FALSE(crosses(post)) << type;
  }
  post = make_post();
  post.delete_at = base::from_millis(2000);
  EXPECT_FALSE(crosses(post));
  post = make_post();
  post.original_id = model::PostId("p0");
  EXPECT_FALSE(crosses(post));
}

TEST(PostForWire, CarriesContentButNoBookkeepingAndNoProps) {
  model::Post post = make_post();
  post.root_id = model::PostId("p0");
  post.props = json::Object{{"from_webhook", "true"}, {"secret", "x"}, {"disable_group_highlight", true}};
  post.pending_post_id = "pending";
  post.remote_id = model::RemoteId("r1");
  post.has_reactions = true;
  const model::Post wire = for_wire(post);
  EXPECT_EQ(wire.message, "hello");
  EXPECT_EQ(wire.root_id, post.root_id);
  EXPECT_EQ(wire.create_at, post.create_at);
  EXPECT_FALSE(wire.remote_id.has_value());
  EXPECT_EQ(wire.pending_post_id, "");
  EXPECT_FALSE(wire.has_reactions);
  EXPECT_EQ(json::dump(wire.props), R"({"disable_group_highlight":true})");
}

TEST(PostForWire, NamesAttachmentsThatStayBehind) {
  model::Post post = make_post();
  post.file_ids = {model::FileId("f1")};
  EXPECT_EQ(for_wire(post).message, "hello\n*(1 attachment not carried over)*");
  post.message.clear();
  post.file_ids.push_back(model::FileId("f2"));
  EXPECT_EQ(for_wire(post).message, "*(2 attachments not carried over)*");
  post.message = std::string(16'383, 'x');
  EXPECT_EQ(for_wire(post).message, post.message) << "no room for the line";
}

TEST(UserForWire, TellsNamesButNoAddressRightsOrSettings) {
  model::User user;
  user.id = model::UserId("u1");
  user.username = "alice";
  user.nickname = "Al";
  user.email = "alice@secret.example";
  user.roles = "system_admin";
  user.password = "hash";
  user.auth_data = "ldap-id";
  user.auth_service = "ldap";
  user.props = {{"key", "value"}};
  user.notify_props = {{"email", "true"}};
  user.timezone = {{"manualTimezone", "Europe/Berlin"}};
  const model::User wire = for_wire(user);
  EXPECT_EQ(wire.username, "alice");
  EXPECT_EQ(wire.nickname, "Al");
  EXPECT_EQ(wire.timezone, user.timezone);
  EXPECT_EQ(wire.roles, "system_user");
  const std::string text = json::encode(wire);
  for (const char* hidden : {"secret.example", "hash", "ldap", "value", "admin", "\"true\""}) {
    EXPECT_EQ(text.find(hidden), std::string::npos) << hidden;
  }
}

TEST(ContentPolicy, OnlyHarmlessPropsOfTheRightKindPass) {
  EXPECT_TRUE(peer::crossing_props({}).is_null());
  EXPECT_TRUE(peer::crossing_props(json::Object{{"override_username", "ceo"}}).is_null());
  EXPECT_TRUE(peer::crossing_props(json::Object{{"mentionHighlightDisabled", "yes"}}).is_null()) << "not a boolean";
  EXPECT_TRUE(peer::crossing_props("text").is_null());
}

TEST(LedgerEntry, StaysTheSameWhateverServersStampAndChangesWithTheContent) {
  const model::Post post = make_post();
  const auto entry = peer::ledger_entry(for_wire(post));
  EXPECT_EQ(entry.item_id, "p1");
  model::Post stamped = post;
  stamped.create_at = stamped.update_at = base::from_millis(9999);
  stamped.has_reactions = true;
  stamped.remote_id = model::RemoteId("r1");
  stamped.props = json::Object{};
  EXPECT_EQ(peer::ledger_entry(stamped), entry);
  model::Post other = post;
  other.message += "!";
  EXPECT_NE(peer::ledger_entry(other), entry);
  other = post;
  other.is_pinned = true;
  EXPECT_NE(peer::ledger_entry(other), entry);
  EXPECT_EQ(entry.version, "rJuQhxKiy-zfkEN1bbv1pm2CM04Lu1zhpHT5zg4Rlxg=") << "kept in databases: must not change";
}

}  // namespace
}  // namespace causeway::outbound
