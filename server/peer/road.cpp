#include "peer/road.h"

#include "crypto/cipher.h"
#include "crypto/digest.h"
#include "model/limits.h"
#include "peer/site_url.h"

namespace causeway::peer {
namespace {

constexpr std::string_view pin_start = "sha256//";
constexpr const char* certificate = "-----BEGIN CERTIFICATE-----";

base::Error invalid(const char* why) {
  return base::refused("road_invalid", why);
}

}  // namespace

base::Result<model::RemoteRoad> check_road(model::RemoteRoad road) {
  if (road.ca.size() > model::limits::road_ca_bytes) return invalid("the certificates are too long");
  if (!road.ca.empty() && road.ca.find(certificate) == std::string::npos) {
    return invalid("the CA is no certificate in PEM");
  }
  if (!road.pin.empty()) {
    const auto digest =
        road.pin.starts_with(pin_start)
            ? crypto::base64_decode(std::string_view(road.pin).substr(pin_start.size()), crypto::Alphabet::standard)
            : std::nullopt;
    if (!digest || digest->size() != sizeof(crypto::Digest)) {
      return invalid("the pin is not `sha256//` and the base64 of a public key's SHA-256");
    }
  }
  if (!road.proxy.empty()) {
    auto proxy = check_site_url(road.proxy);
    if (!proxy.ok()) return invalid("the proxy is no http://host:port");
    road.proxy = std::move(*proxy);
  }
  return road;
}

}  // namespace causeway::peer
