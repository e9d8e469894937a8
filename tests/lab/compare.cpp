#include "lab/compare.h"

#include <algorithm>

namespace causeway::lab {

namespace {

constexpr std::size_t shown_bytes = 200;

std::string text_of(const std::string& value) {
  return value.size() <= shown_bytes ? value : value.substr(0, shown_bytes) + "…";
}
std::string text_of(bool value) {
  return value ? "yes" : "no";
}
std::string text_of(std::size_t value) {
  return std::to_string(value);
}
std::string text_of(const std::set<std::string>& values) {
  std::string text;
  for (const auto& value : values) text += (text.empty() ? "" : ", ") + value;
  return text.empty() ? "none" : text;
}
std::string text_of(const std::map<std::string, long>& files) {
  std::string text;
  for (const auto& [id, bytes] : files) text += (text.empty() ? "" : ", ") + id + " of " + std::to_string(bytes);
  return text.empty() ? "none" : text;
}

class Comparer {
 public:
  Comparer(const Snapshot& a, const Snapshot& b, const std::map<std::string, std::size_t>& changes)
      : a_(a), b_(b), changes_(changes) {}

  Comparison run() {
    for (const auto& [id, here] : a_) {
      const auto there = b_.find(id);
      if (there == b_.end()) {
        only_on("a", id, here);
      } else {
        both(id, here, there->second);
      }
    }
    for (const auto& [id, there] : b_) {
      if (a_.count(id) == 0) only_on("b", id, there);
    }
    count_doubles("a", a_);
    count_doubles("b", b_);
    return result_;
  }

 private:
  void only_on(const std::string& side, const std::string& id, const PostFacts& post) {
    if (post.deleted) return;
    ++result_.lost;
    result_.lines.push_back(id + " of " + post.author + " is on " + side + " alone: " + text_of(post.message));
  }

  void both(const std::string& id, const PostFacts& a, const PostFacts& b) {
    field(id, "author", a.author, b.author);
    field(id, "channel", a.channel, b.channel);
    field(id, "root", a.root, b.root);
    field(id, "deleted", a.deleted, b.deleted);
    revisions("a", id, a);
    revisions("b", id, b);
    if (a.deleted || b.deleted) return;
    field(id, "message", a.message, b.message);
    field(id, "pinned", a.pinned, b.pinned);
    field(id, "edited", a.edited, b.edited);
    field(id, "priority", a.priority, b.priority);
    field(id, "replies", a.replies, b.replies);
    field(id, "files", a.files, b.files);
    field(id, "acknowledged", a.acknowledged, b.acknowledged);
    field(id, "reactions", a.reactions, b.reactions);
  }

  template <class T>
  void field(const std::string& id, const std::string& kind, const T& a, const T& b) {
    if (a == b) return;
    ++result_.unequal[kind];
    result_.lines.push_back(id + " differs in " + kind + ": a has " + text_of(a) + ", b has " + text_of(b));
  }

  void revisions(const std::string& side, const std::string& id, const PostFacts& post) {
    const auto found = changes_.find(id);
    const std::size_t allowed = found == changes_.end() ? 0 : found->second;
    if (post.revisions <= allowed) return;
    ++result_.unequal["revisions"];
    result_.lines.push_back(id + " keeps " + text_of(post.revisions) + " revisions on " + side + " after " +
                            text_of(allowed) + " changes");
  }

  void count_doubles(const std::string& side, const Snapshot& posts) {
    std::map<std::pair<std::string, std::string>, std::string> first;
    for (const auto& [id, post] : posts) {
      if (post.deleted) continue;
      const auto [known, is_new] = first.emplace(std::pair(post.author, post.message), id);
      if (is_new) continue;
      ++result_.doubled;
      result_.lines.push_back(id + " on " + side + " says what " + known->second + " says: " + text_of(post.message));
    }
  }

  const Snapshot& a_;
  const Snapshot& b_;
  const std::map<std::string, std::size_t>& changes_;
  Comparison result_;
};

}  // namespace

Comparison compare(const Snapshot& a, const Snapshot& b, const std::map<std::string, std::size_t>& changes) {
  return Comparer(a, b, changes).run();
}

}  // namespace causeway::lab
