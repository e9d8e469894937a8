-- Made by dump_mattermost_schema.sh; do not edit. A Mattermost server whose last migration is 148.
CREATE TYPE channel_type AS ENUM ('P', 'G', 'O', 'D');
CREATE TYPE team_type AS ENUM ('I', 'O');
CREATE TYPE upload_session_type AS ENUM ('attachment', 'import');
CREATE TABLE bots (
    userid character varying(26) NOT NULL,
    description character varying(1024),
    ownerid character varying(190),
    createat bigint,
    updateat bigint,
    deleteat bigint,
    lasticonupdate bigint
);
CREATE TABLE channels (
    id character varying(26) NOT NULL,
    createat bigint,
    updateat bigint,
    deleteat bigint,
    teamid character varying(26),
    type channel_type,
    displayname character varying(64),
    name character varying(64),
    header character varying(1024),
    purpose character varying(250),
    lastpostat bigint,
    totalmsgcount bigint,
    extraupdateat bigint,
    creatorid character varying(26),
    schemeid character varying(26),
    groupconstrained boolean,
    shared boolean,
    totalmsgcountroot bigint,
    lastrootpostat bigint DEFAULT '0'::bigint,
    bannerinfo jsonb,
    defaultcategoryname character varying(64) DEFAULT ''::character varying NOT NULL,
    autotranslation boolean DEFAULT false NOT NULL
);
CREATE TABLE posts (
    id character varying(26) NOT NULL,
    createat bigint,
    updateat bigint,
    deleteat bigint,
    userid character varying(26),
    channelid character varying(26),
    rootid character varying(26),
    originalid character varying(26),
    message character varying(65535),
    type character varying(26),
    props jsonb,
    hashtags character varying(1000),
    filenames character varying(4000),
    fileids character varying(300),
    hasreactions boolean,
    editat bigint,
    ispinned boolean,
    remoteid character varying(26)
)
WITH (autovacuum_vacuum_scale_factor='0.1', autovacuum_analyze_scale_factor='0.05');
CREATE TABLE channelmemberhistory (
    channelid character varying(26) NOT NULL,
    userid character varying(26) NOT NULL,
    jointime bigint NOT NULL,
    leavetime bigint
);
CREATE TABLE channelmembers (
    channelid character varying(26) NOT NULL,
    userid character varying(26) NOT NULL,
    roles character varying(256),
    lastviewedat bigint,
    msgcount bigint,
    mentioncount bigint,
    notifyprops jsonb,
    lastupdateat bigint,
    schemeuser boolean,
    schemeadmin boolean,
    schemeguest boolean,
    mentioncountroot bigint,
    msgcountroot bigint,
    urgentmentioncount bigint,
    autotranslation boolean DEFAULT false NOT NULL
);
CREATE TABLE emoji (
    id character varying(26) NOT NULL,
    createat bigint,
    updateat bigint,
    deleteat bigint,
    creatorid character varying(26),
    name character varying(64)
);
CREATE TABLE fileinfo (
    id character varying(26) NOT NULL,
    creatorid character varying(26),
    postid character varying(26),
    createat bigint,
    updateat bigint,
    deleteat bigint,
    path character varying(512),
    thumbnailpath character varying(512),
    previewpath character varying(512),
    name character varying(256),
    extension character varying(64),
    size bigint,
    mimetype character varying(256),
    width integer,
    height integer,
    haspreviewimage boolean,
    minipreview bytea,
    content text,
    remoteid character varying(26),
    archived boolean DEFAULT false NOT NULL,
    channelid character varying(26)
)
WITH (autovacuum_vacuum_scale_factor='0.1', autovacuum_analyze_scale_factor='0.05');
CREATE TABLE persistentnotifications (
    postid character varying(26) NOT NULL,
    createat bigint,
    lastsentat bigint,
    deleteat bigint,
    sentcount smallint
);
CREATE TABLE postacknowledgements (
    postid character varying(26) NOT NULL,
    userid character varying(26) NOT NULL,
    acknowledgedat bigint,
    remoteid character varying(26) DEFAULT ''::character varying,
    channelid character varying(26) DEFAULT ''::character varying
);
CREATE TABLE postspriority (
    postid character varying(26) NOT NULL,
    channelid character varying(26) NOT NULL,
    priority character varying(32) NOT NULL,
    requestedack boolean,
    persistentnotifications boolean
);
CREATE TABLE reactions (
    userid character varying(26) NOT NULL,
    postid character varying(26) NOT NULL,
    emojiname character varying(64) NOT NULL,
    createat bigint,
    updateat bigint,
    deleteat bigint,
    remoteid character varying(26),
    channelid character varying(26) DEFAULT ''::character varying NOT NULL
);
CREATE TABLE status (
    userid character varying(26) NOT NULL,
    status character varying(32),
    manual boolean,
    lastactivityat bigint,
    dndendtime bigint,
    prevstatus character varying(32)
);
CREATE TABLE teammembers (
    teamid character varying(26) NOT NULL,
    userid character varying(26) NOT NULL,
    roles character varying(256),
    deleteat bigint,
    schemeuser boolean,
    schemeadmin boolean,
    schemeguest boolean,
    createat bigint DEFAULT 0
);
CREATE TABLE teams (
    id character varying(26) NOT NULL,
    createat bigint,
    updateat bigint,
    deleteat bigint,
    displayname character varying(64),
    name character varying(64),
    description character varying(255),
    email character varying(128),
    type team_type,
    companyname character varying(64),
    alloweddomains character varying(1000),
    inviteid character varying(32),
    schemeid character varying(26),
    allowopeninvite boolean,
    lastteamiconupdate bigint,
    groupconstrained boolean,
    cloudlimitsarchived boolean DEFAULT false NOT NULL
);
CREATE TABLE threads (
    postid character varying(26) NOT NULL,
    replycount bigint,
    lastreplyat bigint,
    participants jsonb,
    channelid character varying(26),
    threaddeleteat bigint,
    threadteamid character varying(26)
);
CREATE TABLE uploadsessions (
    id character varying(26) NOT NULL,
    type upload_session_type,
    createat bigint,
    userid character varying(26),
    channelid character varying(26),
    filename character varying(256),
    path character varying(512),
    filesize bigint,
    fileoffset bigint,
    remoteid character varying(26),
    reqfileid character varying(26)
);
CREATE TABLE users (
    id character varying(26) NOT NULL,
    createat bigint,
    updateat bigint,
    deleteat bigint,
    username character varying(64),
    password character varying(128),
    authdata character varying(128),
    authservice character varying(32),
    email character varying(128),
    emailverified boolean,
    nickname character varying(64),
    firstname character varying(64),
    lastname character varying(64),
    roles character varying(256),
    allowmarketing boolean,
    props jsonb,
    notifyprops jsonb,
    lastpasswordupdate bigint,
    lastpictureupdate bigint,
    failedattempts integer,
    locale character varying(5),
    mfaactive boolean,
    mfasecret character varying(128),
    "position" character varying(128),
    timezone jsonb,
    remoteid character varying(26),
    lastlogin bigint DEFAULT 0 NOT NULL,
    mfausedtimestamps jsonb
);
ALTER TABLE ONLY bots
    ADD CONSTRAINT bots_pkey PRIMARY KEY (userid);
