#pragma once
// The demo: every step of the road shown as it happens, with the figures that matter.

#include <filesystem>

namespace causeway::lab {

// Runs the demo with this bundle, prints to stdout, writes the figures to out/demo.json. With keep the servers stay up
// until SIGINT or SIGTERM, which the caller has blocked in every thread. Throws LabError when something does not cross.
void run_demo(const std::filesystem::path& bundle, bool keep);

// Two servers with the bundle (which may be empty), connected to nothing, until SIGINT or SIGTERM as above.
void run_servers(const std::filesystem::path& bundle);

}  // namespace causeway::lab
