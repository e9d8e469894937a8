#pragma once
// Many requests with large bodies at the same time, from one thread and without holding a body in memory.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace causeway::live {

// How many of `count` POSTs of `bytes` bytes ended with which HTTP status; 0: without an answer. Ends after five
// minutes at the latest.
std::map<long, std::size_t> flood(const std::string& url, const std::vector<std::string>& headers, std::size_t count,
                                  std::int64_t bytes);

}  // namespace causeway::live
