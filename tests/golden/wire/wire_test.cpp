// Golden JSON of the wire: what is read into records and written again is the same JSON, and an invitation that Go
// locked opens.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "json/record.h"
#include "model/wire.h"
#include "peer/invite.h"

namespace causeway {
namespace {

json::Value golden(const std::string& name) {
  const std::ifstream file(CAUSEWAY_SOURCE_DIR "/tests/golden/wire/" + name);
  std::stringstream text;
  text << file.rdbuf();
  auto value = json::parse(text.str(), {});
  EXPECT_TRUE(value.ok()) << name;
  return value.ok() ? *value : json::Value();
}

template <class T>
T survives(const json::Value& value) {
  auto record = json::from_json<T>(value);
  EXPECT_TRUE(record.ok()) << (record.ok() ? "" : record.error().text);
  if (!record.ok()) return {};
  EXPECT_EQ(json::dump(json::to_json(*record)), json::dump(value));
  return *record;
}

TEST(Wire, FrameWithASyncMessage) {
  const auto frame = survives<model::RemoteClusterFrame>(golden("sync.json"));
  const auto sync = survives<model::SyncMsg>(frame.msg.payload);
  EXPECT_EQ(sync.posts.at(0).metadata->priority->priority, "urgent");
  EXPECT_EQ(sync.users.begin()->second.username, "alice");
  EXPECT_EQ(sync.mention_transforms.at("bob"), "u2222222222222222222222222");
}

TEST(Wire, PingChannelInviteAndSyncResponse) {
  EXPECT_EQ(base::to_millis(survives<model::RemoteClusterPing>(golden("ping.json")).recv_at), 1700000000005);
  EXPECT_EQ(survives<model::ChannelInvite>(golden("channel_invite.json")).display_name, "Town");
  EXPECT_EQ(survives<model::SyncResponse>(golden("sync_response.json")).users_syncd.size(), 1U);
}

TEST(Wire, AnInvitationLockedByGoOpens) {
  const json::Value value = golden("invite.json");
  const auto invite = peer::open_invite(*value.find("text")->string(), *value.find("password")->string());
  ASSERT_TRUE(invite.ok()) << invite.error().text;
  EXPECT_EQ(json::to_json(*invite), *json::parse(*value.find("plain")->string(), {}));
}

}  // namespace
}  // namespace causeway
