#pragma once
// The vector files, read as values that describe themselves. A top-level value has no registered name: Value::name is
// "top".

#include <string>
#include <string_view>
#include <vector>

#include "gorpc/gob/gob.h"

namespace causeway::golden {

std::string vectors_folder();
std::string read_file(const std::string& path);
std::vector<std::string> vector_names();  // without .gob

// All values of one connection's bytes, fed in pieces of `piece` bytes.
base::Result<std::vector<gorpc::gob::Value>> decode_all(std::string_view bytes, std::size_t piece = 1 << 20,
                                                        const gorpc::gob::Limits& limits = {});
// All values on one connection.
base::Result<std::string> encode_all(const std::vector<gorpc::gob::Value>& values);

}  // namespace causeway::golden
