#pragma once
// How a method of the plugin API is asked, and what its answer means. Only for this folder.

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "gorpc/plugin/api_client.h"
#include "mattermost/rpc/calls.h"
#include "mattermost/rpc/errors.h"

namespace causeway::mattermost::rpc {

using gorpc::plugin::ApiClient;
using gorpc::plugin::Pending;

// A value of the API: present, or Go's zero value left out.
template <class T>
base::Result<T> value_of(base::Result<Letters<T>> reply) {
  if (!reply.ok()) return from_bridge_error(std::move(reply).error());
  return std::move(reply->a);
}

inline base::Result<> value_of(base::Result<Done> reply) {
  if (!reply.ok()) return from_bridge_error(std::move(reply).error());
  if (reply->a) return from_app_error(*reply->a);
  return base::ok();
}

// (T, *model.AppError). Lists may be absent: Go's nil is an empty list.
template <class T>
base::Result<T> value_of(base::Result<Answer<T>> reply) {
  if (!reply.ok()) return from_bridge_error(std::move(reply).error());
  if (reply->b) return from_app_error(*reply->b);
  if (!reply->a) return base::refused("server_error", "the server answered with neither a value nor an error");
  return *std::move(reply->a);
}

template <class T>
base::Result<std::vector<T>> value_of(base::Result<Answer<std::vector<T>>> reply) {
  if (!reply.ok()) return from_bridge_error(std::move(reply).error());
  if (reply->b) return from_app_error(*reply->b);
  return reply->a ? *std::move(reply->a) : std::vector<T>{};
}

// (T, error).
template <class T>
base::Result<T> value_of(base::Result<AnswerOrError<T>> reply) {
  if (!reply.ok()) return from_bridge_error(std::move(reply).error());
  if (!reply->b.is_nil()) return from_go_error(reply->b);
  if (!reply->a) return base::refused("server_error", "the server answered with neither a value nor an error");
  return *std::move(reply->a);
}

template <class Reply, class... Args>
Pending<Reply> start(ApiClient& api, std::string_view method, const Args&... args) {
  return api.start<Reply>(method, Letters<Args...>{args...});
}

// call<Reply>(api, "Method", arguments...): one API method, waited for.
template <class Reply, class... Args>
auto call(ApiClient& api, std::string_view method, const Args&... args) {
  return value_of(start<Reply>(api, method, args...).take());
}

// The same where only the error matters.
template <class Reply, class... Args>
base::Result<> order(ApiClient& api, std::string_view method, const Args&... args) {
  auto answer = call<Reply>(api, method, args...);
  if (!answer.ok()) return std::move(answer).error();
  return base::ok();
}

}  // namespace causeway::mattermost::rpc
