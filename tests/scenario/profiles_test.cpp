// People who change: their names, what else their profiles say, and whether they are there at all.
#include <gtest/gtest.h>

#include "base/id.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

class Profiles : public testing::Test {
 protected:
  Profiles() {
    stage_.connect();
    channel_ = stage_.share("town");
    EXPECT_TRUE(stage_.crosses(home_, spoke_, channel_, "alice is known there"));
    EXPECT_TRUE(stage_.crosses(spoke_, home_, channel_, "bob is known there"));
  }
  // As its own server has it, and as the other one shows it.
  static model::User user(Site& site, const model::UserId& id) { return site.server().get_user(id).value(); }
  static void changes(Site& site, const model::User& next) {
    ASSERT_TRUE(site.server().update_user(next).ok());
    site.store().put_user(user(site, next.id));
  }
  static void is_active(Site& site, const model::UserId& id, bool active) {
    ASSERT_TRUE(site.server().set_user_active(id, active).ok());
    site.store().put_user(user(site, id));
  }
  static bool shows(Site& site, const model::UserId& id, const std::function<bool(const model::User&)>& look) {
    return eventually([&] { return look(user(site, id)); });
  }

  TwoServers stage_;
  Site& home_ = stage_.home;
  Site& spoke_ = stage_.spoke;
  model::ChannelId channel_;
};

TEST_F(Profiles, NamesAndTheRestFollowBothWaysWithoutAPost) {
  for (const auto& [from, to] : {std::pair(&home_, &spoke_), std::pair(&spoke_, &home_)}) {
    model::User next = user(*from, from->person().id);
    next.username += "-renamed";
    next.nickname = "Nick";
    next.first_name = "First";
    next.last_name = "Last";
    next.position = "Pilot";
    next.timezone = {{"manualTimezone", "Europe/Berlin"}};
    changes(*from, next);
    EXPECT_TRUE(shows(*to, next.id, [&](const model::User& there) { return there.nickname == "Nick"; }));
    const model::User there = user(*to, next.id);
    EXPECT_EQ(there.username, next.username + ":" + from->name());
    EXPECT_EQ(there.first_name + there.last_name + there.position, "FirstLastPilot");
    EXPECT_EQ(there.timezone, next.timezone);
    EXPECT_NE(there.email, next.email);
    const int writes = to->server().calls("update_user");
    ASSERT_TRUE(stage_.crosses(*from, *to, channel_, "by the new name"));
    EXPECT_EQ(to->server().calls("update_user"), writes) << "said once";
  }
}

TEST_F(Profiles, ACustomStatusFollowsAndGoesAndMayBeSwitchedOff) {
  const auto status = [](const model::User& user) {
    const auto found = user.props.find("customStatus");
    return found == user.props.end() ? std::string() : found->second;
  };
  const auto is_set = [&](const std::string& text) {
    model::User next = user(home_, home_.person().id);
    next.props["customStatus"] = text.empty() ? "" : R"({"emoji":"tada","text":")" + text + R"("})";
    changes(home_, next);
    return shows(spoke_, next.id, [&](const model::User& there) {
      return text.empty() ? status(there).empty() : status(there).find(text) != std::string::npos;
    });
  };
  EXPECT_TRUE(is_set("at lunch"));
  EXPECT_TRUE(is_set(""));
  EXPECT_TRUE(is_set("back"));
  const std::string path = "/api/v1/connections/" + stage_.link.str() + "/policy";
  EXPECT_EQ(home_.visits(home_.admin().id, "PUT", path, R"({"statuses": false})").status, 200);
  EXPECT_TRUE(shows(spoke_, home_.person().id, [&](const model::User& there) { return status(there).empty(); }));
}

TEST_F(Profiles, BotsAndGuestsAreMarkedAndNobodyGainsARole) {
  model::User next = user(home_, home_.person().id);
  next.position = "Pilot";
  changes(home_, next);
  model::User stored = user(home_, next.id);
  stored.update_at += base::Millis(1);
  stored.roles = "system_guest system_admin";
  home_.store().put_user(stored);
  EXPECT_TRUE(shows(spoke_, next.id, [](const model::User& there) { return there.position == "Guest \u00b7 Pilot"; }));
  stored.update_at += base::Millis(1);
  stored.is_bot = true;
  stored.position.clear();
  home_.store().put_user(stored);
  EXPECT_TRUE(shows(spoke_, next.id, [](const model::User& there) { return there.position == "Bot"; }));
  EXPECT_EQ(user(spoke_, next.id).roles, "system_user");
  EXPECT_FALSE(user(spoke_, next.id).is_bot);
}

