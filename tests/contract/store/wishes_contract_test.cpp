// From where a claimed task looks, and what is asked for meanwhile.
#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

using model::ChannelId;
using model::RemoteId;

class WishesContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
    ASSERT_TRUE(store().save_channel_remote(make_row("c1", "r1")).ok());
  }
};

INSTANTIATE_TEST_SUITE_P(Both, WishesContract, testing::Values("fake", "postgres"),
                         [](const auto& one) { return std::string(one.param); });

// In unbroken traffic somebody asks during every page: the scan must get on all the same.
TEST_P(WishesContract, APlaceIsBegunAtOnceHoweverMuchIsAskedForMeanwhile) {
  const auto claim = [&](std::int64_t now) {
    return store().claim(1, from_millis(now), Millis(1000), {}).value().at(0);
  };
  const auto wish = [&](std::int64_t scan_from) {
    ASSERT_TRUE(store()
                    .enqueue({{RemoteId("r1"), ChannelId("c1"), model::TaskKind::posts, from_millis(scan_from)}},
                             from_millis(1))
                    .ok());
  };
  store::Settlement page;
  page.kind = store::Settlement::Kind::more;
  page.resume = {from_millis(7000), "p7"};
  wish(100);
  auto task = claim(10);
  EXPECT_EQ(task.scan_from, from_millis(100));
  wish(0);
  ASSERT_TRUE(store().settle(task, page, from_millis(20)).ok());
  task = claim(20);
  EXPECT_EQ(task.scan_from, base::Time{}) << "this page is behind it";
  // A try that failed has looked at nothing, and neither has somebody who has gone.
  wish(300);
  store::Settlement failed;
  failed.kind = store::Settlement::Kind::retry;
  failed.not_before = from_millis(30);
  ASSERT_TRUE(store().settle(task, failed, from_millis(30)).ok());
  task = claim(30);
  EXPECT_EQ(task.scan_from, from_millis(300));
  wish(200);
  failed.not_before = from_millis(40);
  ASSERT_TRUE(store().settle(task, failed, from_millis(40)).ok());
  EXPECT_EQ(claim(40).scan_from, from_millis(200));
  wish(250);
  EXPECT_EQ(claim(2000).scan_from, from_millis(200)) << "after the lease";
  EXPECT_EQ(store().tasks(RemoteId("r1")).value().at(0).scan_from, from_millis(200));
}

}  // namespace
}  // namespace causeway::contract
