#include "routes/answers.h"

#include <chrono>
#include <map>

#include "json/record.h"
#include "model/wire.h"

namespace causeway::routes {
namespace {

struct Row {
  int status;
  const char* id;
};

using Table = std::map<std::string, Row, std::less<>>;

const Table& of_peers() {
  static const Table rows{
      // the peer's lock
      {"remote_id_missing", {401, "api.context.remote_id_missing.app_error"}},
      {"invalid_token", {401, "api.context.invalid_token.error"}},
      {"too_many_requests", {429, "api.context.rate_limit.app_error"}},
      // frames
      {"body_too_slow", {408, "api.context.request_timeout.app_error"}},
      {"body_too_large", {413, "api.context.request_body_too_large.app_error"}},
      {"api.unmarshal_error", {400, "api.unmarshal_error"}},
      {"api.remote_cluster.invalid_id.app_error", {400, "api.remote_cluster.invalid_id.app_error"}},
      {"api.remote_cluster.invalid_topic.app_error", {400, "api.remote_cluster.invalid_topic.app_error"}},
      {"api.context.invalid_body_param.app_error", {400, "api.context.invalid_body_param.app_error"}},
      {"payload_invalid", {400, "api.context.invalid_body_param.app_error"}},
      {"frame_remote_mismatch", {400, "api.context.remote_id_invalid.app_error"}},
      // files
      {"upload_unknown", {404, "app.upload.get.app_error"}},
      {"upload_refused", {400, "app.upload.upload_data.refused.app_error"}},
      {"channel_not_shared", {400, "api.upload.create.upload_channel_not_shared_with_remote.app_error"}},
      {"file_refused", {400, "app.upload.upload_data.refused.app_error"}},
      // pictures
      {"form_invalid", {400, "api.user.upload_profile_user.parse.app_error"}},
      {"form_no_file", {400, "api.user.upload_profile_user.no_file.app_error"}},
      {"picture_invalid", {400, "api.user.upload_profile_user.decode.app_error"}},
      {"picture_too_large", {413, "api.user.upload_profile_user.too_large.app_error"}},
      {"user_unknown", {400, "api.context.invalid_url_param.app_error"}},
      {"user_not_yours", {401, "api.context.remote_id_mismatch.app_error"}},
  };
  return rows;
}

const Table& of_people() {
  static const Table rows{
      // pairing
      {"invitation_expired", {400, "api.context.invitation_expired.error"}},
      {"confirmation_refused", {500, "api.command_remote.confirm_invitation.error"}},
      {"permission_denied", {403, "api.context.permissions.app_error"}},
      {"name_invalid", {400, "model.cluster.is_valid.name.app_error"}},
      {"password_too_short", {400, "api.context.invalid_body_param.app_error"}},
      {"team_unknown", {400, "api.context.invalid_body_param.app_error"}},
      {"site_url_not_set", {422, "api.command_remote.site_url_not_set"}},
      {"remote_exists", {400, "api.remote_cluster.save_not_unique.app_error"}},
      {"block_people", {400, "api.context.invalid_body_param.app_error"}},
      {"too_many_blocked", {400, "api.causeway.too_many_blocked"}},
      {"landing_refused", {400, "api.causeway.landing_refused"}},
      {"offer_unknown", {404, "api.causeway.offer_unknown"}},
      {"remote_unknown", {404, "api.remote_cluster.get.not_found"}},
      {"remote_confirmed", {400, "api.remote_cluster.generate_invite_cluster_is_confirmed"}},
      {"invite_malformed", {400, "api.remote_cluster.base64_decode_error"}},
      {"invite_locked", {400, "api.remote_cluster.invite_decrypt_error"}},
      {"invite_invalid", {400, "api.remote_cluster.invite_decrypt_error"}},
      {"own_invite", {400, "api.remote_cluster.accept_invitation_error"}},
      {"road_invalid", {400, "api.causeway.road_invalid"}},
      {"policy_invalid", {400, "api.causeway.policy_invalid"}},
      // forms of people
      {"json_wrong_kind", {400, "api.context.invalid_body_param.app_error"}},
      {"json_out_of_range", {400, "api.context.invalid_body_param.app_error"}},
      {"form_unknown_field", {400, "api.context.invalid_body_param.app_error"}},
      {"page_invalid", {400, "api.context.invalid_url_param.app_error"}},
      // what a connection's state does not allow
      {"not_running", {409, "api.causeway.not_running"}},
      {"not_paused", {409, "api.causeway.not_paused"}},
      {"not_confirmed", {409, "api.causeway.not_confirmed"}},
      {"rotation_busy", {409, "api.causeway.rotation_busy"}},
      {"rotation_unfinished", {409, "api.causeway.rotation_unfinished"}},
      {"rotation_not_possible", {409, "api.causeway.rotation_not_possible"}},
      {"rotation_refused", {502, "api.causeway.rotation_refused"}},
      // channels
      {"remote_id_invalid", {400, "api.context.remote_id_invalid.app_error"}},
      {"remote_not_seen", {404, "api.context.remote_id_invalid.app_error"}},
      {"history_invalid", {400, "api.context.invalid_body_param.app_error"}},
      {"share_unknown", {404, "api.causeway.share_unknown"}},
      {"not_home", {400, "api.command_share.channel_invite_not_home.error"}},
      {"already_invited", {400, "api.command_share.remote_already_invited"}},
      {"channel_kind", {400, "api.command_share.share_channel.error"}},
      {"not_found", {404, "app.channel.get.existing.app_error"}},
  };
  return rows;
}

// Null when the code has no answer of its own.
const Row* row_of(const std::string& code) {
  for (const Table* table : {&of_peers(), &of_people()}) {
    if (const auto row = table->find(code); row != table->end()) return &row->second;
  }
  return nullptr;
}

}  // namespace

void answer_json(mattermost::HttpAnswer& answer, int status, std::string body) {
  answer.status = status;
  answer.content_type = "application/json";
  answer.body = std::move(body);
}

void answer_error(mattermost::HttpAnswer& answer, int status, const std::string& id, const std::string& message) {
  model::AppError error;
  error.id = id;
  error.message = message;
  error.status_code = status;
  answer_json(answer, status, json::dump(json::to_json(error)));
}

void answer_error(mattermost::HttpAnswer& answer, const base::Error& error) {
  if (error.retry_after) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(*error.retry_after).count();
    answer.headers.emplace("Retry-After", std::to_string(seconds));
  }
  if (const Row* row = row_of(error.code)) {
    answer_error(answer, row->status, row->id, error.text);
  } else if (error.code.rfind("peer_", 0) == 0) {
    answer_error(answer, 502, "api.remote_cluster.accept_invitation_error", error.text);
  } else if (error.next == base::Next::refused) {
    answer_error(answer, 500, "api.causeway." + error.code, error.text);
  } else {
    answer_error(answer, 503, "api.causeway." + error.code, "temporarily unavailable, try again");
  }
}

}  // namespace causeway::routes
