#pragma once
// A suite of live tests that share one world of servers: servers take seconds to start, so they start once a suite.
// Test threads: the main one.

#include <gtest/gtest.h>

#include <memory>

#include "lab/pair.h"

namespace causeway::live {

class WorldSuite : public ::testing::Test {
 protected:
  // Starts the servers with the bundle under test.
  static std::unique_ptr<lab::World> start_world(lab::WorldOptions options);
  // Nothing secret may be in a plugin's log. When a test of the suite has failed the world's files stay in out/lab and
  // the logs' ends are printed. The caller ends the world then.
  static void report_failure(lab::World& world);
};

class PairSuite : public WorldSuite {
 protected:
  // Starts the pair with the bundle under test; options.bundle is filled in unless install is false.
  static std::unique_ptr<lab::Pair> start_pair(lab::PairOptions options, bool install = true);
  static void end_pair(std::unique_ptr<lab::Pair>& pair);
};

}  // namespace causeway::live
