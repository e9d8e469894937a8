#pragma once
// After people have done things: both sides come to hold the same, or do not.

#include <chrono>
#include <cstddef>

#include "lab/compare.h"
#include "lab/pair.h"
#include "lab/soak_people.h"

namespace causeway::lab {

struct Rest {
  Snapshot a, b;
  Comparison comparison;
  std::size_t posts = 0;
  std::size_t waiting = 0;  // tasks
  double after = 0;         // seconds until nothing moved any more

  bool good() const { return comparison.equal() && waiting == 0; }
};

// Until both hold the same and no task waits, twice in a row; or until nothing has moved for `still`, or for five
// minutes in all. Says on stdout how far it is.
Rest come_to_rest(Pair& pair, const SoakGround& ground, std::chrono::seconds still);

}  // namespace causeway::lab
