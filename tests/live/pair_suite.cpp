#include "pair_suite.h"

#include <cstdio>

namespace causeway::live {

std::unique_ptr<lab::Pair> PairSuite::start_pair(lab::PairOptions options, bool install) {
  if (install) {
    options.bundle = lab::find_bundle();
    if (options.bundle.empty()) throw lab::LabError("no bundle to test: run make bundle, or set CAUSEWAY_BUNDLE");
  }
  return std::make_unique<lab::Pair>(options);
}

void PairSuite::end_pair(std::unique_ptr<lab::Pair>& pair) {
  const auto* suite = ::testing::UnitTest::GetInstance()->current_test_suite();
  if (pair && suite != nullptr && suite->failed_test_count() > 0) {
    pair->keep_files();
    std::fprintf(stderr, "files kept in %s\n%s\n", pair->folder().files().c_str(), pair->logs().c_str());
  }
  pair.reset();
}

}  // namespace causeway::live
