#include "peer/form/form.h"

#include <Poco/Net/MessageHeader.h>
#include <Poco/Net/MultipartReader.h>
#include <Poco/Net/NameValueCollection.h>

#include <exception>
#include <istream>
#include <iterator>
#include <sstream>

#include "model/limits.h"

namespace causeway::peer::form {
namespace {

using Poco::Net::MessageHeader;
using Poco::Net::MultipartReader;
using Poco::Net::NameValueCollection;

base::Error invalid(const char* why) {
  return base::refused("form_invalid", why);
}

// Where content ends in a line feed and the beginning of a boundary, Poco takes the line end before the true boundary
// for half its own: the carriage return is not content.
void take_off_line_end(std::string& bytes, const std::string& body, const std::string& boundary) {
  if (!bytes.ends_with('\r')) return;
  if (body.find("\r\n\r\n" + bytes + "\n--" + boundary) != std::string::npos) bytes.pop_back();
}

// Nothing read when there is no such file among the first parts.
base::Result<std::string> find(MultipartReader& reader, std::string_view name) {
  for (int part = 0; part < model::limits::form_parts && reader.hasNextPart(); ++part) {
    MessageHeader header;
    reader.nextPart(header);
    std::string disposition;
    NameValueCollection parameters;
    MessageHeader::splitParameters(header.get("Content-Disposition", ""), disposition, parameters);
    const bool wanted = disposition == "form-data" && parameters.get("name", "") == name && parameters.has("filename");
    std::string bytes{std::istreambuf_iterator<char>(reader.stream()), {}};
    if (wanted) return bytes;
  }
  return base::refused("form_no_file", "the form has no file '" + std::string(name) + "'");
}

}  // namespace

base::Result<std::string> file_in(std::string_view content_type, const std::string& body, std::string_view name) {
  try {
    std::string kind;
    NameValueCollection parameters;
    MessageHeader::splitParameters(std::string(content_type), kind, parameters);
    if (kind != "multipart/form-data") return invalid("the body is no form");
    const std::string boundary = parameters.get("boundary", "");
    if (boundary.empty() || boundary.size() > model::limits::form_boundary_chars) return invalid("no boundary");
    // Poco would read a form without its end as one that ends where the body does: a cut body is no picture.
    if (body.find("--" + boundary + "--") == std::string::npos) return invalid("the form has no end");
    std::istringstream text(body);
    MultipartReader reader(text, boundary);
    auto bytes = find(reader, name);
    if (bytes.ok()) take_off_line_end(*bytes, body, boundary);
    return bytes;
  } catch (const std::exception& error) {  // Poco's own for every kind of nonsense
    return invalid(error.what());
  }
}

}  // namespace causeway::peer::form
