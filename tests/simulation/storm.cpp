#include "simulation/storm.h"

#include <algorithm>
#include <stdexcept>

#include "base/id.h"
#include "base/thread.h"
#include "peer/token.h"
#include "peer/version.h"

namespace causeway::simulation {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr base::Millis settle_limit = minutes(60);
constexpr base::Millis look_pause = seconds(5);
constexpr std::size_t people_a_side = 2;
constexpr const char* emojis[] = {"thumbsup", "tada", "eyes"};

peer::Answer odd_answer(std::uint64_t roll) {
  switch (roll % 5) {
    case 0:
      return {200, "", {}};
    case 1:
      return {200, "<html>please log in</html>", {}};
    case 2:
      return {502, "bad gateway", {}};
    case 3:
      return {503, "", std::chrono::seconds(1 + roll % 20)};
    default:
      return {429, "", std::chrono::seconds(1 + roll % 20)};
  }
}

}  // namespace

model::RemoteId acquaint(scenario::Site& a, scenario::Site& b, base::Time now) {
  const model::RemoteId id(base::new_id());
  const std::string to_a = base::new_id();
  const std::string to_b = base::new_id();
  const auto row = [&](scenario::Site& here, scenario::Site& there, const std::string& in, const std::string& out) {
    model::Remote remote;
    remote.id = id;
    remote.name = remote.display_name = there.name();
    remote.site_url = there.url();
    remote.state = model::RemoteState::connected;
    remote.default_team_id = here.team().id;
    remote.creator_id = here.admin().id;
    remote.incoming_digest = peer::digest_token(in);
    remote.outgoing_token = out;
    remote.create_at = now;
    remote.causeway = true;
    here.store().add_remote(remote).value();
  };
  row(a, b, to_a, to_b);
  row(b, a, to_b, to_a);
  a.reaches(b);
  b.reaches(a);
  return id;
}

const std::vector<std::string>& fault_kinds() {
  static const std::vector<std::string> kinds{
      "crash",        "unreachable",  "odd_answers", "database_away", "commit_in_doubt",
      "server_storm", "missed_hooks", "lost",        "slow"};
  return kinds;
}

Storm::Storm(const StormOptions& options)
    : options_(options),
      random_(options.seed),
      simulation_(options.seed * 7919),
      home_(home_clock_, "home", "alice", options.seed * 2 + 1),
      spoke_(spoke_clock_, "spoke", "bob", options.seed * 2 + 2) {
  if (below(2) == 0) ++result_.faults["clock"];
  for (SkewedClock* const clock : {&home_clock_, &spoke_clock_}) {
    const base::Millis skew = minutes(below(8 * 60)) - hours(4);
    clock->set(result_.faults.empty() ? base::Millis() : skew);
  }
  link_ = acquaint(home_, spoke_, home_clock_.now());
  channel_ = home_.open_channel("town").id;
  scenario::share(home_, spoke_, link_, channel_);
}

Storm::~Storm() {
  home_.deactivate();
  spoke_.deactivate();
}

StormResult Storm::run() {
  std::vector<Person> people;
  for (scenario::Site* const site : {&home_, &spoke_}) {
    for (std::size_t i = 0; i < people_a_side; ++i) {
      const model::User user = i == 0 ? site->person() : site->add_user("second-of-" + site->name());
      if (i > 0) site->server().user_joins(channel_, user.id);
      people.push_back({site, user, std::mt19937_64(random_()), 0});
    }
  }
  {
    std::vector<base::Thread> lives;
    for (Person& person : people) {
      lives.emplace_back([this, &person](std::stop_token stop) { live(person, std::move(stop)); });
    }
    rage();
  }
  mend(base::Steady::max());
  settle();
  result_.turns = simulation_.turns();
  return result_;
}

