// What Go sends becomes the house's records, and what we send is what Go understands. The bytes are the golden vectors
// that a Go program wrote with Mattermost's own model package.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "gorpc/gob/gob.h"
#include "mattermost/rpc/command.h"
#include "mattermost/rpc/errors.h"
#include "mattermost/rpc/facts.h"
#include "mattermost/rpc/http.h"

namespace causeway::mattermost::rpc {
namespace {

namespace gob = gorpc::gob;

std::string vector_bytes(const std::string& name) {
  std::ifstream file(CAUSEWAY_SOURCE_DIR "/tests/golden/gob/vectors/" + name + ".gob", std::ios::binary);
  EXPECT_TRUE(file.good()) << name;
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

template <class T>
T first_of(const std::string& name) {
  gob::Decoder decoder;
  EXPECT_TRUE(decoder.feed(vector_bytes(name)).ok());
  auto ready = decoder.next();
  EXPECT_TRUE(ready.ok() && *ready);
  T value{};
  auto read = decoder.read(value);
  EXPECT_TRUE(read.ok()) << read.error().text;
  return value;
}

template <class T>
T there_and_back(const T& value) {
  auto bytes = gob::encode_alone(value);
  EXPECT_TRUE(bytes.ok());
  auto back = gob::decode_alone<T>(*bytes);
  EXPECT_TRUE(back.ok());
  return *std::move(back);
}

TEST(RpcRecords, PostOfGoKeepsItsProperties) {
  const auto post = first_of<model::Post>("post");
  EXPECT_EQ(post.channel_id.str(), "c1");
  EXPECT_EQ(base::to_millis(post.create_at), 1700000000123);
  EXPECT_EQ(post.file_ids.size(), 2U);
  const auto expected =
      json::parse(R"({"b":false,"emptymap":{},"f":1.5,"list":["a",2,{"deep":[true]}],"str":"x"})", {});
  ASSERT_TRUE(expected.ok());
  json::Object plain = *post.props.object();
  EXPECT_EQ(plain.erase("attachments"), 1U);
  EXPECT_EQ(json::Value(plain), *expected);
}

TEST(RpcRecords, AttachmentsOfGoAreWrittenAsItsJson) {
  const auto post = first_of<model::Post>("post");
  const json::Value* attachments = post.props.find("attachments");
  ASSERT_NE(attachments, nullptr);
  EXPECT_EQ(json::dump(*attachments),
            R"([{"actions":[{"id":"act","integration":{"context":{"k":"v","n":3},"url":"http://x"},"name":"Act"}],)"
            R"("author_icon":"","author_link":"","author_name":"","color":"#ff0000","fallback":"fb","fields":[)"
            R"({"short":true,"title":"t","value":"v"},{"short":false,"title":"n","value":-5}],"footer":"",)"
            R"("footer_icon":"","id":7,"image_url":"","pretext":"","text":"hello","thumb_url":"","title":"",)"
            R"("title_link":"","ts":null}])");
}

TEST(RpcRecords, PropertiesCrossAndComeBack) {
  model::Post post;
  post.message = "hello";
  auto props = json::parse(
      R"({"a":[1,2.5,null,{"b":[]}],"empty":{},"no":null,"text":"x","yes":true,"attachments":[{"text":"t"}]})", {});
  ASSERT_TRUE(props.ok());
  post.props = *props;
  EXPECT_EQ(there_and_back(post), post);
}

TEST(RpcRecords, PropertiesUseOnlyNamesThatMattermostKnows) {
  const json::Value props(json::Object{{"list", json::Array{1, "two"}}, {"map", json::Object{{"k", true}}}});
  auto bytes = gob::encode_alone(props);
  ASSERT_TRUE(bytes.ok());
  auto map = gob::decode_alone<std::map<std::string, gob::Value>>(*bytes);
  ASSERT_TRUE(map.ok());
  EXPECT_EQ(map->at("list").name, "[]interface {}");
  EXPECT_EQ(map->at("map").name, "map[string]interface {}");
  const auto& list = *map->at("list").list();
  EXPECT_EQ((*std::get_if<gob::Box>(&list[0].is))->name, "float64");
  EXPECT_EQ((*std::get_if<gob::Box>(&list[1].is))->name, "string");
}

TEST(RpcRecords, PropertiesThatAreNoObjectAreNotSent) {
  EXPECT_FALSE(gob::encode_alone(json::Value("text")).ok());
}

TEST(RpcRecords, UserOfGo) {
  const auto user = first_of<model::User>("user");
  EXPECT_EQ(user.username, "bob");
  ASSERT_TRUE(user.remote_id.has_value());
  EXPECT_EQ(user.remote_id->str(), "rid");
  EXPECT_EQ(user.props.at("a"), "b");
}

TEST(RpcRecords, ChannelKeepsWhatUpdateChannelWouldOverwrite) {
  const auto channel = first_of<model::Channel>("channel");
  ASSERT_TRUE(channel.banner_info.has_value());
  EXPECT_EQ(channel.banner_info->enabled, true);
  EXPECT_EQ(channel.shared, true);
  EXPECT_EQ(there_and_back(channel), channel);
}

TEST(RpcRecords, CommandOfAUser) {
  const auto call = first_of<CommandArgs>("command_args");
  EXPECT_EQ(call.user_id.str(), "u");
  EXPECT_EQ(call.text, "/x y");
}

TEST(RpcRecords, ConfigurationBecomesFacts) {
  const auto facts = to_facts(first_of<Config>("config"), "11.4.0");
  EXPECT_EQ(facts.version, "11.4.0");
  EXPECT_EQ(facts.driver_name, "postgres");
  EXPECT_EQ(facts.max_file_size, 100 << 20);
  EXPECT_FALSE(facts.direct_messages_flag);
  Config config;
  config.sql.data_source = "postgres://u:p@h/db?search_path=mm&sslmode=disable";
  EXPECT_EQ(to_facts(config, "").sql_schema_search_path, "mm");
}

TEST(RpcRecords, RequestOfGoIsDecoded) {
  const auto args = first_of<ServeHttpArgs>("http_request");
  EXPECT_EQ(args.response, 5U);
  EXPECT_EQ(args.body, 6U);
  const HttpRequest request = to_request(args.request);
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.path, "/plugins/x/a b");
  EXPECT_EQ(request.query.find("q")->second, "1");
  EXPECT_EQ(request.header("a"), "1");
  EXPECT_TRUE(request.user_id.empty());
}

TEST(RpcRecords, RequestsOfStrangers) {
  GoRequest go;
  go.url.data = "/a%2Fb%zz?x=1+2&x=%41&bad=%q&flag&=v#f";
  go.header["Mattermost-User-Id"] = {"me", "other"};
  go.header["X-Empty"] = {};
  const HttpRequest request = to_request(go);
  EXPECT_EQ(request.path, "/a%2Fb%zz");  // a broken escape: left as it came
  EXPECT_EQ(request.query.count("x"), 2U);
  EXPECT_EQ(request.query.find("x")->second, "1 2");
  EXPECT_EQ(request.query.count("bad"), 0U);
  EXPECT_EQ(request.query.count("flag"), 1U);
  EXPECT_EQ(request.user_id.str(), "me");
  EXPECT_EQ(request.headers.count("x-empty"), 0U);
  go.url.data = "";
  EXPECT_EQ(to_request(go).path, "/");
}

TEST(RpcRecords, AnswerHeadersAreCanonical) {
  HttpAnswer answer;
  answer.headers.emplace("x-request-id", "1");
  const auto headers = to_headers(answer);
  EXPECT_EQ(headers.at("Content-Type").front(), "application/json");
  EXPECT_EQ(headers.at("X-Request-Id").front(), "1");
}

TEST(RpcRecords, CommandListsItsArgumentsUnderMattermostsNames) {
  Command command{
      .trigger = "secure-connection", .display_name = "d", .description = "e", .hint = "[create]", .subcommands = {}};
  CommandArgument name{.kind = CommandArgument::Kind::text,
                       .name = "name",
                       .help = "h",
                       .hint = "i",
                       .required = true,
                       .choices = {},
                       .fetch_url = {}};
  CommandArgument id = name;
  id.kind = CommandArgument::Kind::dynamic_list;
  id.fetch_url = "lists/remotes";
  CommandArgument flag = name;
  flag.kind = CommandArgument::Kind::static_list;
  flag.choices = {"yes", "no"};
  command.subcommands.push_back({"create", "", "help", {name, id, flag}});
  auto go = to_go_command(command);
  ASSERT_TRUE(go.ok());
  EXPECT_EQ(there_and_back(*go), *go);
  const auto& arguments = go->autocomplete->subcommands.at(0).arguments;
  EXPECT_EQ(arguments[0].data.name, "*model.AutocompleteTextArg");
  EXPECT_EQ(gob::unpack<DynamicListArgument>(arguments[1].data)->fetch_url, "lists/remotes");
  EXPECT_EQ(gob::unpack<StaticListArgument>(arguments[2].data)->choices.size(), 2U);
}

struct Mapping {
  std::int64_t status;
  std::string id;
  base::Next next;
  std::string code;
};

TEST(RpcErrors, OneTableForAppErrors) {
  const std::string mentions_nobody = "api.post.post_priority.persistent_notification_validation_error.request_error";
  const std::vector<Mapping> table = {
      {404, "app.user.missing_account.const", base::Next::refused, "not_found"},
      {400, "app.user.save.username_exists.app_error", base::Next::refused, "app.user.save.username_exists.app_error"},
      {403, "api.forbidden", base::Next::refused, "api.forbidden"},
      {500, "app.post.save.app_error", base::Next::retry_later, "server_unavailable"},
      {503, "x", base::Next::retry_later, "server_unavailable"},
      {500, mentions_nobody, base::Next::refused, mentions_nobody},
      {501, "needs.licence", base::Next::refused, "needs.licence"},
      {400, "", base::Next::refused, "server_error"},
  };
  for (const Mapping& row : table) {
    const base::Error error = from_app_error({row.id, "message", "secret details", row.status, "where"});
    EXPECT_EQ(error.next, row.next) << row.status;
    EXPECT_EQ(error.code, row.code);
    EXPECT_EQ(error.text.find("secret"), std::string::npos);
  }
}

TEST(RpcErrors, GoErrors) {
  EXPECT_EQ(from_go_error(first_of<ErrorReply>("errors").a).text, "boom");
  const auto ours = to_go_error("no database");
  EXPECT_EQ(ours.name, "*plugin.ErrorString");
  EXPECT_EQ(from_go_error(there_and_back(ErrorReply{ours}).a).text, "no database");
}

TEST(RpcErrors, BridgeErrors) {
  EXPECT_EQ(from_bridge_error(base::in_doubt("session_ended", "")).code, "bridge_closed");
  EXPECT_EQ(from_bridge_error(base::retry_later("api_not_connected", "")).code, "server_unavailable");
  EXPECT_EQ(from_bridge_error(base::refused("rpc_error", "x")).code, "rpc_error");
}

}  // namespace
}  // namespace causeway::mattermost::rpc
