// The rules, held against this checkout.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>

#include "house_rules/layers.h"
#include "house_rules/rules.h"

namespace causeway::house_rules {
namespace {

namespace fs = std::filesystem;

const fs::path root = CAUSEWAY_SOURCE_DIR;

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  EXPECT_TRUE(stream) << path;
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// Read once: the tests below look at the same sources.
class House : public testing::Test {
 protected:
  static void SetUpTestSuite() { sources_ = read_cpp_sources(root); }
  static void TearDownTestSuite() { sources_.clear(); }

  static std::string all(std::vector<std::string> (*rule)(const Source&), const std::vector<Source>& sources) {
    std::string findings;
    for (const Source& source : sources) {
      for (const std::string& finding : rule(source)) findings += finding + "\n";
    }
    return findings;
  }
  static std::string joined(const std::vector<std::string>& findings) {
    std::string text;
    for (const std::string& finding : findings) text += finding + "\n";
    return text;
  }

  static std::vector<Source> sources_;
};
std::vector<Source> House::sources_;

TEST_F(House, HasSourcesToLookAt) {
  ASSERT_GT(sources_.size(), 20U);
}
TEST_F(House, IncludesGoDown) {
  EXPECT_EQ(all(includes_go_down, sources_), "");
}
TEST_F(House, FilesAreShort) {
  EXPECT_EQ(all(file_is_short, sources_), "");
}
TEST_F(House, FunctionsAreShort) {
  EXPECT_EQ(all(functions_are_short, sources_), "");
}
TEST_F(House, UsesNoForbiddenWords) {
  EXPECT_EQ(all(no_forbidden_words, sources_), "");
}
TEST_F(House, TodosHaveAKind) {
  EXPECT_EQ(all(todos_have_a_kind, sources_), "");
}
TEST_F(House, NamesNoMachine) {
  EXPECT_EQ(all(no_machine_paths, read_all_files(root)), "");
}
TEST_F(House, EveryHeaderIsIncluded) {
  EXPECT_EQ(joined(no_dead_headers(sources_)), "");
}

TEST_F(House, EveryCppIsCompiled) {
  const std::string database = read(CAUSEWAY_COMPILE_COMMANDS);
  static const std::regex file("\"file\": \"([^\"]+)\"");
  std::set<std::string> compiled;
  for (std::sregex_iterator it(database.begin(), database.end(), file), end; it != end; ++it) {
    compiled.insert(fs::path((*it)[1].str()).lexically_relative(root).generic_string());
  }
  EXPECT_EQ(joined(no_dead_cpp(sources_, compiled)), "");
}

TEST_F(House, EachLibraryIsWalledIntoOneTarget) {
  const std::map<std::string, Links> links = parse_links(read(CAUSEWAY_LINKS));
  EXPECT_GT(links.size(), 1U);
  EXPECT_EQ(joined(links_are_walled(links)), "");
}

TEST_F(House, HasOneVersion) {
  static const std::regex version("\"version\": \"([^\"]+)\"");
  std::smatch manifest;
  std::smatch web;
  const std::string manifest_text = read(root / "plugin.json");
  const std::string web_text = read(root / "webapp-stub" / "package.json");
  ASSERT_TRUE(std::regex_search(manifest_text, manifest, version));
  ASSERT_TRUE(std::regex_search(web_text, web, version));
  EXPECT_EQ(manifest[1].str(), web[1].str());
  EXPECT_NE(manifest_text.find("/releases/tag/v" + manifest[1].str() + "\""), std::string::npos);
}

TEST_F(House, SecurityTableNamesTestsThatThereAre) {
  std::string suite;
  for (const Source& source : sources_) {
    if (source.path.rfind("tests/live/", 0) == 0) suite += source.text;
  }
  const std::string table = read(root / "docs" / "security-tests.md");
  static const std::regex name(R"(\b([A-Z][a-z]+(?:[A-Z][a-z]*){2,})\b)");  // several words in one
  int named = 0;
  for (std::sregex_iterator it(table.begin(), table.end(), name), end; it != end; ++it, ++named) {
    EXPECT_NE(suite.find("TEST_F(Hostile, " + it->str() + ")"), std::string::npos) << it->str();
  }
  EXPECT_GE(named, 27);
}

}  // namespace
}  // namespace causeway::house_rules