void Storm::live(Person& person, std::stop_token stop) {
  while (!stop.stop_requested()) {
    simulation_.sleep(milliseconds(100 + person.random() % 2'000));
    try {
      if (!act(person)) ++result_.operations["missed"];
    } catch (const std::exception&) {
      ++result_.operations["missed"];  // somebody else was faster
    }
  }
}

bool Storm::act(Person& person) {
  static const std::vector<std::string> deeds{"post", "post",  "post",  "reply",   "reply", "edit",
                                              "edit", "react", "react", "unreact", "pin",   "delete"};
  const std::string& deed = deeds[person.random() % deeds.size()];
  const std::string text = deed + " " + std::to_string(++person.texts) + " of " + person.user.username;
  if (deed == "post") {
    person.site->server().user_posts(person.user.id, channel_, text);
    return ++result_.operations[deed] > 0;
  }
  std::vector<model::Post> posts = person.site->messages(channel_);
  const bool own = deed == "edit" || deed == "delete";
  std::erase_if(posts, [&](const model::Post& post) {
    return post.delete_at != base::Time() || (own && post.user_id != person.user.id) ||
           (deed == "reply" && !post.root_id.empty());
  });
  if (posts.empty()) return false;
  const model::Post post = posts[person.random() % posts.size()];
  if (deed == "reply") {
    person.site->server().user_posts(person.user.id, channel_, text, post.id);
  } else if (deed == "edit") {
    ++changes_[post.id.str()];
    person.site->server().user_edits(post.id, text);
  } else if (!act_on(person, deed, post)) {
    return false;
  }
  return ++result_.operations[deed] > 0;
}

bool Storm::act_on(Person& person, const std::string& deed, const model::Post& post) {
  fakes::FakeServer& server = person.site->server();
  if (deed == "pin") {
    ++changes_[post.id.str()];
    server.user_pins(post.id, !post.is_pinned);
  } else if (deed == "delete") {
    server.user_deletes(post.id);
  } else if (deed == "react") {
    server.user_reacts(person.user.id, post.id, emojis[person.random() % std::size(emojis)]);
  } else {
    const auto reactions = server.reactions_to(post.id);
    const auto mine = std::find_if(reactions.begin(), reactions.end(),
                                   [&](const model::Reaction& reaction) { return reaction.user_id == person.user.id; });
    if (mine == reactions.end()) return false;
    server.user_reacts(person.user.id, post.id, mine->emoji_name, false);
  }
  return true;
}

void Storm::later(base::Millis pause, std::function<void()> deed) {
  ends_.emplace(simulation_.steady() + pause, std::move(deed));
}

void Storm::rage() {
  const std::vector<std::string>& kinds = options_.faults.empty() ? fault_kinds() : options_.faults;
  const base::Steady end = simulation_.steady() + options_.time;
  while (simulation_.steady() < end) {
    simulation_.sleep(milliseconds(below(4'000)));
    mend(simulation_.steady());
    const bool first = below(2) == 0;
    const std::string& kind = kinds[below(kinds.size())];
    fault(kind, first ? home_ : spoke_, first ? spoke_ : home_);
  }
}

void Storm::fault(const std::string& kind, scenario::Site& site, scenario::Site& other) {
  const base::Millis time = milliseconds(below(below(4) == 0 ? 40'000 : 5'000));
  if (!site.runs()) return;
  ++result_.faults[kind];
  if (kind == "crash") {
    site.crashes();
    later(time, [this, &site] { start(site); });
  } else if (kind == "unreachable") {
    site.loses(other);
    later(time, [&site, &other] { site.reaches(other); });
  } else if (kind == "odd_answers") {
    site.reaches(other, [this](const fakes::PeerRequest&) -> std::optional<peer::Answer> {
      return below(3) == 0 ? std::nullopt : std::optional(odd_answer(random_()));
    });
    later(time, [&site, &other] { site.reaches(other); });
  } else if (kind == "database_away") {
    site.store().set_away(true);
    later(time, [&site] { site.store().set_away(false); });
  } else if (kind == "commit_in_doubt") {
    site.store().doubt_next_writes(static_cast<int>(1 + below(10)));
  } else if (kind == "server_storm") {
    site.server().set_storm(static_cast<int>(50 + below(300)));
    later(time, [&site] { site.server().set_storm(0); });
  } else if (kind == "missed_hooks") {
    site.misses(static_cast<unsigned>(100 + below(900)));
    later(time, [&site] { site.misses(0); });
  } else {
    fakes::Weather weather;
    if (kind == "lost") {
      weather.lost_requests = static_cast<unsigned>(below(30));
      weather.cut_requests = static_cast<unsigned>(below(20));
      weather.repeats = static_cast<unsigned>(below(40));
      weather.lost_answers = static_cast<unsigned>(below(40));
    } else {
      weather.delays = 50;
      weather.delay = milliseconds(below(20'000));
    }
    site.peer().set_weather(weather);
    later(time, [&site] {
      if (site.runs()) site.peer().set_weather({});
    });
  }
}

// Whoever runs servers does not give up.
void Storm::start(scenario::Site& site) {
  if (!site.starts()) later(seconds(1), [this, &site] { start(site); });
}

void Storm::mend(base::Steady due) {
  while (!ends_.empty() && ends_.begin()->first <= due) {
    const auto deed = std::move(ends_.begin()->second);
    ends_.erase(ends_.begin());
    deed();
  }
}

std::size_t Storm::waiting(scenario::Site& site) {
  return site.store().tasks(link_).value().size();
}

// What was given up in the storm, an administrator has tried again.
void Storm::redrive() {
  for (scenario::Site* const site : {&home_, &spoke_}) {
    result_.dead_letters += static_cast<std::size_t>(site->store().redrive(link_, {}, 0, site->clock().now()).value());
  }
}

void Storm::settle() {
  // Two changes of one moment, one on each side, are both put in force again: rows more for each.
  std::map<std::string, std::size_t> allowed = changes_;
  for (auto& [post, count] : allowed) count = 2 * count + 1;
  const base::Millis begin = simulation_.elapsed();
  bool rested = false;
  while (simulation_.elapsed() - begin < settle_limit) {
    const lab::Snapshot home = snapshot(home_);
    result_.comparison = lab::compare(home, snapshot(spoke_), allowed);
    result_.posts = home.size();
    result_.waiting = waiting(home_) + waiting(spoke_);
    const bool rests = result_.comparison.equal() && result_.waiting == 0;
    if (rests && !rested) result_.equal_after = simulation_.elapsed() - begin;
    if (rests && rested) break;
    rested = rests;
    simulation_.sleep(look_pause);
    redrive();
  }
  explain();
  for (scenario::Site* const site : {&home_, &spoke_}) {
    for (const bool dead : {false, true}) {
      const std::vector<model::HeldItem> items = site->store().held({link_, {}, dead, 100}).value();
      for (const model::HeldItem& item : items) {
        result_.held.push_back(site->name() + " keeps " + item.item_id + " of post " + item.post_id.str() + ": " +
                               item.reason);
      }
    }
  }
}

// What each side believes that the other one has of a post that differs.
void Storm::explain() {
  const std::vector<std::string> lines = result_.comparison.lines;
  for (const std::string& line : lines) {
    const model::PostId post(line.substr(0, line.find(' ')));
    for (scenario::Site* const site : {&home_, &spoke_}) {
      const auto rows = site->store().posts_by_id(link_, {post}).value();
      for (const store::Store::ChangedPost& row : rows) {
        result_.comparison.lines.push_back(site->name() + ": version " + peer::post_version(row.post) + ", sent " +
                                           row.sent_version + ", applying " + row.applying + ", heard " +
                                           std::to_string(row.heard) + (row.received ? ", received" : "") +
                                           (row.theirs ? ", theirs" : ""));
      }
    }
  }
}

lab::Snapshot Storm::snapshot(scenario::Site& site) {
  std::map<model::UserId, std::string> names;
  const auto name = [&](const model::UserId& id) {
    std::string& known = names[id];
    if (known.empty()) {
      const model::User user = site.server().get_user(id).value();
      known = user.username + (user.remote_id && !user.remote_id->empty() ? "" : ":" + site.name());
    }
    return known;
  };
  lab::Snapshot result;
  std::map<model::PostId, std::size_t> replies;
  const std::vector<model::Post> posts = site.messages(channel_);
  for (const model::Post& post : posts) {
    if (!post.root_id.empty() && post.delete_at == base::Time()) ++replies[post.root_id];
  }
  for (const model::Post& post : posts) {
    lab::PostFacts& facts = result[post.id.str()];
    facts.author = name(post.user_id);
    facts.message = post.message;
    facts.root = post.root_id.str();
    facts.deleted = post.delete_at != base::Time();
    facts.pinned = post.is_pinned;
    facts.edited = post.edit_at != base::Time();
    facts.replies = replies[post.id];
    facts.revisions = static_cast<std::size_t>(site.server().revisions_of(post.id));
    for (const model::Reaction& reaction : site.server().reactions_to(post.id)) {
      facts.reactions.insert(reaction.emoji_name + " by " + name(reaction.user_id));
    }
  }
  return result;
}

}  // namespace causeway::simulation