ALTER TABLE ONLY channelmemberhistory
    ADD CONSTRAINT channelmemberhistory_pkey PRIMARY KEY (channelid, userid, jointime);
ALTER TABLE ONLY channelmembers
    ADD CONSTRAINT channelmembers_pkey PRIMARY KEY (channelid, userid);
ALTER TABLE ONLY channels
    ADD CONSTRAINT channels_name_teamid_key UNIQUE (name, teamid);
ALTER TABLE ONLY channels
    ADD CONSTRAINT channels_pkey PRIMARY KEY (id);
ALTER TABLE ONLY emoji
    ADD CONSTRAINT emoji_name_deleteat_key UNIQUE (name, deleteat);
ALTER TABLE ONLY emoji
    ADD CONSTRAINT emoji_pkey PRIMARY KEY (id);
ALTER TABLE ONLY fileinfo
    ADD CONSTRAINT fileinfo_pkey PRIMARY KEY (id);
ALTER TABLE ONLY persistentnotifications
    ADD CONSTRAINT persistentnotifications_pkey PRIMARY KEY (postid);
ALTER TABLE ONLY postacknowledgements
    ADD CONSTRAINT postacknowledgements_pkey PRIMARY KEY (postid, userid);
ALTER TABLE ONLY posts
    ADD CONSTRAINT posts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY postspriority
    ADD CONSTRAINT postspriority_pkey PRIMARY KEY (postid);
