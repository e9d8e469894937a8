#pragma once
// The text that one admin gives another to connect two servers: a RemoteClusterInvite locked with a password, byte for
// byte as native writes it (see invite.cpp). Both functions derive a key, which takes 0.1 s to 1 s of CPU by design:
// not for a thread that answers the server. Any thread.

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/wire.h"

namespace causeway::peer {

// Base64 in the URL alphabet with padding. The password may have any length here; who creates one asks for more.
std::string seal_invite(const model::RemoteClusterInvite& invite, std::string_view password);

// Accepts white space, line breaks and a Markdown code block around the text. All errors are refused:
// - invite_malformed: no invite at all (damaged, cut, or something else);
// - invite_locked: the password is wrong or the text was changed;
// - invite_invalid: it opened, but holds no usable connection (ids, token, site URL).
base::Result<model::RemoteClusterInvite> open_invite(std::string_view text, std::string_view password);

// What both ends of pairing ask of an invite (also of the one inside confirm_invite): a valid remote id, a token that
// fits in a header, a usable site URL. Returned with the site URL's trailing slashes gone; refused: invite_invalid.
base::Result<model::RemoteClusterInvite> check_invite(model::RemoteClusterInvite invite);

}  // namespace causeway::peer
