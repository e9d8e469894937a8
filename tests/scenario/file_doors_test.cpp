// How files come in: what a peer's announcements and uploads are answered, and what they cannot do.

#include <gtest/gtest.h>

#include "base/id.h"
#include "json/record.h"
#include "peer/frame.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

using model::FileId;

constexpr std::size_t mebibyte = 1U << 20U;

// What a native peer, or one without manners, says at the doors of home.
class FileDoors : public testing::Test {
 protected:
  FileDoors() {
    stage_.connect();
    channel_ = stage_.share("files");
    token_ = spoke().store().remote(stage_.link).value()->outgoing_token;
    session_.id = base::new_id();
    session_.type = "attachment";
    session_.user_id = spoke().person().id;
    session_.channel_id = channel_;
    session_.file_name = "a.bin";
    session_.file_size = 5;
    session_.req_file_id = FileId(base::new_id());
  }

  model::RemoteClusterResponse announce() {
    const auto frame = peer::make_frame(stage_.link, model::topic::upload, json::to_json(session_), stage_.clock.now());
    const auto answer = home().asked("msg", stage_.link, token_, json::encode(frame));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::decode<model::RemoteClusterResponse>(answer.body, {}).value();
  }
  model::UploadSession announced() {
    const auto answer = announce();
    EXPECT_EQ(answer.status, "OK") << answer.err;
    return json::from_json<model::UploadSession>(answer.payload).value();
  }
  mattermost::HttpAnswer upload(const std::string& id, const std::string& bytes) {
    return home().asked("upload/" + id, stage_.link, token_, bytes);
  }
  void expect_refused(const std::string& why) {
    const auto answer = announce();
    EXPECT_EQ(answer.status, "FAIL");
    EXPECT_NE(answer.err.find(why), std::string::npos) << answer.err;
  }

  // By a person of the spoke's, as native sends it.
  model::Post post_with(const FileId& file) {
    EXPECT_TRUE(stage_.crosses(spoke(), home(), channel_, "bob is known here"));
    model::SyncMsg message;
    message.id = base::new_id();
    message.channel_id = channel_;
    model::Post& post = message.posts.emplace_back();
    post.id = model::PostId(base::new_id());
    post.user_id = spoke().person().id;
    post.channel_id = channel_;
    post.message = "with a file";
    post.create_at = post.update_at = stage_.clock.now();
    post.file_ids = {file};
    const auto frame = peer::make_frame(stage_.link, model::topic::sync, json::to_json(message), stage_.clock.now());
    EXPECT_EQ(home().asked("msg", stage_.link, token_, json::encode(frame)).status, 200);
    return post;
  }

  void expect_home_has(const FileId& file, const std::string& bytes) {
    const auto got = home().server().bytes_of(file);
    ASSERT_TRUE(got) << "the file is not there";
    EXPECT_TRUE(*got == bytes) << got->size() << " bytes";
  }
  Site& home() { return stage_.home; }
  Site& spoke() { return stage_.spoke; }

  TwoServers stage_;
  model::ChannelId channel_;
  std::string token_;
  model::UploadSession session_;
};

TEST_F(FileDoors, AnswerAsNativeDoes) {
  const model::UploadSession stored = announced();
  EXPECT_EQ(stored.remote_id, stage_.link);
  EXPECT_EQ(stored.file_offset, 0);
  EXPECT_EQ(stored.file_size, 5);
  const auto answer = upload(stored.id, "hello");
  EXPECT_EQ(answer.status, 200) << answer.body;
  const auto info = json::decode<model::FileInfo>(answer.body, {});
  ASSERT_TRUE(info.ok());
  EXPECT_EQ(info->id, session_.req_file_id);
  EXPECT_EQ(info->remote_id, stage_.link);
  expect_home_has(session_.req_file_id, "hello");
}

TEST_F(FileDoors, ACutUploadGoesOnWhereItStopped) {
  const std::string bytes = std::string(6 * mebibyte, 'x') + std::string(mebibyte, 'y');
  session_.file_size = static_cast<std::int64_t>(bytes.size());
  const model::UploadSession first = announced();
  EXPECT_EQ(upload(first.id, bytes.substr(0, 6 * mebibyte)).status, 204);
  const model::UploadSession again = announced();
  EXPECT_EQ(again.id, first.id);
  EXPECT_EQ(again.file_offset, static_cast<std::int64_t>(6 * mebibyte));
  EXPECT_EQ(upload(again.id, bytes.substr(6 * mebibyte)).status, 200);
  expect_home_has(session_.req_file_id, bytes);
}

TEST_F(FileDoors, APostThatComesBeforeItsFileGetsItWhenItComes) {
  const model::Post post = post_with(session_.req_file_id);
  ASSERT_TRUE(home().has(post.id));
  EXPECT_TRUE(home().find(post.id)->file_ids.empty());
  EXPECT_EQ(upload(announced().id, "hello").status, 200);
  EXPECT_EQ(home().find(post.id)->file_ids, post.file_ids);
  EXPECT_EQ(home().find(post.id)->message, "with a file");
  EXPECT_EQ(home().server().get_file_info(session_.req_file_id)->post_id, post.id);
}

