#include "inbound/apply/mentions.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/utf8.h"
#include "model/limits.h"
#include "peer/cards.h"
#include "peer/mentions.h"
#include "peer/permalinks.h"

namespace causeway::inbound {
namespace {

// The names that occur, in every spelling.
std::set<std::string> spellings_in(const std::vector<model::Post>& posts) {
  std::set<std::string> found;
  const auto look = [&](const std::string& text) {
    for (const peer::Mention& mention : peer::find_mentions(text)) {
      for (const std::string& spelling : peer::spellings(mention.name)) {
        if (found.size() < model::limits::names_per_batch) found.insert(spelling);
      }
    }
  };
  for (const model::Post& post : posts) peer::visit_texts(post, look);
  return found;
}

const std::string* find_named(const Reading& reading, const std::string& spelling) {
  auto known = reading.named.find(spelling);
  if (known == reading.named.end()) known = reading.named.find(base::ascii_lower(spelling));
  return known == reading.named.end() ? nullptr : &known->second;
}

std::optional<peer::NewName> name_here(const Reading& reading, const std::vector<std::string>& spellings) {
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    if (const std::string* name = find_named(reading, spellings[i])) return peer::NewName{i, *name};
  }
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    if (reading.ours.count(base::ascii_lower(spellings[i])) == 0) continue;
    return peer::NewName{i, spellings[i] + ":" + reading.connection};
  }
  return std::nullopt;
}

std::string rename(const std::string& text, const Reading& reading) {
  return peer::rename_mentions(
      text, [&](const std::vector<std::string>& spellings) { return name_here(reading, spellings); });
}

// The text with names that only fit as they are. They must not be heard by those who bear them here.
std::string rename_silently(const std::string& text, const Reading& reading) {
  std::string out;
  std::size_t copied = 0;
  for (const peer::Mention& mention : peer::find_mentions(text)) {
    const auto spellings = peer::spellings(mention.name);
    const auto next = name_here(reading, spellings);
    if (!next) continue;
    out.append(text, copied, mention.at - copied);
    const std::string& before = spellings[next->spelling];
    out += next->name.size() <= before.size() ? "@" + next->name : peer::silent_at + before;
    copied = mention.at + 1 + before.size();
  }
  return out.append(text, copied, std::string::npos);
}

bool fits(const std::string& text) {
  return base::utf8_length(text) <= model::limits::message_runes;
}

}  // namespace

base::Result<Reading> read_names(store::Store& store, const model::Remote& remote,
                                 const std::vector<model::Post>& posts, const model::StringMap& transforms) {
  Reading reading;
  reading.connection = remote.name;
  const std::set<std::string> spellings = spellings_in(posts);
  if (spellings.empty()) return reading;

  std::map<std::string, model::UserId> meant;
  std::set<model::UserId> ids;
  std::set<std::string> plain;
  for (const std::string& spelling : spellings) {
    plain.insert(base::ascii_lower(spelling));
    for (const std::string& key : {spelling, base::ascii_lower(spelling)}) {
      const auto transform = transforms.find(key);
      if (transform == transforms.end()) continue;
      ids.insert(meant.emplace(key, transform->second).first->second);
    }
  }
  CAUSEWAY_TRY(users, store.users({ids.begin(), ids.end()}));
  std::map<model::UserId, std::string> names;
  for (const model::User& user : users) names.emplace(user.id, user.username);
  for (const auto& [key, id] : meant) {
    const auto name = names.find(id);
    const bool unknown = name == names.end();
    const std::string suffix = key.find(':') == std::string::npos ? ":" + remote.name : "";
    reading.named.emplace(key, unknown ? key + suffix : name->second);
  }
  CAUSEWAY_TRY(bearers, store.named_users({plain.begin(), plain.end()}, std::nullopt));
  for (const store::Store::NamedUser& bearer : bearers) {
    if (!bearer.synthetic) reading.ours.insert(bearer.username);
  }
  return reading;
}

bool has_marked_links(const std::vector<model::Post>& posts) {
  bool found = false;
  for (const model::Post& post : posts) {
    peer::visit_texts(post, [&](const std::string& text) { found = found || peer::has_marked_permalinks(text); });
  }
  return found;
}

void localise_texts(model::Post& post, const Reading& reading) {
  peer::change_texts(post, [&](const std::string& text) {
    std::string renamed = rename(text, reading);
    if (!fits(renamed)) renamed = rename_silently(text, reading);
    std::string linked = peer::localise_permalinks(renamed, reading.site_url, reading.team);
    return fits(linked) ? linked : renamed;
  });
}

}  // namespace causeway::inbound
