#pragma once
// One suite, both stores: the lake in memory and the real one on a private PostgreSQL, which every suite starts once.

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "contract/store/mattermost_schema.h"
#include "fakes/fake_store.h"
#include "lab/postgres_cluster.h"
#include "store/postgres/open.h"

namespace causeway::contract {

namespace fs = std::filesystem;
using base::from_millis;
using base::Millis;
using model::ChannelId;
using model::RemoteId;
using model::UserId;

inline model::Remote make_remote(const std::string& id, model::RemoteState state = model::RemoteState::connected) {
  model::Remote remote;
  remote.id = RemoteId(id);
  remote.name = "name-" + id;
  remote.state = state;
  remote.incoming_digest = "digest";
  remote.outgoing_token = state == model::RemoteState::connected ? "token of " + id : "";
  remote.create_at = from_millis(1000);
  return remote;
}

inline model::ChannelRemote make_row(const std::string& channel, const std::string& remote) {
  model::ChannelRemote row;
  row.channel_id = ChannelId(channel);
  row.remote_id = RemoteId(remote);
  row.invite = model::InviteState::confirmed;
  row.create_at = from_millis(1000);
  return row;
}

// The real one's server, made when the first test asks for it.
class Cluster {
 public:
  Cluster() : folder_(fs::temp_directory_path() / ("causeway-contract-" + base::new_id())) {
    fs::create_directories(folder_);
    cluster_ = std::make_unique<lab::PostgresCluster>(folder_, lab::PostgresOptions{});
  }
  ~Cluster() {
    cluster_.reset();
    fs::remove_all(folder_);
  }
  lab::PostgresCluster& operator*() { return *cluster_; }

 private:
  fs::path folder_;
  std::unique_ptr<lab::PostgresCluster> cluster_;
};

class StoreContract : public testing::TestWithParam<const char*> {
 protected:
  static void TearDownTestSuite() { cluster_.reset(); }
  void SetUp() override {
    if (GetParam() == std::string("fake")) {
      auto fake = std::make_unique<fakes::FakeStore>(clock_, 1);
      fake_ = fake.get();
      store_ = std::move(fake);
    } else {
      if (!cluster_) cluster_ = std::make_unique<Cluster>();
      database_ = "d" + base::new_id();
      (**cluster_).create_database(database_);
      (**cluster_).run_sql(database_, mattermost_schema());
      const store::postgres::TokenCipher clear{
          [](const std::string& token) { return token; },
          [](const std::string& sealed) -> base::Result<std::string> { return sealed; }};
      auto opened = store::postgres::open_store({(**cluster_).url(database_), clear, 8}, clock_);
      ASSERT_TRUE(opened.ok());
      store_ = std::move(*opened);
    }
    ASSERT_TRUE(store_->migrate().ok());
  }
  store::Store& store() { return *store_; }
  // As Mattermost writes it.
  void put_user(const std::string& id, std::int64_t update_at, std::int64_t picture_at = 0) {
    model::User user;
    user.id = UserId(id);
    user.username = id;
    user.update_at = from_millis(update_at);
    user.last_picture_update = from_millis(picture_at);
    if (fake_ != nullptr) return fake_->put_user(user);
    const std::string at = std::to_string(update_at);
    (**cluster_)
        .run_sql(database_, "DELETE FROM users WHERE id = '" + id +
                                "'; INSERT INTO users (id, username, createat, updateat, deleteat, lastpictureupdate) "
                                "VALUES ('" +
                                id + "', '" + id + "', 1, " + at + ", 0, " + std::to_string(picture_at) + ")");
  }

  void put_post(const model::Post& post) {
    if (fake_ != nullptr) return fake_->put_post(post);
    const auto at = [](base::Time time) { return std::to_string(base::to_millis(time)); };
    run_sql(
        "INSERT INTO posts (id, createat, updateat, deleteat, editat, userid, channelid, rootid, originalid, message, "
        "type, props, hashtags, fileids, hasreactions, ispinned, remoteid) VALUES ('" +
        post.id.str() + "', " + at(post.create_at) + ", " + at(post.update_at) + ", " + at(post.delete_at) + ", 0, '" +
        post.user_id.str() + "', '" + post.channel_id.str() + "', '" + post.root_id.str() + "', '', '', '" + post.type +
        "', '{}', '', '[]', false, " + (post.is_pinned ? "true" : "false") + ", NULL)");
  }
  void erase_post(const std::string& id) {
    if (fake_ != nullptr) return fake_->erase_post(model::PostId(id));
    run_sql("DELETE FROM posts WHERE id = '" + id + "'");
  }
  void put_file(const std::string& id) {
    if (fake_ != nullptr) return fake_->put_file(model::FileId(id));
    run_sql("INSERT INTO fileinfo (id, createat, updateat, deleteat) VALUES ('" + id + "', 1, 1, 0)");
  }

  void run_sql(const std::string& sql) { (**cluster_).run_sql(database_, sql); }

  static inline std::unique_ptr<Cluster> cluster_;
  base::RealClock clock_;
  std::string database_;
  std::unique_ptr<store::Store> store_;
  fakes::FakeStore* fake_ = nullptr;
};

}  // namespace causeway::contract
