#pragma once
// Who does things in the soak. The people share the ground: what has been written where. Any thread; a lock inside.

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "lab/rest_client.h"

namespace causeway::lab {

// post, reply, edit, delete, react, unreact, pin, unpin, upload.
const std::vector<std::string>& soak_kinds();
// Each of the wanted ones (empty: all) as often as people do it. Throws LabError for a kind that there is not.
std::vector<std::string> weighted_kinds(const std::vector<std::string>& wanted);

class SoakGround {
 public:
  struct Post {
    std::string id;
    std::string channel;
    std::string root;
    std::string author;  // as the person is called, which is unique in the soak
    std::chrono::steady_clock::time_point at;
  };

  explicit SoakGround(std::vector<std::string> channels) : channels_(std::move(channels)) {}

  const std::vector<std::string>& channels() const { return channels_; }
  void written(const Post& post);
  void deleted(const std::string& post);  // with its replies
  void changed(const std::string& post);  // an edit or a pin: may leave a revision
  void done(const std::string& kind);
  void missed();
  void failed(const std::string& what);

  // One of the posts by `roll`; of this author only unless empty; roots only if asked. Those of the last seconds are
  // left out: they may not have crossed. Absent when there is none.
  std::optional<Post> any(std::uint64_t roll, const std::string& author, bool roots) const;

  std::map<std::string, std::size_t> changes() const;
  std::map<std::string, std::size_t> operations() const;
  std::size_t misses() const;
  std::vector<std::string> failures() const;

 private:
  const std::vector<std::string> channels_;
  mutable std::mutex mutex_;  // guards everything below
  std::vector<Post> posts_;
  std::map<std::string, std::size_t> changes_;
  std::map<std::string, std::size_t> operations_;
  std::size_t misses_ = 0;
  std::vector<std::string> failures_;
};

class SoakPerson {
 public:
  SoakPerson(SoakGround& ground, std::string name, RestClient client, std::vector<std::string> kinds,
             std::uint64_t seed);

  // Acts `rate` times a second on average until the deadline. On a thread of its own.
  void live(double rate, std::chrono::steady_clock::time_point until);
  // What the server does not answer from now on is a miss, and no failure.
  void expect_trouble() { trouble_ = true; }
  // Does nothing until told otherwise. From any thread.
  void pause(bool paused) { paused_ = paused; }

 private:
  void act();
  void write(const std::string& kind);
  void edit();
  void remove();
  void react();
  void unreact();
  void pin(bool on);
  bool settle(const std::string& kind, const Reply& reply);
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }
  std::string next_text(const std::string& what);

  SoakGround& ground_;
  std::string name_;
  RestClient client_;
  std::vector<std::string> kinds_;  // as often as it weighs
  std::mt19937_64 random_;
  std::size_t texts_ = 0;
  bool trouble_ = false;
  std::atomic<bool> paused_ = false;
  std::set<std::pair<std::string, std::string>> reactions_;  // post, emoji
};

}  // namespace causeway::lab
