#pragma once
// A suite of live tests that share one Pair: servers take seconds to start, so they start once a suite. Test threads:
// the main one.

#include <gtest/gtest.h>

#include <memory>

#include "lab/pair.h"

namespace causeway::live {

class PairSuite : public ::testing::Test {
 protected:
  // Starts the pair with the bundle under test; options.bundle is filled in unless install is false.
  static std::unique_ptr<lab::Pair> start_pair(lab::PairOptions options, bool install = true);
  // Ends the pair; when a test of the suite has failed its files stay in out/lab and the logs' ends are printed.
  static void end_pair(std::unique_ptr<lab::Pair>& pair);
};

}  // namespace causeway::live
