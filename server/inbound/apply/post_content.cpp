#include "inbound/apply/post_content.h"

#include <algorithm>
#include <utility>

#include "base/id.h"
#include "model/limits.h"
#include "peer/content_policy.h"

namespace causeway::inbound {
namespace {

constexpr auto furthest_future = std::chrono::hours(24);  // clocks differ; beyond that a time is nonsense

base::Time sane_time(base::Time time, base::Time now) {
  return time <= base::Time() || time > now + furthest_future ? now : time;
}

std::vector<model::FileId> sane_files(const std::vector<model::FileId>& wire) {
  std::vector<model::FileId> files;
  for (const model::FileId& file : wire) {
    const bool known = std::find(files.begin(), files.end(), file) != files.end();
    if (!known && base::is_valid_id(file.str()) && files.size() < model::limits::post_files) files.push_back(file);
  }
  return files;
}

// What a post's row carries of our own (from_plugin and the like) stays; what crosses is the peer's.
model::Props merged_props(const model::Props& present, const model::Props& crossing) {
  json::Object props = present.object() != nullptr ? *present.object() : json::Object{};
  const model::Props before = peer::crossing_props(present);
  if (before.object() != nullptr) {
    for (const auto& [name, value] : *before.object()) props.erase(name);
  }
  if (crossing.object() != nullptr) {
    for (const auto& [name, value] : *crossing.object()) props.insert_or_assign(name, value);
  }
  return props.empty() ? model::Props() : model::Props(std::move(props));
}

}  // namespace

model::Post from_wire(const model::Post& wire, const model::RemoteId& remote, base::Time now, const Reading& reading) {
  model::Post post;
  post.id = wire.id;
  post.create_at = sane_time(wire.create_at, now);
  post.edit_at = wire.edit_at == base::Time() ? base::Time() : sane_time(wire.edit_at, now);
  post.is_pinned = wire.is_pinned;
  post.user_id = wire.user_id;
  post.channel_id = wire.channel_id;
  post.root_id = wire.root_id;
  post.message = wire.message;
  post.type = wire.type;
  post.props = peer::crossing_props(wire.props);
  localise_texts(post, reading);
  post.file_ids = sane_files(wire.file_ids);
  post.remote_id = remote;
  const bool has_priority = wire.metadata && wire.metadata->priority && wire.root_id.empty();
  if (has_priority) post.metadata.emplace().priority = wire.metadata->priority;
  return post;
}

model::Post with_change(const model::Post& present, const model::Post& wire, bool whole, bool pin_before,
                        const Reading& reading) {
  model::Post next = present;
  if (wire.is_pinned != pin_before) next.is_pinned = wire.is_pinned;
  if (!whole) return next;
  model::Post said;
  said.message = wire.message;
  said.props = peer::crossing_props(wire.props);
  localise_texts(said, reading);
  next.message = std::move(said.message);
  if (said.props != peer::crossing_props(present.props)) next.props = merged_props(present.props, said.props);
  // Servers keep them in orders of their own.
  const std::vector<model::FileId> files = sane_files(wire.file_ids);
  const bool same = files.size() == present.file_ids.size() &&
                    std::is_permutation(files.begin(), files.end(), present.file_ids.begin());
  if (!same) next.file_ids = files;
  return next;
}

model::Post as_written(model::Post there, const model::Post& asked, const model::Post& written) {
  if (there.message == asked.message) there.message = written.message;
  if (there.props == asked.props) there.props = written.props;
  if (there.file_ids == asked.file_ids) there.file_ids = written.file_ids;
  return there;
}

}  // namespace causeway::inbound
