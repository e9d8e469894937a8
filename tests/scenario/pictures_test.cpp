// People's pictures: as they are set, changed and taken away, and who may set whose.
#include <gtest/gtest.h>

#include "base/id.h"
#include "lab/pictures.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

const std::string type = lab::picture_form_type;

class Pictures : public testing::Test {
 protected:
  Pictures() {
    stage_.connect();
    channel_ = stage_.share("town");
  }
  void both_known() {
    EXPECT_TRUE(stage_.crosses(home_, spoke_, channel_, "alice is known there"));
    EXPECT_TRUE(stage_.crosses(spoke_, home_, channel_, "bob is known there"));
  }
  static void sets(Site& site, const model::UserId& user, const std::string& image) {
    site.server().user_sets_picture(user, image);
    site.store().put_user(site.server().get_user(user).value());
  }
  static bool shows(Site& site, const model::UserId& user, const std::string& image) {
    return eventually([&] {
      const auto shown = site.server().get_profile_image(user);
      return shown.ok() && *shown == image;
    });
  }
  // What home answers to the spoke's server.
  mattermost::HttpAnswer asks(const model::UserId& user, const std::string& body,
                              const std::string& content_type = type) {
    const std::string token = spoke_.store().remote(stage_.link).value()->outgoing_token;
    return home_.asked(user.str() + "/image", stage_.link, token, body, content_type);
  }

  TwoServers stage_;
  Site& home_ = stage_.home;
  Site& spoke_ = stage_.spoke;
  const model::UserId alice_ = home_.person().id, bob_ = spoke_.person().id;
  const std::string first_ = lab::one_pixel(), second_ = lab::one_pixel() + "again";
  model::ChannelId channel_;
};

TEST_F(Pictures, AreSetChangedAndTakenAwayBothWays) {
  both_known();
  for (const auto& [from, to, user] : {std::tuple(&home_, &spoke_, alice_), std::tuple(&spoke_, &home_, bob_)}) {
    sets(*from, user, first_);
    EXPECT_TRUE(shows(*to, user, first_));
    sets(*from, user, second_);
    EXPECT_TRUE(shows(*to, user, second_));
  }
  EXPECT_EQ(spoke_.server().calls("set_profile_image"), 2) << "once each";
}

TEST_F(Pictures, WhoHasOneBeforeTheyAreKnownBringsItAlongAndWhoHasNoneBringsNone) {
  sets(home_, alice_, first_);
  both_known();
  EXPECT_TRUE(shows(spoke_, alice_, first_));
  EXPECT_EQ(home_.server().calls("set_profile_image"), 0);
}

TEST_F(Pictures, WaitForAPeerThatIsAway) {
  both_known();
  home_.loses(spoke_);
  sets(home_, alice_, first_);
  ASSERT_TRUE(eventually([&] {
    const auto tasks = home_.store().tasks(stage_.link).value();
    return std::any_of(tasks.begin(), tasks.end(), [](const model::Task& task) {
      return task.kind == model::TaskKind::pictures && task.attempts > 0;
    });
  }));
  home_.reaches(spoke_);
  EXPECT_TRUE(shows(spoke_, alice_, first_));
}

TEST_F(Pictures, OnePictureThatIsNotTakenHoldsUpNobody) {
  both_known();
  home_.reaches(spoke_, [&](const fakes::PeerRequest& request) -> std::optional<peer::Answer> {
    if (request.path.find(alice_.str() + "/image") == std::string::npos) return std::nullopt;
    return peer::Answer{401, R"({"id":"api.context.remote_id_mismatch.app_error"})", {}};
  });
  sets(home_, alice_, first_);
  const model::UserId admin = home_.admin().id;
  ASSERT_TRUE(stage_.crosses(home_, spoke_, channel_, "marker"));
  home_.server().user_posts(admin, channel_, "the admin is known too");
  ASSERT_TRUE(eventually([&] { return spoke_.server().get_user(admin).ok(); }));
  sets(home_, admin, second_);
  EXPECT_TRUE(shows(spoke_, admin, second_));
  EXPECT_EQ(home_.store().remote(stage_.link).value()->state, model::RemoteState::connected);
}

TEST_F(Pictures, StayWhereThePolicyKeepsThem) {
  both_known();
  const std::string path = "/api/v1/connections/" + stage_.link.str() + "/policy";
  EXPECT_EQ(home_.visits(home_.admin().id, "PUT", path, R"({"profile_fields": ["nickname"]})").status, 200);
  sets(home_, alice_, first_);
  model::User next = home_.server().get_user(alice_).value();
  next.nickname = "marker";
  ASSERT_TRUE(home_.server().update_user(next).ok());
  home_.store().put_user(home_.server().get_user(alice_).value());
  ASSERT_TRUE(eventually([&] { return spoke_.server().get_user(alice_)->nickname == "marker"; }));
  EXPECT_EQ(spoke_.server().calls("set_profile_image"), 0);
  EXPECT_EQ(home_.visits(home_.admin().id, "PUT", path, R"({"profile_fields": ["nickname", "picture"]})").status, 200);
  EXPECT_TRUE(shows(spoke_, alice_, first_));
}

TEST_F(Pictures, TheDoorTakesPicturesOfThePeersOwnPeopleAndNothingElse) {
  both_known();
  EXPECT_EQ(asks(bob_, lab::picture_form(first_)).status, 200);
  EXPECT_EQ(home_.server().get_profile_image(bob_).value(), first_);
  const auto refused = [&](int status, const char* id, const mattermost::HttpAnswer& answer) {
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_NE(answer.body.find(id), std::string::npos) << id << answer.body;
  };
  refused(401, "remote_id_mismatch", asks(alice_, lab::picture_form(second_)));
  refused(400, "invalid_url_param", asks(model::UserId(base::new_id()), lab::picture_form(second_)));
  refused(400, "parse", asks(bob_, lab::picture_form(second_).substr(0, 120)));
  refused(400, "parse", asks(bob_, second_, "image/png"));
  const std::string other = "--edge\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--edge--";
  refused(400, "no_file", asks(bob_, other));
  refused(400, "decode", asks(bob_, lab::picture_form("<svg/>")));
  refused(400, "decode", asks(bob_, lab::picture_form("")));
  std::string huge = first_;
  huge[18] = 0x10;  // 4,097 pixels wide
  refused(413, "too_large", asks(bob_, lab::picture_form(huge)));
  refused(413, "too_large", asks(bob_, lab::picture_form(first_ + std::string(2U << 20U, 'x'))));
  refused(413, "too_large", asks(bob_, lab::picture_form(first_ + std::string(3U << 20U, 'x'))));
  EXPECT_EQ(home_.server().get_profile_image(bob_).value(), first_);
  EXPECT_EQ(home_.server().calls("set_profile_image"), 1);
}

TEST_F(Pictures, ThatOfABlockedPersonIsOverlooked) {
  both_known();
  const std::string name = home_.server().get_user(bob_)->username;
  EXPECT_NE(home_.types("/secure-connection block @" + name).find("Blocked"), std::string::npos);
  EXPECT_EQ(asks(bob_, lab::picture_form(first_)).status, 200);
  EXPECT_EQ(home_.server().calls("set_profile_image"), 0);
}

}  // namespace
}  // namespace causeway::scenario
