#pragma once
// What a failed transfer means. Pure.

#include <string>

#include "base/result.h"

namespace causeway::peer::http {

// `curl_code` is a CURLcode other than CURLE_OK; `sent` = bytes of the request left this machine; `guarded` = the
// address guard stopped the only connections that were tried; `detail` = libcurl's words.
base::Error transfer_error(int curl_code, bool sent, bool guarded, const std::string& detail);

}  // namespace causeway::peer::http
