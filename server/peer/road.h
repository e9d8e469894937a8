#pragma once
// The way to one peer where it differs from everybody's (model::RemoteRoad): what an administrator may write there.
// Pure.

#include "base/result.h"
#include "model/policy.h"

namespace causeway::peer {

// The same road, when it is usable: certificates in PEM, at most limits::road_ca_bytes; "sha256//" and 32 bytes in
// base64; http://host:port or https://host:port without a user (passwords belong into the environment's proxy).
// Otherwise refused, code road_invalid.
base::Result<model::RemoteRoad> check_road(model::RemoteRoad road);

}  // namespace causeway::peer
