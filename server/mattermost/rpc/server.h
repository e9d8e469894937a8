#pragma once
// Our server over the bridge: each face method is one call of Mattermost's plugin API. To add one: a line here and one
// in server.cpp that names the Go method and its results. Any thread; no state of its own. The ApiClient must outlive
// it.

#include "gorpc/plugin/api_client.h"
#include "mattermost/server.h"

namespace causeway::mattermost::rpc {

class RpcServer final : public Server {
 public:
  explicit RpcServer(gorpc::plugin::ApiClient& api) : api_(api) {}

  base::Result<ServerFacts> facts() override;
  base::Result<json::Value> load_settings() override;
  base::Result<> save_settings(const json::Value& settings) override;
  base::Result<> register_command(const Command& command) override;
  base::Result<model::UserId> ensure_bot(const std::string& username, const std::string& display_name,
                                         const std::string& description) override;

  base::Result<bool> has_permission(const model::UserId& user, std::string_view permission) override;
  base::Result<bool> has_permission_to_channel(const model::UserId& user, const model::ChannelId& channel,
                                               std::string_view permission) override;
  base::Result<bool> has_permission_to_team(const model::UserId& user, const model::TeamId& team,
                                            std::string_view permission) override;

  base::Result<model::User> get_user(const model::UserId& id) override;
  base::Result<model::User> get_user_by_username(const std::string& username) override;
  base::Result<model::User> create_user(const model::User& user) override;
  base::Result<model::User> update_user(const model::User& user) override;
  base::Result<> set_user_active(const model::UserId& user, bool active) override;

  base::Result<std::vector<model::Team>> get_teams() override;
  base::Result<model::Team> get_team(const model::TeamId& id) override;
  base::Result<> create_team_member(const model::TeamId& team, const model::UserId& user) override;
  base::Result<model::Channel> get_channel(const model::ChannelId& id) override;
  base::Result<std::vector<model::Channel>> get_channels_for_user(const model::TeamId& team,
                                                                  const model::UserId& user) override;
  base::Result<model::Channel> create_channel(const model::Channel& channel) override;
  base::Result<model::Channel> update_channel(const model::Channel& channel) override;
  base::Result<> delete_channel(const model::ChannelId& id) override;
  base::Result<model::Channel> open_direct_channel(const std::vector<model::UserId>& people) override;
  base::Result<> refresh_membership(const model::ChannelId& channel, const model::UserId& user) override;
  base::Result<bool> is_channel_member(const model::ChannelId& channel, const model::UserId& user) override;
  base::Result<> add_user_to_channel(const model::ChannelId& channel, const model::UserId& user,
                                     const model::UserId& actor) override;
  base::Result<> remove_from_channel(const model::ChannelId& channel, const model::UserId& user) override;
  base::Result<bool> is_team_member(const model::TeamId& team, const model::UserId& user) override;
  base::Result<> set_status(const model::Status& status) override;

  base::Result<model::Post> get_post(const model::PostId& id) override;
  base::Result<model::Post> create_post(const model::Post& post) override;
  std::vector<base::Result<model::Post>> create_posts(const std::vector<model::Post>& posts) override;
  std::vector<base::Result<model::Post>> update_posts(const std::vector<model::Post>& posts) override;
  base::Result<> delete_post(const model::PostId& id) override;
  base::Result<> add_reaction(const model::Reaction& reaction) override;
  base::Result<> remove_reaction(const model::Reaction& reaction) override;
  base::Result<std::string> get_profile_image(const model::UserId& user) override;
  base::Result<> set_profile_image(const model::UserId& user, const std::string& image) override;
  base::Result<std::string> get_emoji_image(const std::string& emoji_id) override;
  base::Result<model::FileInfo> get_file_info(const model::FileId& id) override;
  base::Result<std::unique_ptr<FileReader>> open_file(const model::FileInfo& info, std::int64_t offset) override;
  base::Result<model::UploadSession> create_upload_session(const model::UploadSession& session) override;
  base::Result<model::UploadSession> get_upload_session(const std::string& id) override;
  base::Result<std::optional<model::FileInfo>> upload_data(const model::UploadSession& session,
                                                           const FileSource& source) override;

  base::Result<> open_dialog(const std::string& trigger_id, const Dialog& dialog) override;
  base::Result<> send_ephemeral_post(const model::UserId& user, const model::Post& post) override;

 private:
  gorpc::plugin::ApiClient& api_;
};

}  // namespace causeway::mattermost::rpc