ALTER TABLE ONLY reactions
    ADD CONSTRAINT reactions_pkey PRIMARY KEY (postid, userid, emojiname);
ALTER TABLE ONLY status
    ADD CONSTRAINT status_pkey PRIMARY KEY (userid);
ALTER TABLE ONLY teammembers
    ADD CONSTRAINT teammembers_pkey PRIMARY KEY (teamid, userid);
ALTER TABLE ONLY teams
    ADD CONSTRAINT teams_name_key UNIQUE (name);
ALTER TABLE ONLY teams
    ADD CONSTRAINT teams_pkey PRIMARY KEY (id);
ALTER TABLE ONLY threads
    ADD CONSTRAINT threads_pkey PRIMARY KEY (postid);
ALTER TABLE ONLY uploadsessions
    ADD CONSTRAINT uploadsessions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY users
    ADD CONSTRAINT users_authdata_key UNIQUE (authdata);
ALTER TABLE ONLY users
    ADD CONSTRAINT users_email_key UNIQUE (email);
ALTER TABLE ONLY users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY users
    ADD CONSTRAINT users_username_key UNIQUE (username);
CREATE INDEX idx_channel_search_txt ON channels USING gin (to_tsvector('english'::regconfig, (((((name)::text || ' '::text) || (displayname)::text) || ' '::text) || (purpose)::text)));
CREATE INDEX idx_channelmembers_autotranslation_enabled ON channelmembers USING btree (channelid) WHERE (autotranslation = true);
CREATE INDEX idx_channelmembers_channel_id_scheme_guest_user_id ON channelmembers USING btree (channelid, schemeguest, userid);
CREATE INDEX idx_channelmembers_user_id_channel_id_last_viewed_at ON channelmembers USING btree (userid, channelid, lastviewedat);
CREATE INDEX idx_channels_autotranslation_enabled ON channels USING btree (id) WHERE (autotranslation = true);
CREATE INDEX idx_channels_create_at ON channels USING btree (createat);
CREATE INDEX idx_channels_delete_at ON channels USING btree (deleteat);
CREATE INDEX idx_channels_displayname_lower ON channels USING btree (lower((displayname)::text));
CREATE INDEX idx_channels_name_lower ON channels USING btree (lower((name)::text));
CREATE INDEX idx_channels_scheme_id ON channels USING btree (schemeid);
CREATE INDEX idx_channels_team_id_display_name ON channels USING btree (teamid, displayname);
CREATE INDEX idx_channels_team_id_type ON channels USING btree (teamid, type);
CREATE INDEX idx_channels_update_at ON channels USING btree (updateat);
CREATE INDEX idx_emoji_create_at ON emoji USING btree (createat);
CREATE INDEX idx_emoji_delete_at ON emoji USING btree (deleteat);
CREATE INDEX idx_emoji_update_at ON emoji USING btree (updateat);
CREATE INDEX idx_fileinfo_channel_id_create_at ON fileinfo USING btree (channelid, createat);
CREATE INDEX idx_fileinfo_content_txt ON fileinfo USING gin (to_tsvector('english'::regconfig, content));
CREATE INDEX idx_fileinfo_create_at ON fileinfo USING btree (createat);
CREATE INDEX idx_fileinfo_delete_at ON fileinfo USING btree (deleteat);
CREATE INDEX idx_fileinfo_extension_at ON fileinfo USING btree (extension);
CREATE INDEX idx_fileinfo_name_splitted ON fileinfo USING gin (to_tsvector('english'::regconfig, translate((name)::text, '.,-'::text, '   '::text)));
CREATE INDEX idx_fileinfo_name_txt ON fileinfo USING gin (to_tsvector('english'::regconfig, (name)::text));
CREATE INDEX idx_fileinfo_postid_at ON fileinfo USING btree (postid);
CREATE INDEX idx_fileinfo_update_at ON fileinfo USING btree (updateat);
CREATE INDEX idx_posts_channel_id_delete_at_create_at ON posts USING btree (channelid, deleteat, createat);
CREATE INDEX idx_posts_channel_id_update_at ON posts USING btree (channelid, updateat);
CREATE INDEX idx_posts_create_at ON posts USING btree (createat);
CREATE INDEX idx_posts_create_at_id ON posts USING btree (createat, id);
CREATE INDEX idx_posts_delete_at ON posts USING btree (deleteat);
CREATE INDEX idx_posts_hashtags_txt ON posts USING gin (to_tsvector('english'::regconfig, (hashtags)::text));
CREATE INDEX idx_posts_is_pinned ON posts USING btree (ispinned);
CREATE INDEX idx_posts_message_txt ON posts USING gin (to_tsvector('english'::regconfig, (message)::text));
CREATE INDEX idx_posts_original_id ON posts USING btree (originalid);
CREATE INDEX idx_posts_root_id_delete_at ON posts USING btree (rootid, deleteat);
CREATE INDEX idx_posts_update_at ON posts USING btree (updateat);
CREATE INDEX idx_posts_user_id ON posts USING btree (userid);
CREATE INDEX idx_reactions_channel_id ON reactions USING btree (channelid);
CREATE INDEX idx_status_status_dndendtime ON status USING btree (status, dndendtime);
CREATE INDEX idx_teammembers_createat ON teammembers USING btree (createat);
CREATE INDEX idx_teammembers_delete_at ON teammembers USING btree (deleteat);
CREATE INDEX idx_teammembers_user_id ON teammembers USING btree (userid);
CREATE INDEX idx_teams_create_at ON teams USING btree (createat);
CREATE INDEX idx_teams_delete_at ON teams USING btree (deleteat);
CREATE INDEX idx_teams_invite_id ON teams USING btree (inviteid);
CREATE INDEX idx_teams_scheme_id ON teams USING btree (schemeid);
CREATE INDEX idx_teams_update_at ON teams USING btree (updateat);
CREATE INDEX idx_threads_channel_id_last_reply_at ON threads USING btree (channelid, lastreplyat);
CREATE INDEX idx_uploadsessions_create_at ON uploadsessions USING btree (createat);
CREATE INDEX idx_uploadsessions_type ON uploadsessions USING btree (type);
CREATE INDEX idx_uploadsessions_user_id ON uploadsessions USING btree (userid);
CREATE INDEX idx_users_all_no_full_name_txt ON users USING gin (to_tsvector('english'::regconfig, (((((username)::text || ' '::text) || (nickname)::text) || ' '::text) || (email)::text)));
CREATE INDEX idx_users_all_txt ON users USING gin (to_tsvector('english'::regconfig, (((((((((username)::text || ' '::text) || (firstname)::text) || ' '::text) || (lastname)::text) || ' '::text) || (nickname)::text) || ' '::text) || (email)::text)));
CREATE INDEX idx_users_create_at ON users USING btree (createat);
CREATE INDEX idx_users_delete_at ON users USING btree (deleteat);
CREATE INDEX idx_users_email_lower_textpattern ON users USING btree (lower((email)::text) text_pattern_ops);
CREATE INDEX idx_users_firstname_lower_textpattern ON users USING btree (lower((firstname)::text) text_pattern_ops);
CREATE INDEX idx_users_id_locale ON users USING btree (id, locale);
CREATE INDEX idx_users_lastname_lower_textpattern ON users USING btree (lower((lastname)::text) text_pattern_ops);
CREATE INDEX idx_users_names_no_full_name_txt ON users USING gin (to_tsvector('english'::regconfig, (((username)::text || ' '::text) || (nickname)::text)));
CREATE INDEX idx_users_names_txt ON users USING gin (to_tsvector('english'::regconfig, (((((((username)::text || ' '::text) || (firstname)::text) || ' '::text) || (lastname)::text) || ' '::text) || (nickname)::text)));
CREATE INDEX idx_users_nickname_lower_textpattern ON users USING btree (lower((nickname)::text) text_pattern_ops);
CREATE INDEX idx_users_update_at ON users USING btree (updateat);
CREATE INDEX idx_users_username_lower_textpattern ON users USING btree (lower((username)::text) text_pattern_ops);
