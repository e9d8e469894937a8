#include "routes/answers.h"

#include <gtest/gtest.h>

#include "json/value.h"

namespace causeway::routes {
namespace {

struct Expected {
  base::Error error;
  int status;
  const char* id;
};

TEST(Answers, ErrorsBecomeWhatNativeAnswers) {
  const std::vector<Expected> table{
      {base::refused("remote_id_missing", "m"), 401, "api.context.remote_id_missing.app_error"},
      {base::refused("invalid_token", "m"), 401, "api.context.invalid_token.error"},
      {base::refused("too_many_requests", "m"), 429, "api.context.rate_limit.app_error"},
      {base::refused("body_too_large", "m"), 413, "api.context.request_body_too_large.app_error"},
      {base::refused("api.unmarshal_error", "m"), 400, "api.unmarshal_error"},
      {base::refused("permission_denied", "m"), 403, "api.context.permissions.app_error"},
      {base::refused("remote_unknown", "m"), 404, "api.remote_cluster.get.not_found"},
      {base::refused("confirmation_refused", "m"), 500, "api.command_remote.confirm_invitation.error"},
      {base::refused("peer_unauthorized", "m"), 502, "api.remote_cluster.accept_invitation_error"},
      {base::retry_later("peer_unreachable", "m"), 502, "api.remote_cluster.accept_invitation_error"},
      {base::refused("something_new", "m"), 500, "api.causeway.something_new"},
  };
  for (const Expected& row : table) {
    mattermost::HttpAnswer answer;
    answer_error(answer, row.error);
    EXPECT_EQ(answer.status, row.status) << row.error.code;
    EXPECT_EQ(answer.content_type, "application/json");
    const auto body = json::parse(answer.body, {}).value();
    EXPECT_EQ(*body.find("id")->string(), row.id);
    EXPECT_EQ(*body.find("message")->string(), "m");
    EXPECT_EQ(*body.find("status_code")->integer(), row.status);
  }
}

TEST(Answers, WhatMayBeTriedAgainIs503AndTellsNothingOfOurInside) {
  mattermost::HttpAnswer answer;
  answer_error(answer, base::retry_later("store_unavailable", "could not connect to db.internal"));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body.find("db.internal"), std::string::npos);
  answer_error(answer, base::in_doubt("store_in_doubt", "db.internal died"));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body.find("db.internal"), std::string::npos);
}

}  // namespace
}  // namespace causeway::routes