TEST_F(Profiles, ANameThatIsTakenThereGetsASuffix) {
  model::User holder;
  holder.id = model::UserId(base::new_id());
  holder.username = "carol:home";
  holder.email = "somebody@example.com";
  holder.auth_service = "causeway";
  holder.remote_id = model::RemoteId("another connection");
  ASSERT_TRUE(spoke_.server().create_user(holder).ok());
  model::User next = user(home_, home_.person().id);
  next.username = "carol";
  changes(home_, next);
  EXPECT_TRUE(shows(spoke_, next.id, [](const model::User& there) { return there.username == "carol-2:home"; }));
}

TEST_F(Profiles, WhoIsDeactivatedIsSoThereAndComesBack) {
  const model::UserId alice = home_.person().id;
  is_active(home_, alice, false);
  EXPECT_TRUE(shows(spoke_, alice, [](const model::User& there) { return there.delete_at != base::Time(); }));
  is_active(home_, alice, true);
  EXPECT_TRUE(shows(spoke_, alice, [](const model::User& there) { return there.delete_at == base::Time(); }));
  EXPECT_EQ(user(home_, spoke_.person().id).delete_at, base::Time());
}

TEST_F(Profiles, WhomAnAdministratorDeactivatedHereStaysSo) {
  const model::UserId alice = home_.person().id;
  is_active(spoke_, alice, false);
  model::User next = user(home_, alice);
  next.nickname = "still here";
  changes(home_, next);
  EXPECT_TRUE(shows(spoke_, alice, [](const model::User& there) { return there.nickname == "still here"; }));
  EXPECT_NE(user(spoke_, alice).delete_at, base::Time());
  is_active(home_, alice, false);
  is_active(home_, alice, true);
  next = user(home_, alice);
  next.nickname = "again";
  changes(home_, next);
  EXPECT_TRUE(shows(spoke_, alice, [](const model::User& there) { return there.nickname == "again"; }));
  EXPECT_NE(user(spoke_, alice).delete_at, base::Time());
}

TEST_F(Profiles, WhatChangesWhileThePeerIsAwayWaits) {
  home_.loses(spoke_);
  model::User next = user(home_, home_.person().id);
  next.nickname = "late";
  changes(home_, next);
  ASSERT_TRUE(eventually([&] {
    const auto tasks = home_.store().tasks(stage_.link).value();
    return !tasks.empty() && tasks[0].attempts > 0;
  }));
  home_.reaches(spoke_);
  EXPECT_TRUE(shows(spoke_, next.id, [](const model::User& there) { return there.nickname == "late"; }));
}

TEST_F(Profiles, ThePolicySaysWhatLeavesAndTakesBackWhatHasLeft) {
  model::User next = user(home_, home_.person().id);
  next.nickname = "Al";
  next.position = "Pilot";
  changes(home_, next);
  ASSERT_TRUE(shows(spoke_, next.id, [](const model::User& there) { return there.nickname == "Al"; }));
  const std::string path = "/api/v1/connections/" + stage_.link.str() + "/policy";
  EXPECT_EQ(home_.visits(home_.admin().id, "PUT", path, R"({"profile_fields": ["position"]})").status, 200);
  EXPECT_TRUE(shows(spoke_, next.id, [](const model::User& there) { return there.nickname.empty(); }));
  EXPECT_EQ(user(spoke_, next.id).position, "Pilot");
  next.nickname = "Ally";
  next.position = "Captain";
  changes(home_, next);
  EXPECT_TRUE(shows(spoke_, next.id, [](const model::User& there) { return there.position == "Captain"; }));
  EXPECT_EQ(user(spoke_, next.id).nickname, "");
}

TEST_F(Profiles, PeopleWhoNeverCrossedDoNotCrossByAChange) {
  const model::User carol = home_.add_user("carol");
  model::User next = user(home_, carol.id);
  next.nickname = "not for you";
  changes(home_, next);
  model::User alice = user(home_, home_.person().id);
  alice.nickname = "marker";
  changes(home_, alice);
  EXPECT_TRUE(shows(spoke_, alice.id, [](const model::User& there) { return there.nickname == "marker"; }));
  EXPECT_FALSE(spoke_.server().get_user(carol.id).ok());
}

}  // namespace
}  // namespace causeway::scenario
