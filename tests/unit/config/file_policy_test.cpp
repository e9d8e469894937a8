#include "config/file_policy.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace causeway::config {
namespace {

TEST(SafeFileName, IsABaseNameWhateverComes) {
  EXPECT_EQ(safe_file_name("report.pdf"), "report.pdf");
  EXPECT_EQ(safe_file_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(safe_file_name("C:\\temp\\a.txt"), "a.txt");
  EXPECT_EQ(safe_file_name("/"), "file");
  EXPECT_EQ(safe_file_name(""), "file");
  EXPECT_EQ(safe_file_name(".."), "file");
  EXPECT_EQ(safe_file_name(".htaccess"), "htaccess");
  EXPECT_EQ(safe_file_name(std::string("a\0b\r\n.txt", 9)), "ab.txt");
  EXPECT_EQ(safe_file_name("gnp.\xe2\x80\xae"
                           "exe"),
            "gnp.exe");
  EXPECT_EQ(safe_file_name("Gr\xc3\xbc\xc3\x9f"
                           "e \xf0\x9f\x98\x80.txt"),
            "Gr\xc3\xbc\xc3\x9f"
            "e \xf0\x9f\x98\x80.txt");
  EXPECT_TRUE(base::utf8_valid(safe_file_name("\xff\xfe.txt")));
}

TEST(SafeFileName, IsCutBetweenCharactersAndKeepsItsExtension) {
  std::string longest;
  for (int i = 0; i < 300; ++i) longest += "\xc3\xbc";
  const std::string cut = safe_file_name(longest + ".Jpeg");
  EXPECT_LE(cut.size(), 240U);
  EXPECT_TRUE(base::utf8_valid(cut));
  EXPECT_EQ(extension_of(cut), "jpeg");
  EXPECT_LE(safe_file_name("a." + std::string(500, 'x')).size(), 240U);
}

TEST(FileRules, TheSmallerLimitCounts) {
  Snapshot snapshot;
  snapshot.facts.max_file_size = 100 << 20;
  EXPECT_EQ(file_rules(snapshot, {}).max_bytes, 100 << 20);
  snapshot.settings.max_file_size_mb = 5;
  EXPECT_EQ(file_rules(snapshot, {}).max_bytes, 5 << 20);
  snapshot.settings.max_file_size_mb = 500;
  EXPECT_EQ(file_rules(snapshot, {}).max_bytes, 100 << 20);
}

TEST(FileRules, WhatTheConnectionsPolicySaysCountsInsteadOfTheSettings) {
  Snapshot snapshot;
  snapshot.facts.max_file_size = 100 << 20;
  snapshot.settings.max_file_size_mb = 5;
  snapshot.settings.blocked_file_types = {"exe"};
  model::RemotePolicy policy;
  policy.max_file_size_mb = 20;
  policy.blocked_file_types = {"bat"};
  EXPECT_EQ(file_rules(snapshot, policy).max_bytes, 20 << 20);
  EXPECT_EQ(file_rules(snapshot, policy).blocked, std::vector<std::string>{"bat"});
  policy.max_file_size_mb = 0;
  policy.blocked_file_types = std::vector<std::string>();
  EXPECT_EQ(file_rules(snapshot, policy).max_bytes, 100 << 20) << "the server's own";
  EXPECT_TRUE(file_rules(snapshot, policy).blocked.empty());
}

TEST(FileRules, SayWhy) {
  FileRules rules{true, 10 << 20, {"exe"}};
  EXPECT_EQ(why_not(rules, "a.txt", 10 << 20), "");
  EXPECT_EQ(why_not(rules, "a.txt", 0), "");
  EXPECT_EQ(why_not(rules, "exe", 1), "");
  EXPECT_EQ(why_not(rules, "a.txt", (10 << 20) + 1), "larger than 10 MB");
  rules.max_bytes = 2'000'000;
  EXPECT_EQ(why_not(rules, "a.txt", 2'000'001), "larger than 1.9 MB");
  EXPECT_EQ(why_not(rules, "a.b.EXE", 1), "files of the type .exe do not cross");
  rules.attachments = false;
  EXPECT_NE(why_not(rules, "a.txt", 1), "");
}

}  // namespace
}  // namespace causeway::config
