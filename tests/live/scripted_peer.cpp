#include "scripted_peer.h"

#include <algorithm>
#include <chrono>
#include <regex>

#include "base/id.h"
#include "lab/secrets.h"
#include "peer/invite.h"

namespace causeway::live {

using lab::Json;
using lab::Reply;

namespace {

constexpr const char* password = "password-of-the-lab";
constexpr const char* doors = "/plugins/causeway/api/v4/remotecluster/";
constexpr const char* admin_doors = "/plugins/causeway/api/v4/remotecluster";

std::int64_t now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

}  // namespace

ScriptedPeer::ScriptedPeer(lab::Side& side, const std::string& name)
    : side_(side),
      name_(name),
      token_(base::new_id()),
      expected_token_(base::new_id()),
      server_([this](const fakes::PeerRequest& request) { return answer(request); }) {
  const Reply made = side_.admin->call_json("POST", admin_doors, {{"name", name}, {"password", password}});
  for (const std::string& token : {token_, expected_token_}) lab::keep_secret(token);
  if (made.status != 201) throw lab::LabError("no invitation: " + made.text);
  confirm(made.body.at("invite"));
}

void ScriptedPeer::confirm(const std::string& text) {
  const auto invite = peer::open_invite(text, password);
  if (!invite.ok()) throw lab::LabError("the invitation does not open: " + invite.error().text);
  connection_ = invite->remote_id.str();
  invite_token_ = invite->token;
  lab::keep_secret(text);
  lab::keep_secret(invite_token_);
  const Json answer{{"remote_id", connection_},
                    {"site_url", server_.url()},
                    {"token", expected_token_},
                    {"refreshed_token", token_},
                    {"version", 3}};
  const Reply confirmed = knock_as(invite_token_, "confirm_invite", frame("invitation", answer));
  if (confirmed.status != 200) throw lab::LabError("the invitation was not confirmed: " + confirmed.text);
}

peer::Answer ScriptedPeer::answer(const fakes::PeerRequest& request) {
  const base::MutexLock lock(mutex_);
  asked_.push_back(request.path);
  if (request.body.find("\"sharedchannel_invite\"") != std::string::npos) invitations_.push_back(request.body);
  if (scripted_) return *scripted_;
  if (request.path.ends_with("/ping")) {
    return {200, Json{{"sent_at", now()}, {"recv_at", now()}, {"causeway", {{"version", "1"}}}}.dump(), {}};
  }
  return {200, Json{{"status", "OK"}, {"err", ""}, {"payload", nullptr}}.dump(), {}};
}

void ScriptedPeer::answers(peer::Answer answer) {
  const base::MutexLock lock(mutex_);
  scripted_ = std::move(answer);
}

bool ScriptedPeer::invited(const std::string& channel) {
  const base::MutexLock lock(mutex_);
  return std::any_of(invitations_.begin(), invitations_.end(),
                     [&](const std::string& body) { return body.find(channel) != std::string::npos; });
}

int ScriptedPeer::asked(const std::string& door) {
  const base::MutexLock lock(mutex_);
  return static_cast<int>(
      std::count_if(asked_.begin(), asked_.end(), [&](const auto& path) { return path.ends_with(door); }));
}

Reply ScriptedPeer::knock(const std::string& door, const std::string& body, const std::string& content_type) {
  return knock_as(token_, door, body, content_type);
}

Reply ScriptedPeer::knock_as(const std::string& token, const std::string& door, const std::string& body,
                             const std::string& content_type) {
  lab::RestClient stranger(side_.server->url());
  return stranger.call(
      "POST", doors + door, body,
      {{"Content-Type", content_type}, {"X-RemoteCluster-Id", connection_}, {"X-RemoteCluster-Token", token}});
}

std::string ScriptedPeer::frame(const std::string& topic, const Json& payload) const {
  const Json message{{"id", base::new_id()}, {"topic", topic}, {"create_at", now()}, {"payload", payload}};
  return Json{{"remote_id", connection_}, {"msg", message}}.dump();
}

Json ScriptedPeer::sends(const std::string& topic, const Json& payload) {
  const Reply reply = knock("msg", frame(topic, payload));
  if (reply.status != 200) throw lab::LabError("msg was answered " + std::to_string(reply.status) + reply.text);
  return reply.body;
}

Json ScriptedPeer::sync(const std::string& channel, Json parts) {
  parts["id"] = base::new_id();
  parts["channel_id"] = channel;
  const Json answer = sends("sharedchannel_sync", parts);
  return answer.at("status") == "OK" ? answer.at("payload") : Json("refused");
}

std::string ScriptedPeer::gets_channel(const std::string& name, const std::string& type) {
  const std::string channel = side_.admin->create_channel(side_.team, name, type).at("id");
  side_.admin->command(side_.team, channel, "/share-channel invite --connectionID " + connection_);
  if (!lab::eventually(std::chrono::seconds(15), [&] { return invited(channel); })) {
    throw lab::LabError("the invitation to " + name + " did not come");
  }
  return channel;
}

Json ScriptedPeer::person(const std::string& username) const {
  return {{"id", base::new_id()},   {"create_at", now()},   {"update_at", now()},
          {"delete_at", 0},         {"username", username}, {"email", username + "@" + name_ + ".lab.example"},
          {"roles", "system_user"}, {"locale", "en"},       {"remote_id", nullptr}};
}

Json ScriptedPeer::post(const std::string& channel, const Json& author, const std::string& message) const {
  lab::keep_secret(message);
  return {{"id", base::new_id()},
          {"create_at", now()},
          {"update_at", now()},
          {"delete_at", 0},
          {"edit_at", 0},
          {"user_id", author.at("id")},
          {"channel_id", channel},
          {"root_id", ""},
          {"original_id", ""},
          {"message", message},
          {"type", ""},
          {"props", Json::object()},
          {"metadata", Json::object()}};
}

Json ScriptedPeer::settles(const std::string& channel, const std::string& username) {
  const Json someone = person(username);
  const Json first = post(channel, someone, "hello from " + username);
  const Json said = sync(channel, {{"users", {{someone.at("id").get<std::string>(), someone}}}, {"posts", {first}}});
  if (said == "refused" || !said.at("post_errors").empty()) throw lab::LabError("not let in: " + said.dump());
  return someone;
}

}  // namespace causeway::live
