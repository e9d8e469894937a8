// What an admin pastes and what a stranger sends before anybody trusts anybody: invite texts, the invitation inside,
// site URLs, frames. Keys are never derived here, they would take all the time.
#include <cstdlib>

#include "json/record.h"
#include "peer/frame.h"
#include "peer/invite.h"
#include "peer/site_url.h"

namespace {

void demand(bool held) {
  if (!held) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace causeway;
  const std::string text(reinterpret_cast<const char*>(data), size);
  // No invite holds a '!', and one of 58 characters is too short: both are told before a key is made.
  for (const std::string& damaged : {text + "!", text.substr(0, 58)}) {
    const auto opened = peer::open_invite(damaged, "password");
    demand(!opened.ok() && opened.error().code == "invite_malformed");
  }
  const json::Limits limits{.bytes = 1U << 16U, .depth = 16, .values = 1000};
  if (auto invite = json::decode<model::RemoteClusterInvite>(text, limits); invite.ok()) {
    const auto checked = peer::check_invite(std::move(*invite));
    if (checked.ok()) demand(peer::check_invite(*checked).ok());
  }
  if (const auto url = peer::check_site_url(text); url.ok()) {
    const auto again = peer::check_site_url(*url);
    demand(again.ok() && *again == *url);
    demand(!peer::site_parts(*url).host.empty());
    demand(peer::door_url(*url, "ping") == *url + "/api/v4/remotecluster/ping");
  }
  static_cast<void>(peer::parse_frame(text));
  return 0;
}
