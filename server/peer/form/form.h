#pragma once
// The file of a form, as browsers and Mattermost send it: multipart/form-data (RFC 7578). Reads what a foreigner wrote;
// nothing is kept but the answer. Any thread.

#include <string>
#include <string_view>

#include "base/result.h"

namespace causeway::peer::form {

// The bytes of the first file of that name. Refused: form_invalid (no form, or a broken one), form_no_file.
base::Result<std::string> file_in(std::string_view content_type, const std::string& body, std::string_view name);

}  // namespace causeway::peer::form
