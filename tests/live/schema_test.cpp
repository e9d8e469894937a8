// Mattermost's tables: what our tests of the store take them for, and what a real server has.
#include <sstream>

#include "contract/store/mattermost_schema.h"
#include "pair_suite.h"

namespace causeway::live {
namespace {

constexpr const char* real = "mattermost_a";
constexpr const char* taken = "taken_for";

class Schema : public PairSuite {
 protected:
  static void SetUpTestSuite() {
    pair_ = start_pair({}, false);
    pair_->postgres().create_database(taken);
    pair_->postgres().run_sql(taken, contract::mattermost_schema());
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  static std::vector<std::string> tables() {
    const std::string answer = pair_->postgres().query(taken,
                                                       "SELECT relname FROM pg_class WHERE relkind = 'r' AND "
                                                       "relnamespace = 'public'::regnamespace ORDER BY relname");
    std::istringstream in(answer);
    std::vector<std::string> names;
    for (std::string name; std::getline(in, name);) names.push_back(name);
    return names;
  }
  static std::string columns(const std::string& database, const std::string& table) {
    return pair_->postgres().query(
        database,
        "SELECT attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid) "
        "FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum "
        "WHERE attrelid = 'public." +
            table +
            "'::regclass AND attnum > 0 AND NOT attisdropped "
            "ORDER BY attname");
  }
  static std::string indexes(const std::string& database, const std::string& table) {
    return pair_->postgres().query(
        database,
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = '" + table + "' ORDER BY 1");
  }

  static inline std::unique_ptr<lab::Pair> pair_;
};

TEST_F(Schema, TheTablesThatWeReadHaveTheColumnsAndIndexesThatOurTestsTakeThemToHave) {
  const auto names = tables();
  ASSERT_GE(names.size(), 17U);
  for (const auto& table : names) {
    EXPECT_EQ(columns(real, table), columns(taken, table)) << table;
    EXPECT_EQ(indexes(real, table), indexes(taken, table)) << table;
  }
}

TEST_F(Schema, TheKindsOfTheirColumnsHaveTheSameWords) {
  const std::string words =
      "SELECT typname, enumlabel FROM pg_type JOIN pg_enum ON enumtypid = pg_type.oid "
      "WHERE typname IN ('channel_type', 'team_type', 'upload_session_type') ORDER BY typname, enumsortorder";
  EXPECT_FALSE(pair_->postgres().query(taken, words).empty());
  EXPECT_EQ(pair_->postgres().query(real, words), pair_->postgres().query(taken, words));
}

}  // namespace
}  // namespace causeway::live
