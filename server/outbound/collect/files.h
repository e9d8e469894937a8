#pragma once
// Which files the posts of a batch carry, and what a post says of those that stay behind. Pure functions.

#include <string>
#include <vector>

#include "model/content.h"

namespace causeway::outbound {

// Each once, in the order of the posts.
std::vector<model::FileId> files_of(const std::vector<model::Post>& posts);

// A file that stays behind: gone from the post's list, and named with the reason in a line at the end of its message,
// by name: servers keep a post's files in orders of their own. A file without a name (deleted since) is only taken off.
struct LeftBehind {
  model::FileId id;
  std::string name;
  std::string why;
};
void leave_behind(model::Post& wire, std::vector<LeftBehind> files);

}  // namespace causeway::outbound
