#include "inbound/apply/username.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace causeway::inbound {
namespace {

TEST(SyntheticUsername, NamesThePersonAndTheConnection) {
  EXPECT_EQ(synthetic_username("alice", "acme", 1), "alice:acme");
  EXPECT_EQ(synthetic_username("alice", "acme", 2), "alice-2:acme");
  EXPECT_EQ(synthetic_username("alice", "acme", 100), "alice-100:acme");
}

TEST(SyntheticUsername, RelayedPersonKeepsTheFirstConnectionsName) {
  EXPECT_EQ(synthetic_username("alice:acme", "home", 1), "alice:acme");
  EXPECT_EQ(synthetic_username("alice:acme", "home", 2), "alice-2:acme");
}

TEST(SyntheticUsername, OddLettersBecomeMattermostsAlphabet) {
  EXPECT_EQ(synthetic_username("Alice B", "ACME", 1), "alice-b:acme");
  EXPECT_EQ(synthetic_username("1st", "acme", 1), "u1st:acme");
  EXPECT_EQ(synthetic_username("", "acme", 1), "u:acme");
  EXPECT_EQ(synthetic_username("a:b:c", "acme", 1), "a:b-c");
  EXPECT_EQ(synthetic_username(std::string("a\0\n", 3), "acme", 1), "a--:acme");
}

TEST(SyntheticUsername, NeverLongerThanTheColumnAndStillDistinct) {
  const std::string name(200, 'n');
  const std::string remote(200, 'r');
  const std::string plain = synthetic_username(name, remote, 1);
  const std::string second = synthetic_username(name, remote, 2);
  EXPECT_EQ(plain.size(), 64U);
  EXPECT_EQ(second.size(), 64U);
  EXPECT_NE(plain, second);
  EXPECT_NE(second.find("-2:r"), std::string::npos);
  EXPECT_EQ(std::count(plain.begin(), plain.end(), ':'), 1);
}

}  // namespace
}  // namespace causeway::inbound
