#include "peer/frame.h"

#include <gtest/gtest.h>

#include "base/id.h"
#include "json/record.h"

namespace causeway::peer {
namespace {

std::string refusal(const std::string& body) {
  const auto frame = parse_frame(body);
  return frame.ok() ? "taken" : frame.error().code;
}

model::RemoteClusterFrame good() {
  return make_frame(model::RemoteId(base::new_id()), model::topic::sync, json::Object{{"a", 1}}, base::from_millis(5));
}

TEST(Frame, ComesBackAsItWasMade) {
  const auto frame = good();
  EXPECT_EQ(parse_frame(json::encode(frame)).value(), frame);
  EXPECT_TRUE(base::is_valid_id(frame.msg.id));
  EXPECT_NE(good().msg.id, frame.msg.id);
}

TEST(Frame, RetryKeepsTheMessagesId) {
  const std::string id = base::new_id();
  EXPECT_EQ(make_frame(model::RemoteId(base::new_id()), model::topic::sync, {}, base::from_millis(5), id).msg.id, id);
}

TEST(Frame, WhatNativeRefusesIsRefusedWithItsIds) {
  EXPECT_EQ(refusal(json::encode(good())), "taken");
  for (const char* text : {"", "{", "[]", "5", "{\"remote_id\":5}"})
    EXPECT_EQ(refusal(text), "api.unmarshal_error") << text;
  auto frame = good();
  frame.remote_id = model::RemoteId("short");
  EXPECT_EQ(refusal(json::encode(frame)), "api.remote_cluster.invalid_id.app_error");
  frame = good();
  frame.msg.id = "";
  EXPECT_EQ(refusal(json::encode(frame)), "api.remote_cluster.invalid_id.app_error");
  frame = good();
  frame.msg.topic = "";
  EXPECT_EQ(refusal(json::encode(frame)), "api.remote_cluster.invalid_topic.app_error");
  frame = good();
  frame.msg.payload = {};
  EXPECT_EQ(refusal(json::encode(frame)), "api.context.invalid_body_param.app_error");
}

TEST(Frame, NestedTooDeeplyIsRefused) {
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  EXPECT_EQ(refusal("{\"remote_id\":\"" + base::new_id() + "\",\"msg\":{\"payload\":" + deep + "}}"),
            "api.unmarshal_error");
}

}  // namespace
}  // namespace causeway::peer
