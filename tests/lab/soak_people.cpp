#include "lab/soak_people.h"

#include <algorithm>
#include <thread>

#include "lab/error.h"

namespace causeway::lab {

using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr seconds ripening{3};
constexpr std::size_t most_file_bytes = 64U << 10U;

// How often people do what. Deleting is rare, or nothing would be left to compare.
const std::vector<std::pair<std::string, std::size_t>>& weights() {
  static const std::vector<std::pair<std::string, std::size_t>> table{{"post", 6},   {"reply", 6}, {"edit", 4},
                                                                      {"delete", 1}, {"react", 6}, {"unreact", 2},
                                                                      {"pin", 1},    {"unpin", 1}, {"upload", 2}};
  return table;
}

constexpr const char* emojis[] = {"thumbsup", "tada", "eyes", "heart", "smile"};

}  // namespace

const std::vector<std::string>& soak_kinds() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> result;
    for (const auto& [kind, weight] : weights()) result.push_back(kind);
    return result;
  }();
  return names;
}

std::vector<std::string> weighted_kinds(const std::vector<std::string>& wanted) {
  for (const auto& kind : wanted) {
    const auto& known = soak_kinds();
    if (std::find(known.begin(), known.end(), kind) == known.end()) throw LabError("the soak has no kind " + kind);
  }
  std::vector<std::string> result;
  for (const auto& [kind, weight] : weights()) {
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), kind) != wanted.end()) {
      result.insert(result.end(), weight, kind);
    }
  }
  return result;
}

void SoakGround::written(const Post& post) {
  const std::lock_guard lock(mutex_);
  posts_.push_back(post);
}

void SoakGround::deleted(const std::string& post) {
  const std::lock_guard lock(mutex_);
  std::erase_if(posts_, [&](const Post& one) { return one.id == post || one.root == post; });
}

void SoakGround::changed(const std::string& post) {
  const std::lock_guard lock(mutex_);
  ++changes_[post];
}

void SoakGround::done(const std::string& kind) {
  const std::lock_guard lock(mutex_);
  ++operations_[kind];
}

void SoakGround::missed() {
  const std::lock_guard lock(mutex_);
  ++misses_;
}

void SoakGround::failed(const std::string& what) {
  const std::lock_guard lock(mutex_);
  failures_.push_back(what);
}

std::optional<SoakGround::Post> SoakGround::any(std::uint64_t roll, const std::string& author, bool roots) const {
  const std::lock_guard lock(mutex_);
  const auto ripe = steady_clock::now() - ripening;
  std::vector<const Post*> fitting;
  for (const Post& post : posts_) {
    if (post.at < ripe && (author.empty() || post.author == author) && (!roots || post.root.empty())) {
      fitting.push_back(&post);
    }
  }
  if (fitting.empty()) return std::nullopt;
  return *fitting[static_cast<std::size_t>(roll % fitting.size())];
}

std::map<std::string, std::size_t> SoakGround::changes() const {
  const std::lock_guard lock(mutex_);
  return changes_;
}
std::map<std::string, std::size_t> SoakGround::operations() const {
  const std::lock_guard lock(mutex_);
  return operations_;
}
std::size_t SoakGround::misses() const {
  const std::lock_guard lock(mutex_);
  return misses_;
}
std::vector<std::string> SoakGround::failures() const {
  const std::lock_guard lock(mutex_);
  return failures_;
}

SoakPerson::SoakPerson(SoakGround& ground, std::string name, RestClient client, std::vector<std::string> kinds,
                       std::uint64_t seed)
    : ground_(ground), name_(std::move(name)), client_(std::move(client)), kinds_(std::move(kinds)), random_(seed) {}

void SoakPerson::live(double rate, steady_clock::time_point until) {
  auto next = steady_clock::now();
  while (true) {
    // From none to twice the mean pause.
    const double part = static_cast<double>(below(2001)) / 1000.0;
    next += std::chrono::duration_cast<steady_clock::duration>(std::chrono::duration<double>(part / rate));
    if (next >= until) return;
    std::this_thread::sleep_until(next);
    if (paused_) continue;
    try {
      act();
    } catch (const LabError&) {
      if (!trouble_) throw;
      ground_.missed();
    }
  }
}