TEST_F(FileDoors, APostTakesNoFileThatIsNotItsAuthorsToGive) {
  const auto local = home().server().user_uploads(home().person().id, channel_, "mine.txt", "12345");
  const model::Post post = post_with(local.id);
  ASSERT_TRUE(home().has(post.id));
  EXPECT_TRUE(home().find(post.id)->file_ids.empty());
  EXPECT_TRUE(home().server().get_file_info(local.id)->post_id.empty());
}

TEST_F(FileDoors, AFirstPartThatIsTooShortBeginsAgain) {
  session_.file_size = static_cast<std::int64_t>(6 * mebibyte);
  const model::UploadSession first = announced();
  EXPECT_EQ(upload(first.id, "only this").status, 503);
  EXPECT_EQ(announced().file_offset, 0);
  EXPECT_EQ(upload(first.id, std::string(6 * mebibyte, 'x')).status, 200);
}

TEST_F(FileDoors, AFileThatIsHereIsNotTakenTwice) {
  const model::UploadSession first = announced();
  ASSERT_EQ(upload(first.id, "hello").status, 200);
  const model::UploadSession again = announced();
  EXPECT_EQ(again.file_offset, 5);
  const auto answer = upload(again.id, "HELLO");  // a sender that does not look at the offset
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(json::decode<model::FileInfo>(answer.body, {})->id, session_.req_file_id);
  expect_home_has(session_.req_file_id, "hello");
  EXPECT_EQ(home().server().calls("upload_data"), 1);
}

TEST_F(FileDoors, NoFileGoesWhereItsSenderHasNoBusiness) {
  const model::ChannelId other = home().open_channel("private").id;
  session_.channel_id = other;
  expect_refused("channel is no longer shared");
  session_.channel_id = stage_.share("read-only", "--readonly Y");
  expect_refused("file refused: the channel is read-only");
  EXPECT_EQ(home().server().calls("create_upload_session"), 0);
}

TEST_F(FileDoors, OnlyAttachmentsWithIdsAndSizesAreTaken) {
  session_.type = "import";
  expect_refused("file refused: only attachments");
  session_.type = "attachment";
  session_.file_size = -1;
  expect_refused("file refused: no valid id or size");
  session_.file_size = 5;
  session_.req_file_id = FileId("../../x");
  expect_refused("file refused: no valid id or size");
  EXPECT_EQ(home().server().calls("create_upload_session"), 0);
}

TEST_F(FileDoors, AFilesNameIsANameAndNoPath) {
  session_.file_name = "../../../etc/cron.d/../evil.sh";
  const model::UploadSession stored = announced();
  EXPECT_EQ(stored.file_name, "evil.sh");
  ASSERT_EQ(upload(stored.id, "hello").status, 200);
  EXPECT_EQ(home().server().get_file_info(session_.req_file_id)->name, "evil.sh");
}

TEST_F(FileDoors, ALocalPersonsFileIsNotReplacedNorClaimed) {
  const auto local = home().server().user_uploads(home().person().id, channel_, "mine.txt", "12345");
  session_.req_file_id = local.id;
  expect_refused("file refused: another file has this id");
  expect_home_has(local.id, "12345");
}

TEST_F(FileDoors, OnesUploadIsNobodyElses) {
  EXPECT_EQ(upload(base::new_id(), "hello").status, 404);
  EXPECT_EQ(upload("..", "hello").status, 404);
  model::UploadSession of_a_person = session_;  // made by REST on home
  of_a_person.id = base::new_id();
  ASSERT_TRUE(home().server().create_upload_session(of_a_person).ok());
  EXPECT_EQ(upload(of_a_person.id, "hello").status, 404);

  const model::UploadSession stored = announced();
  Site third(stage_.clock, "third", "carol", 3);
  home().reaches(third);
  third.reaches(home());
  const model::RemoteId link = pair(home(), third);
  const std::string token = third.store().remote(link).value()->outgoing_token;
  EXPECT_EQ(home().asked("upload/" + stored.id, link, token, "hello").status, 404);
  EXPECT_EQ(home().asked("upload/" + stored.id, stage_.link, "wrong", "hello").status, 401);
  EXPECT_EQ(upload(stored.id, "hello").status, 200) << "only the caller made the difference";
  third.deactivate();
  home().deactivate();
}

TEST_F(FileDoors, MoreBytesThanAnnouncedAreNotTaken) {
  const model::UploadSession stored = announced();
  EXPECT_EQ(upload(stored.id, "hello and much more").status, 200);
  expect_home_has(session_.req_file_id, "hello");
  EXPECT_EQ(upload(stored.id, std::string(mebibyte, 'x')).status, 400);
}

TEST_F(FileDoors, ATiffByTheNameOfAnImageDoesNotReachTheServersDecoder) {
  const std::string tiff("II*\0\xff\xff\xff\x7f", 8);
  session_.file_size = static_cast<std::int64_t>(tiff.size());
  for (const char* name : {"a.tiff", "a.png", "a.JPG"}) {
    session_.file_name = name;
    session_.req_file_id = FileId(base::new_id());
    EXPECT_EQ(upload(announced().id, tiff).status, 400) << name;
    EXPECT_FALSE(home().server().bytes_of(session_.req_file_id)) << name;
  }
  session_.file_name = "a.bin";
  session_.req_file_id = FileId(base::new_id());
  EXPECT_EQ(upload(announced().id, tiff).status, 200) << "nobody decodes this one";
}

}  // namespace
}  // namespace causeway::scenario
