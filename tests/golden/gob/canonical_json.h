#pragma once
// A gob value as the JSON that go/walk.go makes of the Go value: integers as decimal strings, strings behind an s,
// floats as their bits behind an f, []byte as {"$hex"}, opaque bytes as {"$bin"}, interfaces as {"$t","v"}.

#include <string>
#include <vector>

#include "gorpc/gob/value.h"

namespace causeway::golden {

std::string canonical_json(const std::vector<gorpc::gob::Value>& values);
// Both texts parsed and compared.
bool same_json(const std::string& a, const std::string& b);

}  // namespace causeway::golden
