#include "peer/content_policy.h"

#include <gtest/gtest.h>

#include <random>

#include "model/limits.h"
#include "peer/cards.h"

namespace causeway::peer {
namespace {

json::Value parsed(const std::string& text) {
  auto value = json::parse(text, {});
  EXPECT_TRUE(value.ok()) << text;
  return value.ok() ? *value : json::Value();
}

std::string crossing(const std::string& props) {
  return json::dump(crossing_props(parsed(props)));
}

TEST(PostTypes, PeoplesMessagesCrossAndNothingElse) {
  for (const char* type : {"", "me", "slack_attachment"}) EXPECT_TRUE(type_crosses(type)) << type;
  for (const char* type : {"system_generic",
                           "system_join_leave",
                           "system_join_channel",
                           "system_guest_join_channel",
                           "system_leave_channel",
                           "system_join_team",
                           "system_leave_team",
                           "system_auto_responder",
                           "system_add_remove",
                           "system_add_to_channel",
                           "system_add_guest_to_chan",
                           "system_remove_from_channel",
                           "system_move_channel",
                           "system_add_to_team",
                           "system_remove_from_team",
                           "system_header_change",
                           "system_displayname_change",
                           "system_convert_channel",
                           "system_purpose_change",
                           "system_channel_deleted",
                           "system_channel_restored",
                           "system_ephemeral",
                           "system_change_chan_privacy",
                           "system_wrangler",
                           "system_gm_to_channel",
                           "add_bot_teams_channels",
                           "reminder",
                           "burn_on_read",
                           "custom_calls",
                           "system_of_the_future",
                           "anything"}) {
    EXPECT_FALSE(type_crosses(type)) << type;
  }
}

TEST(CrossingProps, CardsCrossWithTextLinksColoursAndFields) {
  const std::string card =
      R"({"attachments":[{"author_link":"http://a.b","author_name":"A","color":"#FF8000","fallback":"f",)"
      R"("fields":[{"short":true,"title":"T","value":"V"}],"footer":"foot","image_url":"https://a.b/i.png",)"
      R"("pretext":"p","text":"t","thumb_url":"https://a.b/t.png","title":"Title","title_link":"https://a.b",)"
      R"("ts":1700000000}],"card":"*more*","remove_link_preview":"true"})";
  EXPECT_EQ(crossing(card), card);
}

TEST(CrossingProps, ActionsUnknownMembersAndUnsafeLinksStayBehind) {
  EXPECT_EQ(
      crossing(R"({"attachments":[{"id":1,"text":"t","actions":[{"integration":{"url":"http://x"}}],"other":1}]})"),
      R"({"attachments":[{"text":"t"}]})");
  EXPECT_EQ(crossing(R"({"attachments":[{"text":"t","title_link":"https://no.title","author_link":"https://nobody",)"
                     R"("image_url":"http://a.b/i.png","thumb_url":"javascript:alert","color":"red;x"
}]
})"),
            R"({"attachments":[{"text":"t"}]})");
  EXPECT_EQ(crossing(R"({"attachments":[{"title":"t","title_link":"https://a.b/\" onclick=\"x"}]})"),
            R"({"attachments":[{"title":"t"}]})");
  EXPECT_EQ(crossing(R"({"attachments":[{"actions":[null],"color":"good"}]})"), "null") << "nothing to show";
}

TEST(CrossingProps, OddAndEmptyElementsDoNoHarm) {
  for (const char* list :
       {R"([null])", R"([null,{"fields":[null],"actions":[null]}])", R"([1,"x",[],{},true])", R"({"text":"no list"})",
        R"("text")", R"([{"text":{"deep":[]},"fields":{"a":1},"ts":[1]}])"}) {
    EXPECT_EQ(crossing(std::string(R"({"attachments":)") + list + "}"), "null") << list;
  }
  EXPECT_EQ(
      crossing(R"({"attachments":[null,{"text":"t","fields":[null,7,{"title":null,"value":3.5},{"value":false}]}]})"),
      R"({"attachments":[{"fields":[{"short":false,"title":"","value":"3.5"},)"
      R"({"short":false,"title":"","value":"false"}],"text":"t"}]})");
}

TEST(CrossingProps, NothingThatMakesAPostLookLikeAnothers) {
  EXPECT_EQ(crossing(R"({"from_webhook":"true","from_bot":"true","from_plugin":"true","from_oauth_app":"true",)"
                     R"("override_username":"ceo","override_icon_url":"https://x","override_icon_emoji":"x",)"
                     R"("use_user_icon":"true","webhook_display_name":"x","remote_id":"x","deleteBy":"x",)"
                     R"("channel_mentions":{"a":1},"previewed_post":"x","force_notification":true,)"
                     R"("ai_generated_by":"x","addedUserId":"x","expire_at":1,"card":7,"unsafe_links":true,)"
                     R"("disable_group_highlight":"true","unknown":{"deep":[1]}})"),
            "null");
  EXPECT_TRUE(crossing_props(parsed(R"(["attachments"])")).is_null());
  EXPECT_TRUE(crossing_props({}).is_null());
}

TEST(CrossingProps, TooMuchIsLeftOutAndCounted) {
  const auto cards = [](std::size_t count, std::size_t chars) {
    return json::Value(
        json::Object{{"attachments", json::Array(count, json::Object{{"text", std::string(chars, 'x')}})}});
  };
  EXPECT_EQ(cards_left_out(cards(50, 10)), 0U);
  EXPECT_EQ(cards_left_out(cards(53, 10)), 3U);
  EXPECT_EQ(cards_left_out(cards(3, 100'000)), 2U);
  EXPECT_LE(json::dump(crossing_props(cards(20, 30'000))).size(), model::limits::cards_bytes + 20);
  EXPECT_EQ(cards_left_out({}), 0U);
}

TEST(CrossingProps, TwiceIsOnce) {
  std::mt19937 random(22);
  const std::vector<std::string> names{"attachments", "text",       "fields", "title",   "value", "ts", "color",
                                       "image_url",   "title_link", "card",   "actions", "short", "x"};
  const auto pick = [&](std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random); };
  const std::function<json::Value(int)> make = [&](int depth) -> json::Value {
    switch (pick(depth > 0 ? 7 : 4)) {
      case 0:
        return {};
      case 1:
        return pick(1) == 1;
      case 2:
        return static_cast<std::int64_t>(pick(1000));
      case 3:
        return "https://a.b/c";
      case 4:
        return pick(1) == 1 ? "good" : "true";
      case 5: {
        json::Array list;
        for (std::size_t i = pick(4); i > 0; --i) list.push_back(make(depth - 1));
        return list;
      }
      default: {
        json::Object object;
        for (std::size_t i = pick(8); i > 0; --i)
          object.insert_or_assign(names[pick(names.size() - 1)], make(depth - 1));
        return object;
      }
    }
  };
  for (int round = 0; round < 5000; ++round) {
    const json::Value once = crossing_props(make(6));
    EXPECT_EQ(crossing_props(once), once) << json::dump(once);
  }
}

TEST(CheckText, RefusesWhatCannotBeStoredAndNothingElse) {
  model::Post post;
  const std::string bridge = "🌉";
  for (std::size_t i = 0; i < model::limits::message_runes; ++i) post.message += bridge;
  EXPECT_TRUE(check_text(post).ok());
  post.message += "x";
  EXPECT_EQ(check_text(post).error().code, "text_too_long");
  for (const std::string& odd :
       {std::string("a\r\nb"), std::string("\u202eright to left\u202c"), std::string("👩‍👩‍👧"),
        std::string("\ufffd\ufeff\u200b"), std::string("\x01\x7f")}) {
    post.message = odd;
    EXPECT_TRUE(check_text(post).ok()) << odd;
  }
  post.message = std::string("a\0b", 3);
  EXPECT_EQ(check_text(post).error().code, "text_nul");
  post.message.clear();
  post.props = json::Object{{"attachments", json::Array{json::Object{{"text", std::string("\0", 1)}}}}};
  EXPECT_EQ(check_text(post).error().code, "text_nul");
  post.props = json::Object{{"never crosses", std::string("\0", 1)}};
  EXPECT_TRUE(check_text(post).ok());
}

TEST(PostTexts, AreTheOnesInWhichNamesCount) {
  model::Post post;
  post.message = "m";
  post.props =
      parsed(R"({"attachments":[{"pretext":"p","text":"t","title":"no","fields":[{"title":"no","value":"v"}]}]})");
  std::string seen;
  visit_texts(post, [&](const std::string& text) { seen += text; });
  EXPECT_EQ(seen, "mptv");
  change_texts(post, [](const std::string& text) { return text + "!"; });
  EXPECT_EQ(post.message, "m!");
  EXPECT_EQ(json::dump(post.props),
            R"({"attachments":[{"fields":[{"title":"no","value":"v!"}],"pretext":"p!","text":"t!","title":"no"}]})");
}

}  // namespace
}  // namespace causeway::peer
