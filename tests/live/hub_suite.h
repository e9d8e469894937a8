#pragma once
// A hub and two spokes: a channel of A is shared with B and with C, which know nothing of each other.

#include <string>
#include <vector>

#include "pair_suite.h"

namespace causeway::live {

class Hub : public WorldSuite {
 protected:
  static constexpr std::chrono::milliseconds cross_limit{15'000};
  // Long enough for an echo to have gone round: the way from spoke to spoke takes some hundred milliseconds.
  static constexpr std::chrono::milliseconds echo_limit{3'000};

  struct Place {
    lab::Side* side = nullptr;
    lab::RestClient* person = nullptr;
  };

  static void SetUpTestSuite();
  static void TearDownTestSuite();

  static std::vector<Place> places();  // A, B, C
  // Until every server's admin sees the post so; what each sees otherwise is the failure's text.
  static void expect_everywhere(const std::string& post, const std::string& what,
                                const std::function<bool(const lab::Json& post)>& fits);
  // Writes a post that has arrived everywhere; its id.
  static std::string everywhere(const Place& place, const std::string& message);
  // Some time later all three hold the same and no more revisions than there were changes.
  static void expect_rest(const std::string& post, std::size_t changes);

  static inline std::unique_ptr<lab::World> world_;
  static inline std::string channel_;
};

}  // namespace causeway::live
