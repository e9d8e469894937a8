#include "mattermost/rpc/errors.h"

#include <stdexcept>
#include <utility>

#include "gorpc/gob/pack.h"

namespace causeway::mattermost::rpc {
namespace {

constexpr std::int64_t bad_request = 400;
constexpr std::int64_t not_found = 404;
constexpr std::int64_t server_error = 500;
constexpr std::int64_t not_implemented = 501;  // "needs a licence", "is switched off": it will stay so
// Said with 500, but nothing that passes: the post mentions nobody of this server.
constexpr const char* mentions_nobody = "api.post.post_priority.persistent_notification_validation_error.request_error";

// A few scalars always fit. Anything else in an error's place would cost us the hooks connection, so rather throw: the
// hook is then answered with an error of its own.
template <class Error>
gorpc::gob::Value packed(const char* name, const Error& error) {
  auto value = gorpc::gob::pack(name, error);
  if (!value.ok()) throw std::logic_error("an error could not be packed");
  return *std::move(value);
}

std::string describe(const AppError& error) {
  return error.message.empty() || error.message == error.id ? error.id : error.id + ": " + error.message;
}

}  // namespace

// The detailed error is left out: it may quote what was sent.
base::Error from_app_error(const AppError& error) {
  if (error.status_code == not_found) return base::refused("not_found", describe(error));
  if (error.status_code >= server_error && error.status_code != not_implemented && error.id != mentions_nobody) {
    return base::retry_later("server_unavailable", describe(error));
  }
  return base::refused(error.id.empty() ? "server_error" : error.id, error.message);
}

base::Error from_go_error(const gorpc::gob::Value& value) {
  if (value.name == "*model.AppError") {
    if (auto error = gorpc::gob::unpack<AppError>(value); error.ok()) return from_app_error(*error);
  }
  if (value.name == "*plugin.ErrorString") {
    if (auto error = gorpc::gob::unpack<ErrorString>(value); error.ok())
      return base::refused("server_error", error->text);
  }
  return base::refused("server_error", "an error of type " + value.name);
}

base::Error from_bridge_error(base::Error error) {
  if (error.next == base::Next::retry_later) return base::retry_later("server_unavailable", std::move(error.text));
  if (error.next == base::Next::in_doubt) return base::in_doubt("bridge_closed", std::move(error.text));
  return error;
}

gorpc::gob::Value to_go_error(const std::string& text) {
  return packed("*plugin.ErrorString", ErrorString{.code = 0, .text = text});
}

gorpc::gob::Value to_app_error(const std::string& id, const std::string& text) {
  AppError error;
  error.id = id;
  error.message = text;
  error.status_code = bad_request;
  error.as_it_is = true;
  return packed("*model.AppError", error);
}

}  // namespace causeway::mattermost::rpc