void SoakPerson::act() {
  const std::string kind = kinds_[below(kinds_.size())];
  if (kind == "post" || kind == "reply" || kind == "upload") return write(kind);
  if (kind == "edit") return edit();
  if (kind == "delete") return remove();
  if (kind == "react") return react();
  if (kind == "unreact") return unreact();
  pin(kind == "pin");
}

// True when it was done. What another person took away meanwhile, and what has not arrived yet, is no failure.
bool SoakPerson::settle(const std::string& kind, const Reply& reply) {
  if (reply.ok()) {
    ground_.done(kind);
    return true;
  }
  // In the server itself two first replies of one thread at once fail each other.
  const bool met_another = kind == "reply" && reply.error_id() == "app.post.save.app_error";
  if (trouble_ || met_another || reply.status == 400 || reply.status == 403 || reply.status == 404) {
    ground_.missed();
  } else {
    ground_.failed(name_ + ": " + kind + " answered " + std::to_string(reply.status) + " " + reply.text.substr(0, 300));
  }
  return false;
}

std::string SoakPerson::next_text(const std::string& what) {
  return what + " " + std::to_string(++texts_) + " of " + name_ + ": ünïcödé 🌉 <&>\n\tand a second line";
}

void SoakPerson::write(const std::string& kind) {
  SoakGround::Post post;
  post.channel = ground_.channels()[below(ground_.channels().size())];
  std::vector<std::string> files;
  if (kind == "reply") {
    const auto root = ground_.any(random_(), "", true);
    if (!root) return ground_.missed();
    post.channel = root->channel;
    post.root = root->id;
  } else if (kind == "upload") {
    const std::string content(1 + below(most_file_bytes), static_cast<char>('a' + below(26)));
    files.push_back(client_.upload_file(post.channel, name_ + "-" + std::to_string(texts_) + ".txt", content));
  }
  post.author = name_;
  post.at = steady_clock::now();
  const Json body{
      {"channel_id", post.channel}, {"message", next_text(kind)}, {"root_id", post.root}, {"file_ids", files}};
  const Reply reply = client_.call_json("POST", "/api/v4/posts", body);
  if (!settle(kind, reply)) return;
  post.id = reply.body.at("id").get<std::string>();
  ground_.written(post);
}

void SoakPerson::edit() {
  const auto post = ground_.any(random_(), name_, false);
  if (!post) return ground_.missed();
  ground_.changed(post->id);  // before it: nobody may see the revision earlier than the permission for it
  settle("edit", client_.call_json("PUT", "/api/v4/posts/" + post->id + "/patch", {{"message", next_text("edit")}}));
}

void SoakPerson::remove() {
  const auto post = ground_.any(random_(), name_, false);
  if (!post) return ground_.missed();
  if (settle("delete", client_.call("DELETE", "/api/v4/posts/" + post->id))) ground_.deleted(post->id);
}

void SoakPerson::react() {
  const auto post = ground_.any(random_(), "", false);
  if (!post) return ground_.missed();
  const std::string emoji = emojis[below(std::size(emojis))];
  const Json body{{"user_id", client_.user_id()}, {"post_id", post->id}, {"emoji_name", emoji}};
  if (settle("react", client_.call_json("POST", "/api/v4/reactions", body))) reactions_.emplace(post->id, emoji);
}

void SoakPerson::unreact() {
  if (reactions_.empty()) return ground_.missed();
  const auto chosen = std::next(reactions_.begin(), static_cast<std::ptrdiff_t>(below(reactions_.size())));
  const auto [post, emoji] = *chosen;
  reactions_.erase(chosen);
  settle("unreact",
         client_.call("DELETE", "/api/v4/users/" + client_.user_id() + "/posts/" + post + "/reactions/" + emoji));
}

void SoakPerson::pin(bool on) {
  const auto post = ground_.any(random_(), "", false);
  if (!post) return ground_.missed();
  ground_.changed(post->id);
  settle(on ? "pin" : "unpin", client_.call("POST", "/api/v4/posts/" + post->id + (on ? "/pin" : "/unpin")));
}

}  // namespace causeway::lab
