#pragma once
// The part of Mattermost 11.4's tables that the store reads, with the types and the index that its migrations make.

namespace causeway::contract {

inline constexpr const char* mattermost_schema = R"sql(
CREATE TABLE posts (
  id varchar(26) PRIMARY KEY, createat bigint, updateat bigint, deleteat bigint, userid varchar(26),
  channelid varchar(26), rootid varchar(26), originalid varchar(26), message varchar(65535), type varchar(26),
  props jsonb, hashtags varchar(1000), filenames varchar(4000), fileids varchar(300), hasreactions boolean,
  editat bigint, ispinned boolean, remoteid varchar(26));
CREATE INDEX idx_posts_channel_id_delete_at_create_at ON posts (channelid, deleteat, createat);
CREATE INDEX idx_posts_channel_id_update_at ON posts (channelid, updateat);
CREATE TABLE reactions (
  userid varchar(26), postid varchar(26), emojiname varchar(64), createat bigint, updateat bigint, deleteat bigint,
  remoteid varchar(26), channelid varchar(26), PRIMARY KEY (postid, userid, emojiname));
CREATE TABLE postspriority (
  postid varchar(26) PRIMARY KEY, channelid varchar(26), priority varchar(32), requestedack boolean,
  persistentnotifications boolean);
CREATE TABLE postacknowledgements (
  postid varchar(26), userid varchar(26), acknowledgedat bigint, remoteid varchar(26), channelid varchar(26),
  PRIMARY KEY (postid, userid));
CREATE TABLE users (
  id varchar(26) PRIMARY KEY, createat bigint, updateat bigint, deleteat bigint, username varchar(64),
  password varchar(128), authdata varchar(128), authservice varchar(32), email varchar(128), emailverified boolean,
  nickname varchar(64), firstname varchar(64), lastname varchar(64), roles varchar(256), allowmarketing boolean,
  props jsonb, notifyprops jsonb, lastpasswordupdate bigint, lastpictureupdate bigint, failedattempts integer,
  locale varchar(5), mfaactive boolean, mfasecret varchar(128), position varchar(128), timezone jsonb,
  remoteid varchar(26));
CREATE TABLE bots (userid varchar(26) PRIMARY KEY, description varchar(1024));
)sql";

}  // namespace causeway::contract
