#include "store/postgres/data_source.h"

#include <gtest/gtest.h>

#include "store/postgres/errors.h"

namespace causeway::store::postgres {
namespace {

std::string libpq(std::string_view text, DataSourceDefaults defaults = {}) {
  const auto translated = translate_data_source(text, defaults);
  return translated.ok() ? translated->conninfo : translated.error().code;
}

constexpr const char* usual = "connect_timeout='5' ";

TEST(DataSource, MattermostsDefaultLosesOnlyWhatLibpqDoesNotKnow) {
  EXPECT_EQ(libpq("postgres://mmuser:mostest@localhost/"
                  "mattermost_test?sslmode=disable&connect_timeout=10&binary_parameters=yes"),
            "application_name='causeway' connect_timeout='10' dbname='mattermost_test' host='localhost' "
            "password='mostest' sslmode='disable' tcp_user_timeout='15000' user='mmuser' ");
}

TEST(DataSource, PercentEscapesBlanksAndQuotesInThePasswordSurvive) {
  const auto translated = translate_data_source("postgresql://a%40b:p%20w'%5C%3D@h:5433/d%2Fb", {});
  ASSERT_TRUE(translated.ok());
  EXPECT_EQ(translated->password, "p w'\\=");
  EXPECT_NE(translated->conninfo.find("password='p w\\'\\\\=' "), std::string::npos);
  EXPECT_NE(translated->conninfo.find("user='a@b' "), std::string::npos);
  EXPECT_NE(translated->conninfo.find("dbname='d/b' "), std::string::npos);
  EXPECT_NE(translated->conninfo.find("port='5433' "), std::string::npos);
}

TEST(DataSource, SeveralHostsAndIpv6KeepTheirPorts) {
  const std::string text = libpq("postgres://u@h1:1,h2,[::1]:3/d");
  EXPECT_NE(text.find("host='h1,h2,::1' "), std::string::npos);
  EXPECT_NE(text.find("port='1,,3' "), std::string::npos);
}

TEST(DataSource, PairsWithQuotesAndBlanksAroundTheEqualsSign) {
  const std::string text = libpq("user = mm password='it\\'s here' host=/run/pg dbname=m\\ m");
  EXPECT_NE(text.find("password='it\\'s here' "), std::string::npos);
  EXPECT_NE(text.find("dbname='m m' "), std::string::npos);
  EXPECT_EQ(text.find("sslmode"), std::string::npos) << "a unix socket needs no TLS";
}

TEST(DataSource, TlsIsRequiredUnlessSaidOtherwiseAsMattermostsDriverDoes) {
  EXPECT_NE(libpq("postgres://u@h/d").find("sslmode='require' "), std::string::npos);
  EXPECT_NE(libpq("postgres://u@h/d").find(usual), std::string::npos);
  EXPECT_NE(libpq("postgres://u@h/d?sslmode=verify-full", {"localhost", "/ca.pem"}).find("sslrootcert='/ca.pem' "),
            std::string::npos);
}

TEST(DataSource, RunTimeSettingsTravelAsOptions) {
  const std::string text = libpq("postgres://u@h/d?search_path=mm,public&options=-c%20geqo%3Doff&work_mem=4%20MB");
  EXPECT_NE(text.find("options='-c geqo=off -c search_path=mm,public -c work_mem=4\\\\ MB' "), std::string::npos)
      << text;
}

TEST(DataSource, WhatCannotBeReadIsRefusedWithoutThePassword) {
  for (const char* text : {"", "mysql://u:secret@h/d", "postgres://u:sec%ret@h/d", "host", "password='secret",
                           "sslinline=true", "postgres://u:secret@[::1/d"}) {
    const auto translated = translate_data_source(text, {});
    ASSERT_FALSE(translated.ok()) << text;
    EXPECT_EQ(translated.error().next, base::Next::refused);
    EXPECT_EQ(translated.error().text.find("sec"), std::string::npos);
  }
}

TEST(StoreErrors, TheStateNamesTheNextMove) {
  const auto next = [](std::string_view state, bool lost, Effect effect) {
    return error_of(state, lost, effect, "").next;
  };
  for (const char* state : {"08006", "40001", "40P01", "53300", "55P03", "57014", "57P01", "57P03", "25006", "0A000"}) {
    EXPECT_EQ(next(state, false, Effect::commits), base::Next::retry_later) << state;
  }
  for (const char* state : {"28P01", "42501", "23505", "3D000", "42P01", "22021"}) {
    EXPECT_EQ(next(state, false, Effect::commits), base::Next::refused) << state;
  }
  EXPECT_EQ(next("", true, Effect::commits), base::Next::in_doubt);
  EXPECT_EQ(next("57P01", true, Effect::commits), base::Next::in_doubt);
  EXPECT_EQ(next("57P01", true, Effect::none), base::Next::retry_later);
  EXPECT_EQ(next("", true, Effect::none), base::Next::retry_later);
  EXPECT_TRUE(chosen_to_give_way("40P01"));
  for (const char* state : {"40003", "57014", "55P03", "08006", ""}) EXPECT_FALSE(chosen_to_give_way(state)) << state;
}

}  // namespace
}  // namespace causeway::store::postgres
