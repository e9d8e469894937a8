#include "outbound/collect/files.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "model/limits.h"

namespace causeway::outbound {
namespace {

// Between backticks nothing is Markdown.
std::string quoted(std::string name) {
  std::erase(name, '`');
  return "`" + name + "`";
}

}  // namespace

std::vector<model::FileId> files_of(const std::vector<model::Post>& posts) {
  std::vector<model::FileId> files;
  std::set<model::FileId> seen;
  for (const model::Post& post : posts) {
    for (const model::FileId& file : post.file_ids) {
      if (seen.insert(file).second) files.push_back(file);
    }
  }
  return files;
}

void leave_behind(model::Post& wire, std::vector<LeftBehind> files) {
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  for (const LeftBehind& file : files) {
    std::erase(wire.file_ids, file.id);
    if (file.name.empty()) continue;
    const std::string line = "*(attachment " + quoted(file.name) + " not carried over: " + file.why + ")*";
    const std::string whole = wire.message.empty() ? line : wire.message + "\n" + line;
    if (base::utf8_length(whole) <= model::limits::message_runes) wire.message = whole;
  }
}

}  // namespace causeway::outbound
