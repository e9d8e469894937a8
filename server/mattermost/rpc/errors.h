#pragma once
// The one mapping table of this wall: what went wrong on the bridge or in Mattermost, by our next move (see
// mattermost/server.h for the codes). Pure functions.

#include "base/result.h"
#include "gorpc/gob/value.h"
#include "mattermost/rpc/calls.h"

namespace causeway::mattermost::rpc {

// Mattermost said no. 404: refused, not_found. 5xx but 501: retry_later, server_unavailable. Else refused, with its id.
base::Error from_app_error(const AppError& error);

// Go's `error` result: an AppError, or any other error as refused with code server_error. `value` is not nil.
base::Error from_go_error(const gorpc::gob::Value& value);

// The call itself failed (codes of gorpc/plugin/api_client.h).
base::Error from_bridge_error(base::Error error);

// A Go `error` with this text.
gorpc::gob::Value to_go_error(const std::string& text);
// The same as an AppError, which the server shows to whoever did it, as bad input.
gorpc::gob::Value to_app_error(const std::string& id, const std::string& text);

}  // namespace causeway::mattermost::rpc
