#pragma once
// Links to posts inside messages. On the wire a link to a post of the same channel bears native's mark:
//
//   here   {SiteURL}/{team}/pl/{post id}                  SiteURL with its port and path
//   wire   http(s)://{host}/{team}/plshared/{post id}     no port and no path: native's receiver knows neither
//   there  {its SiteURL}/{its team}/pl/{post id}
//
// Pure functions. `site_url` is this server's own, as configured (a slash at its end does not matter); empty = no link
// is ours.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/ids.h"

namespace causeway::peer {

// The posts that the text links to on this server, outside code; in order, each once.
std::vector<model::PostId> linked_posts(const std::string& text, std::string_view site_url);

// The text for a peer: our links to posts for which `same_channel` is true bear the mark. Code stays as it is.
std::string mark_permalinks(const std::string& text, std::string_view site_url,
                            const std::function<bool(const model::PostId&)>& same_channel);

// Whether a peer's text may hold marked links.
bool has_marked_permalinks(std::string_view text);

// A peer's text here: every marked link, of whatever host, leads to this server and team.
std::string localise_permalinks(const std::string& text, std::string_view site_url, std::string_view team);

}  // namespace causeway::peer
