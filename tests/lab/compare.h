#pragma once
// Two servers' view of the same shared channels, and what differs. Pure: what is compared is in the snapshots.

#include <compare>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace causeway::lab {

// Of a person's post; what bots and the system write is each server's own.
struct PostFacts {
  std::string author;  // alice:a, on A too
  std::string channel;
  std::string message;
  std::string root;  // empty: starts a thread or stands alone
  bool deleted = false;
  bool pinned = false;
  bool edited = false;
  std::string priority;                // with what it asks for; empty when it has none
  std::size_t replies = 0;             // as REST's reply_count; the row of `threads` loses some of replies at once
  std::size_t revisions = 0;           // rows that keep older versions
  std::map<std::string, long> files;   // id → bytes
  std::set<std::string> acknowledged;  // by whom
  std::set<std::string> reactions;     // emoji by whom

  bool operator==(const PostFacts&) const = default;
};

using Snapshot = std::map<std::string, PostFacts>;  // by the post's id

struct Comparison {
  std::map<std::string, std::size_t> unequal;  // differences by kind; kinds without any are absent
  std::size_t lost = 0;                        // posts that one side has alive and the other has not
  std::size_t doubled = 0;                     // posts of one author with one text on one side
  std::vector<std::string> lines;              // one difference each, for a person

  bool equal() const { return unequal.empty() && lost == 0 && doubled == 0; }
};

// The kinds: author, channel, message, root, deleted, pinned, edited, priority, replies, files, acknowledged,
// reactions, and revisions: on either side a post may keep as many as `changes` says (edits and pins made by people),
// absent = none. Of a post that is deleted on both sides nothing else is compared; one that was deleted before it
// crossed is not lost. `doubled` assumes that people never write the same text twice.
Comparison compare(const Snapshot& a, const Snapshot& b, const std::map<std::string, std::size_t>& changes);

}  // namespace causeway::lab
