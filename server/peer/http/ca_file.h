#pragma once
// Where the system keeps the certificates it trusts. The release binary carries no path of its own.

#include <string>

namespace causeway::peer::http {

// The first that can be read of SSL_CERT_FILE and the places of Debian, Ubuntu, distroless, RHEL, SUSE and Alpine;
// empty when there is none. Reads the environment and the file system.
std::string find_ca_file();

}  // namespace causeway::peer::http
