#pragma once
// How fast a server's people become known to another one, and what posts feel of it.

#include <filesystem>
#include <map>
#include <string>

#include "lab/rest_client.h"

namespace causeway::lab {

struct PeopleResult {
  int people = 0;
  double seconds = 0;  // from the moment they are there until the last one is known on the other side
  struct Latency {
    int posts = 0;
    double p50 = 0, p95 = 0, max = 0;  // ms, from the answer to the writer to the reader's web socket
  };
  Latency alone, meanwhile;           // of posts before, and while people cross
  std::map<std::string, double> cpu;  // seconds of the processor meanwhile, by process

  Json json() const;
};

// Two servers with the bundle that tell everybody; `people` appear on the first. Throws LabError when they do not all
// arrive.
PeopleResult run_people(const std::filesystem::path& bundle, int people);

}  // namespace causeway::lab
