#include "peer/http/ca_file.h"

#include <unistd.h>

#include <cstdlib>

namespace causeway::peer::http {

std::string find_ca_file() {
  const char* places[] = {
      std::getenv("SSL_CERT_FILE"),
      "/etc/ssl/certs/ca-certificates.crt",
      "/etc/pki/tls/certs/ca-bundle.crt",
      "/etc/ssl/ca-bundle.pem",
      "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
      "/etc/ssl/cert.pem",
  };
  for (const char* place : places) {
    if (place != nullptr && *place != '\0' && access(place, R_OK) == 0) return place;
  }
  return {};
}

}  // namespace causeway::peer::http
