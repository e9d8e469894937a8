#pragma once
// How doors answer: JSON bodies and Mattermost's AppError for everything that is not 2xx. Pure functions.

#include <string>

#include "base/result.h"
#include "mattermost/http.h"

namespace causeway::routes {

void answer_json(mattermost::HttpAnswer& answer, int status, std::string body);
void answer_error(mattermost::HttpAnswer& answer, int status, const std::string& id, const std::string& message);

// One table from our error codes to the status and id that native would answer; what is not in it is 500, and what may
// be tried again 503.
void answer_error(mattermost::HttpAnswer& answer, const base::Error& error);

}  // namespace causeway::routes
